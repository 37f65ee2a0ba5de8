// Asks the questions of a labelled set twice, with the document that answers in the index and
// without it, and writes the signals of each as a JSON line:
//   node tools/answerability/collect.ts NAME FOLDER QUESTIONS OUT
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signalsOf } from '../../src/engine/answer/answerability/signals.ts';
import type { Passage } from '../../src/engine/answerer.ts';
import { openEngine } from '../../src/engine/connect.ts';
import { createBuiltInEmbedder } from '../../src/engine/embed/built-in-embedder.ts';
import { plainQuery } from '../../src/engine/retrieve/query/parse-query.ts';
import { type Found, openSearcher, type Searcher } from '../../src/engine/retrieve/searcher.ts';
import { openIndexWriter } from '../../src/engine/store/index/index-writer.ts';
import { createNodeHost } from '../../src/hosting/node-host.ts';
import type { Sample } from './sample.ts';

const [name, folder, questionsFile, out] = process.argv.slice(2);
if (!name || !folder || !questionsFile || !out) {
  console.error('node tools/answerability/collect.ts NAME FOLDER QUESTIONS OUT');
  process.exit(2);
}

/** As many as an answer is written from. */
const passages = 12;
const host = createNodeHost();
const embedder = createBuiltInEmbedder(host.threadUrl('embedder'), host.resourcePath('embedder'));
const dataDir = mkdtempSync(join(tmpdir(), 'lorekeep-signals-'));
try {
  const folderId = await indexed(folder);
  const samples = await collect(folderId);
  writeFileSync(out, samples.map((sample) => `${JSON.stringify(sample)}\n`).join(''));
  console.log(`${name}: ${samples.length} samples`);
} finally {
  await embedder.close();
  rmSync(dataDir, { recursive: true, force: true });
}

async function indexed(path: string): Promise<string> {
  const { client, close } = await openEngine({ dataDir, host, version: 'tools' });
  const { folderId, taskId } = await client.library.addFolder({ path, confirmed: true });
  for await (const task of await client.tasks.follow({ taskId })) {
    if (task.error) throw new Error(task.error.code);
  }
  await close();
  return folderId;
}

async function collect(folderId: string): Promise<Sample[]> {
  const lines = readFileSync(questionsFile!, 'utf8').trim().split('\n');
  const questions = lines.map(
    (line) => JSON.parse(line) as { question: string; file: string | null },
  );
  const file = join(dataDir, 'index.db');
  const samples: Sample[] = [];
  const add = async (searcher: Searcher, list: typeof questions, isHere: boolean) => {
    for (const { question, file: answering } of list) {
      const signals = await ask(searcher, question);
      const answerable = isHere && answering !== null;
      if (signals) samples.push({ set: name!, file: answering, answerable, signals });
    }
  };
  const whole = openSearcher(file, host.resourcePath('kernels'));
  await add(whole, questions, true);
  whole.close();
  for (const path of new Set(questions.flatMap((one) => one.file ?? []))) {
    // A copy without the document, so that its words count in no frequency either.
    const copy = join(dataDir, 'without.db');
    copyFileSync(file, copy);
    const { id, dimensions } = embedder;
    const writer = openIndexWriter({ file: copy, embedder: id, dimensions });
    writer.removeFiles(folderId, [path]);
    writer.close();
    const searcher = openSearcher(copy, host.resourcePath('kernels'));
    await add(
      searcher,
      questions.filter((one) => one.file === path),
      false,
    );
    searcher.close();
    for (const end of ['', '-wal', '-shm']) rmSync(copy + end, { force: true });
  }
  return samples;
}

async function ask(searcher: Searcher, question: string) {
  const query = plainQuery(question);
  const vector = await embedder.embedQuery(query);
  const { id, weight, unrelated } = embedder;
  const { found, terms } = searcher.search({
    query,
    vector,
    embedder: id,
    semanticWeight: weight,
    unrelated,
    mode: 'hybrid',
    limit: passages,
    onlyEvident: false,
    widen: true,
  });
  const weights = new Map(terms.map((one) => [one.term, one.weight]));
  return signalsOf(question, weights, found.map(passageOf));
}

function passageOf({ title, relativePath, score, explain, ...rest }: Found): Passage {
  const { keywordScore, trigramScore, meaning } = explain;
  const found = { document: relativePath, keyword: keywordScore, letters: trigramScore };
  return { ...rest, title: title ?? relativePath, score: score - meaning, found };
}
