// Passages in groups that fit into a prompt each. How long they are is guessed; the prompt that is
// made of them is counted, and shortened if the guess was too low.
import type { ChatMessage } from '../../generator.ts';
import { type Numbered, numberedBlock } from './walk-prompts.ts';
import type { WalkContext } from './walk-context.ts';

/** A token of most texts is no shorter than this, in UTF-16 units. */
const unitsOfToken = 2.5;

/**
 * The first of the passages that fit into one prompt, at least one of them.
 *
 * @param most how many of them at most
 * @returns how many, and the prompt
 */
export async function packGroup(
  passages: readonly Numbered[],
  most: number,
  promptOf: (blocks: readonly string[]) => ChatMessage[],
  { prompting, signal }: WalkContext,
  blockOf = numberedBlock,
): Promise<{ count: number; messages: ChatMessage[] }> {
  if (!prompting) throw new Error('there is no model to ask');
  const room = await prompting.room(signal);
  let left = room * unitsOfToken - lengthOf(promptOf([]));
  let count = 0;
  for (const passage of passages.slice(0, most)) {
    left -= blockOf(passage).length;
    if (left < 0 && count > 0) break;
    count++;
  }
  for (;;) {
    const messages = promptOf(passages.slice(0, count).map((one) => blockOf(one)));
    if (count <= 1 || (await prompting.countTokens(messages, signal)) <= room) {
      return { count, messages };
    }
    count = Math.max(1, Math.floor(count * 0.7));
  }
}

function lengthOf(messages: readonly ChatMessage[]): number {
  return messages.reduce((sum, { text }) => sum + text.length, 0);
}
