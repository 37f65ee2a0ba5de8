// Scores candidates by the character trigrams they share with the query. What word terms miss
// (compounds, inflections, spellings) is found here, in any script, without an index of its own:
// only the candidates' texts are read.
import { fold } from '../../text/terms.ts';

/** BM25's parameters, as in the keyword index. */
const k1 = 1.2;
const b = 0.75;
/** A long text pasted as a query is judged by its beginning. */
const mostTrigrams = 500;

/** Trigrams of the query's words, none across a word's edge. */
export function queryTrigrams(words: readonly string[]): string[] {
  return [...new Set(words.flatMap((word) => trigramsOf(fold(word))))].slice(0, mostTrigrams);
}

/** Of UTF-16 units: the rare pair of surrogates is two of them, on both sides alike. */
function trigramsOf(word: string): string[] {
  return Array.from({ length: Math.max(0, word.length - 2) }, (_, i) => word.slice(i, i + 3));
}

/**
 * For each text the part of the query's trigrams that it holds, 0 to 1: BM25 over the candidates
 * themselves, divided by the most it can be. Rare among them counts more.
 */
export function trigramScores(trigrams: readonly string[], texts: readonly string[]): number[] {
  if (trigrams.length === 0 || texts.length === 0) return texts.map(() => 0);
  const table = tableOf(trigrams);
  const folded = texts.map(foldText);
  const counts = folded.map((text) => countTrigrams(text, table));
  const average = folded.reduce((sum, text) => sum + text.length, 0) / folded.length;
  const weights = trigrams.map((_, i) => {
    const holding = counts.filter((count) => count[i]! > 0).length;
    return Math.log(1 + (texts.length - holding + 0.5) / (holding + 0.5));
  });
  const bound = weights.reduce((sum, weight) => sum + weight, 0) * (k1 + 1);
  return counts.map((count, t) => {
    const length = k1 * (1 - b + (b * folded[t]!.length) / average);
    let score = 0;
    for (const [i, weight] of weights.entries()) {
      const n = count[i]!;
      if (n > 0) score += (weight * n * (k1 + 1)) / (n + length);
    }
    return score / bound;
  });
}

/** Folded as the query is, but for rare cases that are not worth a full pass over long texts. */
function foldText(text: string): string {
  const lower = text.toLowerCase();
  return accented.test(lower) ? fold(lower) : lower;
}

/** Letters that folding changes: Latin with diacritics, ß, Greek and Cyrillic, full-width forms. */
const accented = /[\u00df-\u024f\u0370-\u04ff\uff00-\uffef]/;

/** Power of two, many times the trigrams of a query, so that most misses end at the first look. */
const slots = 4096;

/** Finds the place of a trigram by its three UTF-16 units, without making a string of them. */
interface TrigramTable {
  places: Int16Array;
  units: Uint16Array;
}

function tableOf(trigrams: readonly string[]): TrigramTable {
  const places = new Int16Array(slots).fill(-1);
  const units = new Uint16Array(trigrams.length * 3);
  for (const [i, trigram] of trigrams.entries()) {
    for (let u = 0; u < 3; u++) units[i * 3 + u] = trigram.charCodeAt(u);
    let slot = slotOf(units[i * 3]!, units[i * 3 + 1]!, units[i * 3 + 2]!);
    while (places[slot] !== -1) slot = (slot + 1) % slots;
    places[slot] = i;
  }
  return { places, units };
}

function slotOf(a: number, b: number, c: number): number {
  const hash = Math.imul(a, 73_856_093) ^ Math.imul(b, 19_349_663) ^ Math.imul(c, 83_492_791);
  return (hash ^ (hash >>> 13)) & (slots - 1);
}

function countTrigrams(text: string, { places, units }: TrigramTable): Uint16Array {
  const counts = new Uint16Array(units.length / 3);
  let a = text.charCodeAt(0);
  let b = text.charCodeAt(1);
  for (let i = 2; i < text.length; i++) {
    const c = text.charCodeAt(i);
    let slot = slotOf(a, b, c);
    for (let place = places[slot]!; place !== -1; place = places[slot]!) {
      const at = place * 3;
      if (units[at] === a && units[at + 1] === b && units[at + 2] === c) {
        counts[place]!++;
        break;
      }
      slot = (slot + 1) % slots;
    }
    a = b;
    b = c;
  }
  return counts;
}
