// What goes into a prompt of bounded size: the rules and the question always, of what was said
// before the latest turns, of the passages the best ones, each whole or not at all.
import { LorekeepError } from '../../shared/errors.ts';
import type { PastTurn, Passage } from '../answerer.ts';
import type { ChatMessage, Generator } from '../generator.ts';
import { freePrompt, passageBlock, pastMessages, type PromptParts, promptOf } from './prompt.ts';

export interface Packed {
  messages: ChatMessage[];
  /** How many of the passages are in it: the first ones. */
  count: number;
}

/** The part of what is left beside rules and question that earlier turns may take. */
const historyShare = 0.3;
/** Earlier turns that are looked at: who goes further back asks anew. */
const mostTurns = 12;
/** The part of the context that an answer may take. */
const answerShare = 0.25;

/** Tokens that stay free for the answer, which may not take what it rests on. */
function roomForAnswer(contextSize: number, maxTokens: number): number {
  return Math.min(maxTokens, Math.floor(contextSize * answerShare));
}

/**
 * @returns a prompt without passages if not one fits
 * @throws LorekeepError PROMPT_TOO_LONG if rules and question alone are too long
 */
export async function packPrompt(
  parts: PromptParts,
  passages: readonly Passage[],
  maxTokens: number,
  generator: Generator,
  signal: AbortSignal,
): Promise<Packed> {
  const most = await promptRoom(generator, maxTokens, signal);
  const bare = { ...parts, history: [] };
  let used = await within(most, promptOf(bare, []), generator, signal);
  const history = await packHistory(parts.history, (most - used) * historyShare, generator, signal);
  used += history.tokens;
  let count = 0;
  for (const [i, passage] of passages.entries()) {
    // The marks of a message are counted with each: rather too much than too little.
    const text = passageBlock(passage, i + 1);
    used += await generator.countTokens([{ role: 'user', text }], signal);
    if (used > most) break;
    count++;
  }
  const packed = { ...parts, history: history.turns };
  return { messages: promptOf(packed, passages.slice(0, count)), count };
}

/**
 * A prompt without documents.
 *
 * @throws LorekeepError PROMPT_TOO_LONG
 */
export async function packFreePrompt(
  parts: PromptParts,
  maxTokens: number,
  generator: Generator,
  signal: AbortSignal,
): Promise<ChatMessage[]> {
  const most = await promptRoom(generator, maxTokens, signal);
  const used = await within(most, freePrompt({ ...parts, history: [] }), generator, signal);
  const { turns } = await packHistory(parts.history, most - used, generator, signal);
  return freePrompt({ ...parts, history: turns });
}

/** Most tokens of a prompt. */
export async function promptRoom(
  generator: Pick<Generator, 'contextSize'>,
  maxTokens: number,
  signal: AbortSignal,
): Promise<number> {
  const size = await generator.contextSize(signal);
  return size - roomForAnswer(size, maxTokens);
}

async function within(
  most: number,
  messages: readonly ChatMessage[],
  generator: Generator,
  signal: AbortSignal,
): Promise<number> {
  const used = await generator.countTokens(messages, signal);
  if (used > most) throw new LorekeepError('PROMPT_TOO_LONG', { tokens: used, limit: most });
  return used;
}

/** The latest turns that fit, oldest first. */
async function packHistory(
  history: readonly PastTurn[],
  room: number,
  generator: Generator,
  signal: AbortSignal,
): Promise<{ turns: PastTurn[]; tokens: number }> {
  const turns: PastTurn[] = [];
  let tokens = 0;
  for (const turn of history.slice(-mostTurns).toReversed()) {
    const cost = await generator.countTokens(pastMessages(turn), signal);
    if (tokens + cost > room) break;
    tokens += cost;
    turns.unshift(turn);
  }
  return { turns, tokens };
}
