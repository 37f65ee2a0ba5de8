// Parts of words, hashed: what stands in for a word that the vocabulary does not hold, so that
// inflections, compounds and misspellings land near the words they look like (as in fastText,
// Bojanowski et al. 2017).

const gramLength = 4;
/** A long word's beginning is a part of its own: most languages inflect at the end. */
const stemLength = 7;
/** Longer words are codes, not words. */
const longest = 28;

/**
 * The rows, 0 to `buckets` − 1, of a word's parts: its runs of four letters, edges counted, and
 * its beginning. None for numbers, codes and words of one or two letters.
 */
export function bucketsOf(word: string, buckets: number): number[] {
  if (word.length < 3 || word.length > longest || /\d/.test(word)) return [];
  const edged = `^${word}$`;
  const rows = new Set<number>();
  for (let i = 0; i + gramLength <= edged.length; i++) {
    rows.add(fnv1a(edged.slice(i, i + gramLength)) % buckets);
  }
  if (word.length >= stemLength) rows.add(fnv1a(edged.slice(0, stemLength)) % buckets);
  return [...rows];
}

/** FNV-1a, 32 bits, over UTF-16 units (Fowler, Noll, Vo), shuffled as its low bits mix poorly. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  hash ^= hash >>> 16;
  return Math.imul(hash, 0x85ebca6b) >>> 0;
}
