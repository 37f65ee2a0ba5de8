// Chooses the words that get a row of their own, and says what each word is made of:
//   node tools/embedder/choose-words.ts --data DIR --buckets N --words '{"en": 30000, "*": 5000}'
// Writes, into the same folder,
//   vocabulary.txt, vocabulary.json   the words with a row; {words, buckets, known}
//   known.i32        for each word of words.txt its number among all that training uses, or −1
//   parts-start.i32, parts-row.i32, parts-weight.f32   rows that make up each of these (CSR)
//   weight.f32       how long each row is at the start: rarer words mean more
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { partsWeight } from '../../src/engine/embed/static-vector.ts';
import { bucketsOf } from '../../src/engine/embed/word-parts.ts';
import { readUints, writeNumbers } from './arrays.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    buckets: { type: 'string', default: '16384' },
    words: { type: 'string', default: '{"*": 8000}' },
  },
});
if (!values.data) throw new Error('--data is needed');
const data = values.data;
const buckets = Number(values.buckets);
const quotas = JSON.parse(values.words) as Record<string, number>;

/** A word must stand this often to get a row, and this often to be used at all. */
const leastOfRow = 5;
const leastKnown = 3;
const longestWord = 28;

const words = readFileSync(join(data, 'words.txt'), 'utf8').split('\n');
const counts = readUints(join(data, 'counts.u32'));
const { languages } = JSON.parse(readFileSync(join(data, 'corpus.json'), 'utf8')) as {
  languages: string[];
};
const totals = languages.map((_, l) => words.reduce((sum, _word, w) => sum + countOf(w, l), 0));

const chosen = chooseWords();
const rowOf = new Map(chosen.map((word, row) => [word, row]));
const rare = words.flatMap((_, w) => (!rowOf.has(w) && countOfAll(w) >= leastKnown ? [w] : []));
const known = [...chosen, ...rare];
writeVocabulary();
writeParts();

function countOf(word: number, language: number): number {
  return counts[word * languages.length + language]!;
}

function countOfAll(word: number): number {
  return languages.reduce((sum, _, l) => sum + countOf(word, l), 0);
}

/** The most frequent words of each language, as many as its quota. */
function chooseWords(): number[] {
  const all = new Set<number>();
  for (const [l, language] of languages.entries()) {
    const list = words.flatMap((word, w) =>
      countOf(w, l) >= leastOfRow && word.length <= longestWord ? [w] : [],
    );
    list.sort((a, b) => countOf(b, l) - countOf(a, l));
    const quota = quotas[language] ?? quotas['*'] ?? 0;
    for (const word of list.slice(0, quota)) all.add(word);
    console.log(`${language}: ${Math.min(quota, list.length)} of ${list.length} words`);
  }
  return [...all].toSorted((a, b) => a - b);
}

function writeVocabulary(): void {
  writeFileSync(join(data, 'vocabulary.txt'), chosen.map((w) => words[w]).join('\n'));
  const sizes = { words: chosen.length, buckets, known: known.length };
  writeFileSync(join(data, 'vocabulary.json'), JSON.stringify(sizes));
  const numbers = new Int32Array(words.length).fill(-1);
  for (const [number, word] of known.entries()) numbers[word] = number;
  writeNumbers(join(data, 'known.i32'), numbers);
  console.log(sizes);
}

function writeParts(): void {
  const start = new Int32Array(known.length + 1);
  const rows: number[] = [];
  const weights: number[] = [];
  const lengths = new Float32Array(chosen.length + buckets).fill(0.5);
  for (const [number, word] of known.entries()) {
    const row = rowOf.get(word);
    if (row !== undefined) {
      rows.push(row);
      weights.push(1);
      lengths[row] = startLength(word);
    }
    const parts = bucketsOf(words[word]!, buckets);
    for (const part of parts) {
      rows.push(chosen.length + part);
      weights.push(partsWeight / Math.sqrt(parts.length));
    }
    start[number + 1] = rows.length;
  }
  writeNumbers(join(data, 'parts-start.i32'), start);
  writeNumbers(join(data, 'parts-row.i32'), Int32Array.from(rows));
  writeNumbers(join(data, 'parts-weight.f32'), Float32Array.from(weights));
  writeNumbers(join(data, 'weight.f32'), lengths);
}

/** From 0.08 for the most frequent words of some language to 1 for the rare. */
function startLength(word: number): number {
  const share = Math.max(1e-8, ...totals.map((total, l) => countOf(word, l) / total));
  return Math.min(1, Math.max(0.08, (-Math.log(share) - 3) / 10));
}
