// A document's chunks joined to parts that are worth reading alone: small ones of a section become
// one, and each keeps to a page, where a citation leads.
import type { FoundChunk } from '../../store/index/search-reader.ts';

/** UTF-16 units: about 350 words. */
const longest = 2000;
/** A part shorter than this takes in the next section as well. */
const short = 400;

/** @param chunks of one document, following each other */
export function joinedParts(chunks: readonly FoundChunk[]): FoundChunk[] {
  const parts: FoundChunk[] = [];
  for (const chunk of chunks) {
    const last = parts.at(-1);
    if (!last || !belongs(last, chunk)) {
      parts.push({ ...chunk });
      continue;
    }
    last.text += chunk.text;
    last.endLine = chunk.endLine;
  }
  return parts.filter(({ text }) => text.trim() !== '');
}

function belongs(part: FoundChunk, chunk: FoundChunk): boolean {
  if (part.page !== chunk.page || part.label !== chunk.label) return false;
  if (part.text.length + chunk.text.length > longest) return false;
  const isSameSection = part.headingPath.every((heading, i) => chunk.headingPath[i] === heading);
  return isSameSection || part.text.length < short;
}
