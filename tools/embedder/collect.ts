// Collects the text that the built-in embedder is trained on, from copies of public repositories:
//   node tools/embedder/collect.ts --repos DIR --out DIR [--not DIR]... [--only LANG,LANG]
// Writes <out>/<language>.jsonl, a document a line, and <out>/report.json. One file of a
// repository is held at a time; of every paragraph kept, only a hash.
import { createWriteStream, mkdirSync, rmSync, writeFileSync, type WriteStream } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Cleaner } from './clean.ts';
import { Evaluation } from './evaluation.ts';
import { gitDirectory, gitFiles } from './git-files.ts';
import { languages } from './languages.ts';
import { mergeParts, type PartSizes } from './merge-parts.ts';
import { readProse } from './read-file.ts';
import { placeOf, readSources, type Source } from './sources.ts';

const { values } = parseArgs({
  options: {
    repos: { type: 'string' },
    out: { type: 'string' },
    not: { type: 'string', multiple: true, default: [] },
    only: { type: 'string', default: languages.join(',') },
  },
});
if (!values.repos || !values.out) throw new Error('name --repos DIR and --out DIR');
const { repos, out } = { repos: values.repos, out: values.out };
const wanted = new Set(values.only.split(','));
const parts = join(out, 'parts');
mkdirSync(parts, { recursive: true });

const evaluation = new Evaluation(values.not);
const cleaner = new Cleaner(evaluation);
const sizes: PartSizes = {};
const missing: string[] = [];

async function collect(source: Source): Promise<void> {
  const directory = gitDirectory(repos, source.repo);
  if (!directory) {
    missing.push(source.repo);
    return;
  }
  const streams = new Map<string, WriteStream>();
  const place = placeOf(source);
  const decoder = new TextDecoder(source.encoding);
  const isWanted = (path: string): boolean => wanted.has(place(path)?.lang ?? '');
  for await (const file of gitFiles(directory, source.commit, isWanted)) {
    const { lang, alignedId } = place(file.path)!;
    const prose = readProse(file.path, decoder.decode(file.bytes));
    const sections = cleaner.clean(prose, lang);
    if (sections.length === 0) continue;
    const title = prose.title.slice(0, 200);
    const line = JSON.stringify({
      source: source.repo,
      path: file.path,
      alignedId,
      title,
      sections,
    });
    const name = `${lang}--${source.repo.replace('/', '+')}.jsonl`;
    let stream = streams.get(name);
    if (!stream) streams.set(name, (stream = createWriteStream(join(parts, name))));
    if (!stream.write(`${line}\n`)) await once(stream, 'drain');
    const ofLanguage = (sizes[lang] ??= {});
    ofLanguage[name] = (ofLanguage[name] ?? 0) + Buffer.byteLength(line) + 1;
  }
  for (const stream of streams.values()) {
    stream.end();
    await once(stream, 'finish');
  }
}

for (const source of readSources()) {
  await collect(source);
  const megabytes = Object.values(sizes)
    .flatMap(Object.entries)
    .reduce(
      (sum, [name, size]) =>
        sum + (name.endsWith(`--${source.repo.replace('/', '+')}.jsonl`) ? size : 0),
      0,
    );
  console.log(`${source.repo}: ${(megabytes / 1e6).toFixed(1)} MB`);
}
const languageSizes = await mergeParts(out, parts, sizes);
rmSync(parts, { recursive: true });
writeFileSync(
  join(out, 'report.json'),
  `${JSON.stringify({ languages: languageSizes, missing, dropped: cleaner.dropped, evaluationRuns: evaluation.size }, null, 2)}\n`,
);
console.log(languageSizes, cleaner.dropped, missing);
