// The built-in embedder's vectors: words and character n-grams hashed into a fixed number of
// dimensions (feature hashing, Weinberger et al. 2009). It knows no meanings: it brings together
// texts that share words, word stems and parts of words, in any language, and so helps with
// compounds, inflections and typos. It needs no data and no training.
import { fold, termsOf } from '../text/terms.ts';

export const hashedEmbedderId = 'hashed-words-ngrams-256';
export const hashedDimensions = 256;

/** Length of the character n-grams, the word's edges counted. */
const gramLength = 4;
/** A word's n-grams together count this much of the word itself. */
const gramWeight = 0.8;
/** n-grams of longer words are left out: they are codes, not words. */
const longestGramWord = 32;

/** The vector of a text, scaled so that its largest entry is ±127; all zeros for no words. */
export function hashedVector(text: string): Int8Array {
  const counts = new Map<string, number>();
  for (const { term } of termsOf(text)) counts.set(term, (counts.get(term) ?? 0) + 1);
  const sums = new Float64Array(hashedDimensions);
  for (const [term, count] of counts) {
    // A word said ten times counts more than once, not ten times; short words say little.
    const weight = (1 + Math.log(count)) * Math.min(1, term.length / 5);
    addFeature(sums, term, weight);
    addGrams(sums, term, weight);
  }
  return quantise(sums);
}

function addGrams(sums: Float64Array, term: string, weight: number): void {
  if (term.length < gramLength || term.length > longestGramWord) return;
  const edged = `^${fold(term)}$`;
  const grams = edged.length - gramLength + 1;
  const each = (weight * gramWeight) / Math.sqrt(grams);
  for (let i = 0; i < grams; i++) addFeature(sums, edged.slice(i, i + gramLength), each);
}

/** Two signed places a feature: collisions of one are mostly not collisions of the other. */
function addFeature(sums: Float64Array, feature: string, weight: number): void {
  const hash = fnv1a(feature);
  const other = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
  sums[hash % hashedDimensions]! += hash & 0x40000000 ? weight : -weight;
  sums[other % hashedDimensions]! += other & 0x40000000 ? weight : -weight;
}

/** FNV-1a, 32 bits, over UTF-16 units (Fowler, Noll, Vo). */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  // The low bits of FNV mix poorly on short strings; a final shuffle spreads them.
  hash ^= hash >>> 16;
  return Math.imul(hash, 0x85ebca6b) >>> 0;
}

function quantise(sums: Float64Array): Int8Array {
  let largest = 0;
  for (const sum of sums) largest = Math.max(largest, Math.abs(sum));
  const scale = largest === 0 ? 0 : 127 / largest;
  return Int8Array.from(sums, (sum) => Math.round(sum * scale));
}
