// What the engine's path to a model costs against node-llama-cpp alone, in one run, on a model with
// random weights; and what a model that writes costs a search. With `--gpu`, tokens per second
// by layers on the GPU instead.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerRules } from '../src/shared/contract/answer.ts';
import { freePrompt } from '../src/engine/answer/prompt.ts';
import { type EngineConnection, openEngine } from '../src/engine/connect.ts';
import { openSearcher } from '../src/engine/retrieve/searcher.ts';
import { createNodeHost } from '../src/hosting/node-host.ts';
import { embedderModel } from '../test/support/gguf/bert-model.ts';
import { benchModel } from '../test/support/gguf/chat-model.ts';
import { saveModel } from '../test/support/gguf/weights.ts';
import type { BareResult, BareTask } from './bare-llama.ts';
import { writeNaturalIndex } from './natural-index.ts';
import { naturalQueries, requestOf } from './natural-queries.ts';
import { loadRequest, openInference } from './own-inference.ts';
import { figure, heading, skipped, verdict } from './report.ts';

const rounds = 8;
const written = 96;
const contextSize = 4096;
const embedded = 64;

export async function benchModels({ gpu }: { gpu: boolean }): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'lorekeep-bench-'));
  try {
    const path = join(folder, 'bench.gguf');
    await saveModel(path, benchModel(), 'f16');
    if (gpu) return await benchGpu(path);
    await benchWriting(folder, path);
    await benchEmbedding(folder);
    await benchSearchMeanwhile(folder, path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Bare {
  run(task: BareTask): Promise<BareResult>;
  close(): void;
}

function startBare(): Bare {
  const child: ChildProcess = fork(join(import.meta.dirname, 'bare-llama.ts'), {
    serialization: 'advanced',
  });
  return {
    async run(task) {
      child.send(task);
      const [result] = (await once(child, 'message')) as [BareResult];
      return result;
    },
    close: () => void child.kill(),
  };
}

interface Timed {
  firstMs: number;
  perSecond: number;
}

const timed = ({ firstMs, totalMs, tokens }: BareResult): Timed => ({
  firstMs,
  perSecond: ((tokens - 1) / (totalMs - firstMs)) * 1000,
});

async function benchWriting(folder: string, path: string): Promise<void> {
  heading('A model writes: the engine’s path against node-llama-cpp alone');
  const engine = await openEngine({
    dataDir: join(folder, 'data'),
    host: createNodeHost(),
    version: 'bench',
  });
  const bare = startBare();
  try {
    await engine.client.settings.update({ modelThreads: 1, contextSize, modelBackend: 'cpu' });
    const { name } = await engine.client.models.add({ path });
    await engine.client.models.load({ name });
    await bare.run({ kind: 'open', path, contextSize, gpuLayers: 0 });
    const pairs: { ours: Timed; alone: Timed }[] = [];
    for (let round = 0; round <= rounds; round++) {
      // Another question each time: nothing of it is known from before.
      const question = `${round} questions of a usual length about something in a document.`;
      const messages = freePrompt({
        question,
        history: [],
        rules: answerRules.parse({}),
      });
      const first = round % 2 === 0;
      const before = first ? await writeOurs(engine, name, question) : null;
      const alone = timed(await bare.run({ kind: 'write', messages, maxTokens: written }));
      const ours = before ?? (await writeOurs(engine, name, question));
      // The first round reads the weights from the disk.
      if (round > 0) pairs.push({ ours, alone });
    }
    reportWriting(pairs);
    figure('told to stop, back after', await timeOfStop(engine, name), 'ms', 100);
  } finally {
    bare.close();
    await engine.close();
  }
}

async function writeOurs(
  { client }: EngineConnection,
  model: string,
  question: string,
): Promise<Timed> {
  const writing = { model, temperature: 0, maxTokens: written };
  const started = performance.now();
  let firstMs = 0;
  let tokens = 0;
  for await (const event of await client.answer.ask({ question, mode: 'free', writing })) {
    if (event.type === 'text') firstMs ||= performance.now() - started;
    if (event.type === 'done') tokens = event.answer.tokens?.written ?? 0;
  }
  return timed({ firstMs, totalMs: performance.now() - started, tokens, vramUsed: 0 });
}

/** Milliseconds from leaving an answer until whoever asked is free again. */
async function timeOfStop({ client }: EngineConnection, model: string): Promise<number> {
  const stop = new AbortController();
  const writing = { model, maxTokens: 2000 };
  const asked = { question: 'Write on.', mode: 'free', writing } as const;
  const events = await client.answer.ask(asked, { signal: stop.signal });
  let told = 0;
  try {
    for await (const event of events) {
      if (event.type !== 'text') continue;
      told = performance.now();
      stop.abort();
    }
  } catch {
    // Cancelled, as it was told to be.
  }
  return performance.now() - told;
}

function reportWriting(pairs: readonly { ours: Timed; alone: Timed }[]): void {
  figure('tokens per second, alone', median(pairs.map(({ alone }) => alone.perSecond)), '/s');
  figure('tokens per second, ours', median(pairs.map(({ ours }) => ours.perSecond)), '/s');
  const slower = pairs.map(({ ours, alone }) => (alone.perSecond / ours.perSecond - 1) * 100);
  figure('slower (median of pairs)', median(slower), '%', 3);
  const later = pairs.map(({ ours, alone }) => ours.firstMs - alone.firstMs);
  figure('first token, alone', median(pairs.map(({ alone }) => alone.firstMs)), 'ms');
  figure('first token later (median of pairs)', median(later), 'ms', 5);
}

async function benchEmbedding(folder: string): Promise<void> {
  heading('Vectors of passages: the engine’s path against node-llama-cpp alone');
  const path = join(folder, 'embedder.gguf');
  await saveModel(path, embedderModel());
  const texts = Array.from({ length: embedded }, (_, i) => `passage ${i} `.repeat(30));
  const inference = openInference('auto');
  const bare = startBare();
  const signal = new AbortController().signal;
  const request = loadRequest('embedder', path, 512);
  try {
    await bare.run({ kind: 'openEmbedder', path, contextSize: 512 });
    const shares: number[] = [];
    for (let round = 0; round <= 2 * rounds; round++) {
      const started = performance.now();
      await inference.embedDocuments(request, texts, signal);
      const ours = performance.now() - started;
      const { totalMs } = await bare.run({ kind: 'embed', texts });
      if (round > 0) shares.push((totalMs / ours) * 100);
    }
    const share = median(shares);
    console.log(
      `  throughput of ours: ${share.toFixed(1)} % (at least 95 %) ${verdict(share >= 95)}`,
    );
  } finally {
    bare.close();
    inference.close();
  }
}

async function benchSearchMeanwhile(folder: string, path: string): Promise<void> {
  heading('Searches while a model writes at full speed (10,000 chunks)');
  const file = join(folder, 'natural.db');
  writeNaturalIndex(file, 10_000);
  const searcher = openSearcher(file, createNodeHost().resourcePath('kernels'), null);
  const inference = openInference('auto');
  const stop = new AbortController();
  try {
    const queries = naturalQueries(31);
    const asked = Array.from({ length: 200 }, () => requestOf(queries.next('natural')));
    const p95 = async () => {
      const times: number[] = [];
      for (const request of asked) {
        const started = performance.now();
        searcher.search(request);
        times.push(performance.now() - started);
        await new Promise((resolve) => void setImmediate(resolve));
      }
      return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)]!;
    };
    await p95();
    const idle = await p95();
    const request = loadRequest('chat', path, contextSize);
    const messages = freePrompt({
      question: 'Write on and on.',
      history: [],
      rules: answerRules.parse({}),
    });
    const what = { messages, adapters: [], maxTokens: 4000, temperature: 0, seed: 1 };
    const writer = inference.generate(request, what, stop.signal);
    await writer.next();
    const reading = (async () => {
      for await (const part of writer) if (part === '') return;
    })();
    const busy = await p95();
    stop.abort();
    await reading.catch(() => {});
    figure('idle, p95', idle, 'ms');
    figure('while it writes, p95', busy, 'ms');
    figure('times as long', busy / idle, '×', 2);
  } finally {
    inference.close();
    searcher.close();
  }
}

async function benchGpu(path: string): Promise<void> {
  const inference = openInference('auto');
  const signal = new AbortController().signal;
  const machine = await inference.machine(signal);
  inference.close();
  if (machine.backend === 'cpu') return skipped('models --gpu', 'no GPU that llama.cpp can use');
  heading(
    `Tokens per second by layers on the GPU: ${machine.devices.join(', ')} (${machine.backend})`,
  );
  const bare = startBare();
  try {
    for (const gpuLayers of [0, 4, 8, 13]) {
      const { vramUsed } = await bare.run({ kind: 'open', path, contextSize, gpuLayers });
      const messages = freePrompt({
        question: 'A question.',
        history: [],
        rules: answerRules.parse({}),
      });
      const result = await bare.run({ kind: 'write', messages, maxTokens: written });
      figure(`${gpuLayers} layers`, timed(result).perSecond, '/s');
      figure('  memory of the GPU', vramUsed / 1e6, 'MB');
    }
  } finally {
    bare.close();
  }
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
}
