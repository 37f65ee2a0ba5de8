// What an answer waits for before a model begins to read its prompt: the search, packing the prompt
// with the tokens counted by the model's own process, and the checks. Over an index of 100,000
// chunks; the model itself does not write, as its time is its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerSettings } from '../src/shared/contract/answer.ts';
import { answerQuestion, type AnswerParts } from '../src/engine/answer/answers.ts';
import type { Evidence } from '../src/engine/answer/asked.ts';
import { modelAnswerer, usualMaxTokens } from '../src/engine/answer/model-answerer.ts';
import type { Generated, Generator } from '../src/engine/generator.ts';
import { localGenerator } from '../src/engine/inference/local-generator.ts';
import { toHit } from '../src/engine/retrieve/search-handlers.ts';
import { openSearcher, type Searcher } from '../src/engine/retrieve/searcher.ts';
import { helperStarter } from '../src/engine/retrieve/semantic/scan-helper.ts';
import { createNodeHost } from '../src/hosting/node-host.ts';
import { chatModel } from '../test/support/gguf/chat-model.ts';
import { saveModel } from '../test/support/gguf/weights.ts';
import { writeNaturalIndex } from './natural-index.ts';
import { type HybridQuery, naturalQueries, requestOf } from './natural-queries.ts';
import { loadRequest, openInference } from './own-inference.ts';
import { figure, heading } from './report.ts';

const chunks = 100_000;
const questions = 100;
const warming = 10;
const host = createNodeHost();

export async function benchFirstToken(): Promise<void> {
  heading(`An answer’s way to the model, ${chunks.toLocaleString('en')} chunks`);
  const folder = mkdtempSync(join(tmpdir(), 'lorekeep-bench-'));
  try {
    const file = join(folder, 'index.db');
    writeNaturalIndex(file, chunks);
    const path = join(folder, 'model.gguf');
    await saveModel(path, chatModel());
    const startHelper = helperStarter(host.threadUrl('scan-helper'), console.error);
    const searcher = openSearcher(file, host.resourcePath('kernels'), startHelper);
    const inference = openInference('cpu');
    try {
      const generator = localGenerator(inference, loadRequest('chat', path, 4096));
      await timeQuestions(searcher, generator);
    } finally {
      searcher.close();
      inference.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function timeQuestions(searcher: Searcher, model: Generator): Promise<void> {
  const queries = naturalQueries(31);
  const times: number[] = [];
  for (let i = 0; i < questions + warming; i++) {
    const ms = await timeToModel(searcher, model, queries.next('natural'));
    if (i >= warming) times.push(ms);
  }
  times.sort((a, b) => a - b);
  figure('from the question to the model, p50', times[Math.floor(questions * 0.5)]!, 'ms');
  figure('from the question to the model, p95', times[Math.floor(questions * 0.95)]!, 'ms', 150);
}

/** No question here is about all documents. */
const unasked = () => Promise.reject(new Error('not asked'));
const documents: AnswerParts['documents'] = {
  chosen: unasked,
  holding: unasked,
  named: unasked,
  inScope: unasked,
  passages: unasked,
  parts: unasked,
};

async function timeToModel(
  searcher: Searcher,
  model: Generator,
  query: HybridQuery,
): Promise<number> {
  let reached = 0;
  const generator: Generator = {
    ...model,
    // Where its time would begin, it ends.
    async *write(): AsyncGenerator<string, Generated> {
      reached = performance.now();
      yield '';
      const nothing = { promptTokens: 0, reusedTokens: 0, writtenTokens: 0 };
      return { reason: 'end', ...nothing, firstTextMs: 0, tookMs: 0 };
    },
  };
  const settings = answerSettings.parse({});
  const options = { adapters: [], temperature: 0, seed: 1, maxTokens: usualMaxTokens };
  const answerer = modelAnswerer(generator, { ...options, rules: settings.rules });
  const retrieve = () => Promise.resolve(evidenceOf(searcher, query));
  const question = query.query.words.join(' ');
  const started = performance.now();
  const asked = { question, history: [], settings };
  const { signal } = new AbortController();
  for await (const _ of answerQuestion(asked, { answerer, retrieve, documents }, signal));
  return reached - started;
}

function evidenceOf(searcher: Searcher, query: HybridQuery): Evidence {
  const { found, terms } = searcher.search({ ...requestOf(query), limit: 12, widen: true });
  const places = { folderPath: () => '/', originOf: () => null };
  return {
    hits: found.flatMap((one) => toHit(one, places)),
    terms: new Map(terms.map(({ term, weight }) => [term, weight])),
  };
}
