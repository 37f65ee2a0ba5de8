// Text to vector by the static model: the sum of its words' vectors. A word's length in the table
// says how much it means, which training has found out; a word said often counts a little more
// than once.
import { addRow, type StaticModel } from './static-model.ts';
import { bucketsOf } from './word-parts.ts';
import { wordsOf } from './words.ts';

/** What a word's parts together weigh against a whole word of the vocabulary. */
export const partsWeight = 0.7;

/** The vector of a text, of any scale; all zeros for no words. */
export function staticVector(model: StaticModel, text: string): Float32Array {
  const counts = new Map<string, number>();
  for (const word of wordsOf(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const sum = new Float32Array(model.dimensions);
  for (const [word, count] of counts) addWord(model, sum, word, 1 + Math.log(count));
  return sum;
}

function addWord(model: StaticModel, sum: Float32Array, word: string, weight: number): void {
  const row = model.rowOf.get(word);
  if (row !== undefined) {
    addRow(model, sum, row, weight);
    return;
  }
  const buckets = bucketsOf(word, model.buckets);
  const each = (weight * partsWeight) / Math.sqrt(buckets.length);
  for (const bucket of buckets) addRow(model, sum, model.words + bucket, each);
}

/** What part of a query's words the vocabulary holds, 0 to 1: how far the model can have an opinion. */
export function knownShare(model: StaticModel, words: readonly string[]): number {
  const all = words.flatMap(wordsOf);
  if (all.length === 0) return 0;
  return all.filter((word) => model.rowOf.has(word)).length / all.length;
}
