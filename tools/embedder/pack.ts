// The trained table as the file that ships:
//   node tools/embedder/pack.ts --data DIR --table FILE --id NAME --out FILE
// A word's vector in training is its own and those of its parts; here they are added up once, so
// that a known word is one row.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { writeStaticModel } from '../../src/engine/embed/static-model.ts';
import { partsWeight } from '../../src/engine/embed/static-vector.ts';
import { bucketsOf } from '../../src/engine/embed/word-parts.ts';
import { readFloats } from './arrays.ts';

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    table: { type: 'string' },
    id: { type: 'string' },
    out: { type: 'string' },
  },
});
const { data, table: tableFile, id, out } = values;
if (!data || !tableFile || !id || !out)
  throw new Error('--data, --table, --id and --out are needed');

const words = readFileSync(join(data, 'vocabulary.txt'), 'utf8').split('\n');
const trained = readFloats(tableFile);
const { buckets } = JSON.parse(readFileSync(join(data, 'vocabulary.json'), 'utf8')) as {
  buckets: number;
};
const dimensions = trained.length / (words.length + buckets);
const rows = composed(trained);
const header = { id, dimensions, words: words.length, buckets };
const file = writeStaticModel(header, words, rows);
writeFileSync(out, file);
console.log(
  `${words.length} words, ${buckets} buckets, ${dimensions} dimensions: ${file.length} bytes`,
);

/** Each word's row with those of its parts added; the buckets as they are. */
function composed(table: Float32Array): Float32Array {
  const sums = table.slice();
  for (const [row, word] of words.entries()) {
    const parts = bucketsOf(word, buckets);
    const each = partsWeight / Math.sqrt(parts.length);
    for (const part of parts) {
      const from = (words.length + part) * dimensions;
      for (let i = 0; i < dimensions; i++) sums[row * dimensions + i]! += each * table[from + i]!;
    }
  }
  return sums;
}
