// The vocabulary in memory, for words that are typed wrongly. A slip changes few of a word's
// letters: each word is first compared by its length and by which letters it has (Navarro, “A
// guided tour to approximate string matching”, 2001, on filters), one machine word for each; few
// are left to be compared letter by letter.
import type { Vocabulary } from '../../store/index/vocabulary.ts';
import { spellingDistance } from './spelling.ts';

export interface NearWord {
  word: string;
  distance: number;
}

export interface WordList {
  /** Reads what was added since; returns how many words there are. */
  follow(): number;
  /** Words at most so far from a word, the word itself left out, in no order. */
  near(word: string, most: number): NearWord[];
}

/** Words that were added together. */
interface Batch {
  text: string;
  /** Where each word begins in the text; one more for the end. */
  starts: Uint32Array;
  letters: Uint32Array;
}

/** More batches than this are read again as one. */
const mostBatches = 32;

export function createWordList(vocabulary: Vocabulary): WordList {
  let batches: Batch[] = [];
  let last: number | null = null;
  return {
    follow() {
      const added = vocabulary.wordsAfter(batches.length > mostBatches ? null : last);
      if (added.all) batches = [];
      last = added.last;
      if (added.words !== '') batches.push(batchOf(added.words));
      return batches.reduce((sum, { letters }) => sum + letters.length, 0);
    },
    near: (word, most) => batches.flatMap((batch) => nearIn(batch, word, most)),
  };
}

function batchOf(text: string): Batch {
  const starts: number[] = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const letters = Uint32Array.from(starts, (start, i) =>
    lettersOf(text, start, (starts[i + 1] ?? text.length + 1) - 1),
  );
  return { text, starts: Uint32Array.from([...starts, text.length + 1]), letters };
}

/** A bit for each letter that stands in a part of a text. */
function lettersOf(text: string, start: number, end: number): number {
  let bits = 0;
  for (let i = start; i < end; i++) bits |= 1 << (text.charCodeAt(i) & 31);
  return bits >>> 0;
}

function nearIn({ text, starts, letters }: Batch, word: string, most: number): NearWord[] {
  const found: NearWord[] = [];
  const own = lettersOf(word, 0, word.length);
  const { length } = word;
  for (let i = 0; i < letters.length; i++) {
    const other = letters[i]!;
    // Each slip brings in at most one letter and takes away at most one.
    if (bitCount(own & ~other) > most || bitCount(other & ~own) > most) continue;
    const start = starts[i]!;
    const size = starts[i + 1]! - start - 1;
    if (size > length + most || size < length - most) continue;
    const candidate = text.slice(start, start + size);
    const distance = spellingDistance(word, candidate, most);
    if (distance > 0 && distance <= most) found.push({ word: candidate, distance });
  }
  return found;
}

/** How many bits are set (Warren, “Hacker’s Delight”, 5–1). */
function bitCount(bits: number): number {
  let left = bits - ((bits >>> 1) & 0x55555555);
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
  return Math.imul((left + (left >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
