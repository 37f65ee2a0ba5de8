// Short passages seldom answer alone: a table's row wants its head, a step the one before. A
// passage that is given to an answer is widened to its neighbours in the same section.
// Chunks tile a document's text, so that neighbours joined are the text as it stands there.
import type { FoundChunk } from '../../store/index/search-reader.ts';

/** Passages are widened while they are shorter than this, in UTF-16 units: about 250 words. */
const wanted = 1500;

/**
 * A passage with its neighbours of the same section, nearest first, until it is long enough.
 *
 * @param around the chunks of its document about it, itself included, in order
 */
export function widened<T extends FoundChunk>(passage: T, around: readonly FoundChunk[]): T {
  const at = around.findIndex(({ ordinal }) => ordinal === passage.ordinal);
  if (at < 0) return passage;
  let first = at;
  let last = at;
  let length = passage.text.length;
  for (;;) {
    // What follows says more about a passage than what precedes it.
    const next = fits(around[last + 1], passage, length) ? last + 1 : first - 1;
    const chunk = around[next];
    if (!chunk || !fits(chunk, passage, length)) break;
    length += chunk.text.length;
    first = Math.min(first, next);
    last = Math.max(last, next);
  }
  const chunks = around.slice(first, last + 1);
  const { start, page, label, startLine } = chunks[0]!;
  const text = chunks.map((chunk) => chunk.text).join('');
  return { ...passage, start, page, label, startLine, endLine: chunks.at(-1)!.endLine, text };
}

function fits(chunk: FoundChunk | undefined, passage: FoundChunk, length: number): boolean {
  if (!chunk || length + chunk.text.length > wanted) return false;
  // A page or slide is where a citation leads: a passage keeps to its own.
  return chunk.page === passage.page && isWithin(chunk.headingPath, passage.headingPath);
}

/** True for the same section and for those below it. */
function isWithin(path: readonly string[], section: readonly string[]): boolean {
  return section.every((heading, i) => path[i] === heading);
}
