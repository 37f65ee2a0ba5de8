// The engine and its inference process: real llama.cpp on tiny models.
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import type { Generated } from '../../../src/engine/generator.ts';
import type { InferenceCalls } from '../../../src/engine/inference/inference.entry.ts';
import { embedderModel, rerankerModel } from '../../support/gguf/bert-model.ts';
import { chatModel } from '../../support/gguf/chat-model.ts';
import { loraAdapter } from '../../support/gguf/lora-adapter.ts';
import { madeModel } from '../../support/gguf/made-files.ts';
import { quantise } from '../../../src/engine/vectors/quantise.ts';
import { withTokenTwice } from '../../support/gguf/bad-files.ts';
import { asking, loading, said, startInference } from '../../support/inference.ts';
import { standInProcess } from '../../support/stand-in-process.ts';

const { signal } = new AbortController();
/** Of all tests that do not end it. */
const { inference, processes } = startInference();
let chat: string;
let endless: string;
let first: string;
let second: string;
let embedder: string;
let reranker: string;
let deadly: string;

beforeAll(async () => {
  chat = await madeModel('tiny', () => chatModel());
  endless = await madeModel('endless', () => chatModel({ endless: true }));
  first = await madeModel('first-adapter', () => loraAdapter(chatModel()));
  second = await madeModel('second-adapter', () => loraAdapter(chatModel(), { seed: 11 }));
  embedder = await madeModel('embedder', () => embedderModel());
  reranker = await madeModel('reranker', () => rerankerModel());
  deadly = await madeModel('deadly', () => withTokenTwice(chatModel()));
});

const adapter = (path: string, scale: number) => ({ name: path, path, scale });

test('an answer streams in parts, counts its tokens, and is the same each time', async () => {
  const request = loading('chat', endless);
  const once = await said(inference.generate(request, asking('Hello'), signal));
  expect(once.generated).toMatchObject({ reason: 'limit', writtenTokens: 24 });
  expect(once.parts.length).toBeGreaterThan(1);
  expect(once.text.length).toBeGreaterThan(0);
  const other = await said(inference.generate(request, asking('Something else'), signal));
  expect(other.text).not.toBe(once.text);
  const again = await said(inference.generate(request, asking('Hello'), signal));
  expect(again.text).toBe(once.text);
  const warm = asking('Hello', { temperature: 1.5, seed: 5 });
  const drawn = await said(inference.generate(request, warm, signal));
  expect(drawn.text).not.toBe(once.text);
  const drawnAgain = await said(inference.generate(request, warm, signal));
  expect(drawnAgain.text).toBe(drawn.text);
});

test('the start of a prompt that is still known is not read again, and changes nothing', async () => {
  const request = loading('chat', endless);
  const rules = { role: 'system', text: 'Rules that are always the same. '.repeat(40) } as const;
  const ask = (text: string) => asking('', { messages: [rules, { role: 'user', text }] });
  const fresh = await said(inference.generate(request, ask('One?'), signal));
  expect(fresh.generated.reusedTokens).toBe(0);
  await said(inference.generate(request, ask('Two?'), signal));
  const again = await said(inference.generate(request, ask('One?'), signal));
  expect(again.generated.reusedTokens).toBeGreaterThanOrEqual(512);
  expect(again.text).toBe(fresh.text);
});

test('adapters: 0 is the base token for token, 1 differs, two differ from each alone', async () => {
  const request = loading('chat', endless);
  const write = async (...adapters: ReturnType<typeof adapter>[]) =>
    (await said(inference.generate(request, asking('Hello', { adapters }), signal))).text;
  const base = await write();
  expect(await write(adapter(first, 0))).toBe(base);
  const one = await write(adapter(first, 1));
  const two = await write(adapter(second, 1));
  const both = await write(adapter(first, 1), adapter(second, 1));
  expect(new Set([base, one, two, both]).size).toBe(4);
  expect(await write()).toBe(base);
  // The base was loaded once: status tells of the same process.
  expect(processes).toHaveLength(1);
});

test('an adapter that is none is refused with the reason, and the next answer comes', async () => {
  const request = loading('chat', chat);
  const bad = asking('Hello', { adapters: [adapter(embedder, 1)] });
  await expect(said(inference.generate(request, bad, signal))).rejects.toMatchObject({
    code: 'ADAPTER_NOT_LOADED',
    params: { reason: expect.stringContaining('adapter') as string },
  });
  await expect(said(inference.generate(request, asking('Hello'), signal))).resolves.toBeDefined();
});

test('a prompt that does not fit is told, with both numbers', async () => {
  const long = asking('word '.repeat(3000));
  const write = said(inference.generate(loading('chat', chat, 1024), long, signal));
  await expect(write).rejects.toMatchObject({ code: 'PROMPT_TOO_LONG', params: { limit: 1024 } });
});

test('an endless model stops when it is told to, and the next question is answered', async () => {
  const request = loading('chat', endless, 8192);
  const stop = new AbortController();
  const writer = inference.generate(request, asking('Go', { maxTokens: 7000 }), stop.signal);
  expect((await writer.next()).done).toBe(false);
  stop.abort();
  await expect(said(writer)).rejects.toThrow();
  const next = await said(inference.generate(request, asking('Hello'), signal));
  expect(next.generated.writtenTokens).toBe(24);
});

test('leaving the stream stops the model as well', async () => {
  const request = loading('chat', endless, 8192);
  for await (const part of inference.generate(request, asking('Go', { maxTokens: 7000 }), signal)) {
    if (part.length > 0) break;
  }
  const next = await said(inference.generate(request, asking('Hello'), signal));
  expect(next.generated.writtenTokens).toBe(24);
});

test('stopped while nobody asks for the next part: the model is free again', async () => {
  const request = loading('chat', endless, 8192);
  const stop = new AbortController();
  const writer = inference.generate(request, asking('Go', { maxTokens: 7000 }), stop.signal);
  await writer.next();
  stop.abort();
  const next = await said(inference.generate(request, asking('Hello'), signal));
  expect(next.generated.writtenTokens).toBe(24);
});

test('answers that wait for their turn can be given up', async () => {
  const request = loading('chat', endless, 8192);
  const running = inference.generate(request, asking('Go', { maxTokens: 7000 }), signal);
  await running.next();
  const stop = new AbortController();
  const waiting = said(inference.generate(request, asking('Hello'), stop.signal));
  stop.abort();
  await expect(waiting).rejects.toThrow();
  await running.return({} as never);
  await expect(said(inference.generate(request, asking('Hello'), signal))).resolves.toBeDefined();
});

test('a process that is killed in mid-answer is told, and the next question is answered', async () => {
  const { inference, processes } = startInference();
  const request = loading('chat', endless, 8192);
  const writer = inference.generate(request, asking('Go', { maxTokens: 7000 }), signal);
  const begun = await writer.next();
  expect(begun.value).not.toBe('');
  processes[0]!.kill();
  await expect(said(writer)).rejects.toMatchObject({
    code: 'INFERENCE_CRASHED',
    params: { names: expect.stringContaining('endless') as string },
  });
  const next = await said(inference.generate(request, asking('Hello'), signal));
  expect(next.generated.writtenTokens).toBe(24);
  expect(processes).toHaveLength(2);
});

test('a GPU that is lost while it writes: that is told, and another process writes the next one', async () => {
  // No machine of the tests has a GPU to lose: what llama.cpp says then is said by a stand-in.
  const done = { reason: 'end' } as Generated;
  let parts = 0;
  const functions: Partial<Record<keyof InferenceCalls, () => unknown>> = {
    open: () => ({}),
    load: () => ({}),
    loaded: () => ({}),
    stop: () => null,
    generate: () => null,
    next() {
      if (++parts === 2) throw new Error('vk::Queue::submit: ErrorDeviceLost');
      return { text: 'Twelve', done: parts > 2 ? done : null };
    },
  };
  const { inference, processes } = startInference({
    startProcess: () => standInProcess(functions),
  });
  const request = loading('chat', chat);
  const writer = inference.generate(request, asking('How many?'), signal);
  expect(await writer.next()).toEqual({ done: false, value: 'Twelve' });
  await expect(writer.next()).rejects.toMatchObject({
    code: 'INFERENCE_CRASHED',
    params: { names: 'tiny' },
    cause: { cause: { message: expect.stringContaining('ErrorDeviceLost') as string } },
  });
  expect((await said(inference.generate(request, asking('Again'), signal))).text).toBe('Twelve');
  expect(processes).toHaveLength(2);
});

test('a model without a template of its own writes', async () => {
  const plain = await madeModel('no template', () => chatModel({ template: null }));
  const request = loading('chat', plain);
  expect((await said(inference.generate(request, asking('Hello'), signal))).text).not.toBe('');
});

test('a file that aborts llama.cpp ends its process alone; after two times it is not tried again', async () => {
  const { inference, processes, crashes } = startInference();
  const bad = loading('chat', deadly);
  const good = loading('chat', chat);
  for (const times of [1, 2]) {
    await expect(inference.load(bad, signal)).rejects.toMatchObject({ code: 'INFERENCE_CRASHED' });
    expect(crashes.get(deadly)).toBe(times);
    await expect(said(inference.generate(good, asking('Hello'), signal))).resolves.toBeDefined();
  }
  const before = processes.length;
  await expect(inference.load(bad, signal)).rejects.toMatchObject({ code: 'MODEL_CRASHES' });
  expect(processes).toHaveLength(before);
  inference.tryAgain(deadly);
  await expect(inference.load(bad, signal)).rejects.toMatchObject({ code: 'INFERENCE_CRASHED' });
});

test('a file that is gone, or no model, is told with the reason', async () => {
  await expect(inference.load(loading('chat', `${chat}.gone`), signal)).rejects.toMatchObject({
    code: 'MODEL_NOT_LOADED',
  });
  await expect(inference.load(loading('chat', first), signal)).rejects.toMatchObject({
    code: 'MODEL_NOT_LOADED',
  });
});

test('vectors: the same text the same, long texts whole, nothing for nothing', async () => {
  const request = loading('embedder', embedder, 512);
  const long = 'many words of a long text '.repeat(300);
  const texts = ['hello world', 'hello world', '', long, `${long} and an end`];
  const [one, same, none, cut, whole] = await inference.embedDocuments(request, texts, signal);
  expect(one).toEqual(same);
  // A query is not rounded.
  expect(quantise(await inference.embedQuery(request, 'hello world', signal))).toEqual(one);
  expect(none!.every((value) => value === 0)).toBe(true);
  // What stands at the very end of a text that is longer than the model sees still counts.
  expect(whole).not.toEqual(cut);
  expect(Math.max(...one!.map(Math.abs))).toBe(127);
});

test('a text longer than the context, with what stands before it in each part', async () => {
  const request = loading('embedder', embedder, 64);
  const long = 'the quick brown fox jumps over the lazy dog '.repeat(8);
  const embed = async (texts: string[], prefix: string) =>
    (await inference.embedDocuments(request, texts, signal, prefix)).map((vector) => [...vector]);
  const [one, sameOne] = await embed(['fox', 'fox'], 'passage: ');
  expect(one).toEqual(sameOne);
  expect(await embed(['passage: fox'], '')).toEqual([one]);
  const [whole, other] = await embed([long, `${long} but the end is another`], 'passage: ');
  expect(whole).not.toEqual(other);
  expect(whole).not.toEqual((await embed([long], ''))[0]);
});

test('a file that does not say how its tokens’ vectors become one: their mean', async () => {
  const silent = await madeModel('silent', () => {
    const model = embedderModel();
    const facts = [...model.metadata].filter(([key]) => key !== 'bert.pooling_type');
    return { ...model, metadata: new Map(facts) };
  });
  const text = ['some words and more'];
  const [stated] = await inference.embedDocuments(loading('embedder', embedder, 512), text, signal);
  const [meant] = await inference.embedDocuments(loading('embedder', silent, 512), text, signal);
  expect(meant).toEqual(stated);
});

test('reranking reads as far as its time reaches', async () => {
  const request = loading('reranker', reranker, 512);
  const texts = ['hello world', 'something else', 'a third text'];
  const scores = await inference.rank(request, 'hello', texts, 60_000, signal);
  expect(scores.every((score) => score !== null && score >= 0 && score <= 1)).toBe(true);
  expect(await inference.rank(request, 'hello', texts, -1, signal)).toEqual([null, null, null]);
});

test('an answer goes before documents that wait for vectors; a query waits for nobody', async () => {
  const vectors = loading('embedder', embedder, 512);
  const request = loading('chat', endless, 8192);
  await inference.embedQuery(vectors, 'warm', signal);
  const running = inference.generate(request, asking('Go', { maxTokens: 7000 }), signal);
  await running.next();
  let embedded = false;
  const documents = inference.embedDocuments(vectors, ['a text', 'another'], signal);
  void documents.then(() => (embedded = true));
  await inference.embedQuery(vectors, 'a query', signal);
  expect(embedded).toBe(false);
  await running.return({} as never);
  expect(await documents).toHaveLength(2);
});

test('what rests is unloaded, and with the last model the process ends', async () => {
  const { inference, processes } = startInference({ idleMinutes: 0.002 });
  await said(inference.generate(loading('chat', chat), asking('Hello'), signal));
  expect(inference.status().chat).toMatchObject({ name: expect.any(String) as string });
  while (inference.status().chat) await delay(20);
  await said(inference.generate(loading('chat', chat), asking('Hello'), signal));
  expect(processes).toHaveLength(2);
});
