// Which passages a model gets: the best ones, each whole or not at all, as far as its context
// reaches.
import type { Passage } from '../answerer.ts';
import type { ChatMessage, Generator } from '../generator.ts';
import { passageBlock, promptOf } from './prompt.ts';

export interface Packed {
  messages: ChatMessage[];
  /** How many of the passages are in it: the first ones. */
  count: number;
}

/**
 * @param room tokens that stay free for the answer
 * @returns a prompt without passages if not one fits
 */
export async function packPassages(
  question: string,
  passages: readonly Passage[],
  room: number,
  generator: Generator,
  signal: AbortSignal,
): Promise<Packed> {
  const most = (await generator.contextSize(signal)) - room;
  const count = (text: string) => generator.countTokens([{ role: 'user', text }], signal);
  let used = await generator.countTokens(promptOf(question, []), signal);
  let packed = 0;
  for (const [i, passage] of passages.entries()) {
    // The marks of a message are counted with each: rather too much than too little.
    used += await count(passageBlock(passage, i + 1));
    if (used > most) break;
    packed++;
  }
  return { messages: promptOf(question, passages.slice(0, packed)), count: packed };
}
