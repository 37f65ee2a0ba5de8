// What is still known of a prompt need not be read again. It is kept in whole batches only: the
// numbers that a batch gives depend, in their last digits, on where it starts, and with them which
// of two equally likely tokens is taken. So the same question gives the same answer, whatever was
// asked before.
import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import { batchSize, type ChatContext } from './chat-context.ts';

/**
 * Forgets what does not belong to the prompt.
 *
 * @returns how many tokens at its start are still known
 */
export async function keepCommonStart(
  chat: ChatContext,
  prompt: readonly Token[],
): Promise<number> {
  const { sequence } = chat;
  // The last token is always read: what it gives is what is written first.
  const most = Math.min(commonStart(sequence, prompt), chat.readInBatches, prompt.length - 1);
  const kept = Math.max(0, Math.floor(most / batchSize) * batchSize);
  if (kept < sequence.nextTokenIndex) {
    await sequence.eraseContextTokenRanges([{ start: kept, end: sequence.nextTokenIndex }]);
  }
  // A model that cannot forget in the middle has forgotten all of it.
  chat.readInBatches = Math.floor(prompt.length / batchSize) * batchSize;
  return Math.min(kept, sequence.nextTokenIndex);
}

function commonStart(sequence: LlamaContextSequence, prompt: readonly Token[]): number {
  const known = sequence.contextTokens;
  let same = 0;
  while (same < known.length && same < prompt.length && known[same] === prompt[same]) same++;
  return same;
}
