// Loading and unloading while others ask: real processes, whose calls a test holds up.
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { embedderModel } from '../../support/gguf/bert-model.ts';
import { chatModel } from '../../support/gguf/chat-model.ts';
import { madeModel } from '../../support/gguf/made-files.ts';
import { asking, loading, said, startInference } from '../../support/inference.ts';

const { signal } = new AbortController();
let chat: string;
let endless: string;
let embedder: string;

beforeAll(async () => {
  chat = await madeModel('tiny', () => chatModel());
  endless = await madeModel('endless', () => chatModel({ endless: true }));
  embedder = await madeModel('embedder', () => embedderModel());
});

test('whoever leaves while a model is loaded is let go; the load goes on and is used', async () => {
  const { inference, processes, hold, held, release } = startInference();
  const request = loading('chat', chat);
  hold('load');
  const stop = new AbortController();
  const left = inference.load(request, stop.signal);
  await expect.poll(held, { timeout: 20_000 }).toBe(1);
  stop.abort();
  await expect(left).rejects.toMatchObject({ name: 'AbortError' });
  expect(inference.status().chat).toMatchObject({ state: 'loading' });
  const answered = said(inference.generate(request, asking('Hello'), signal));
  await delay(50);
  expect(held()).toBe(1);
  release();
  expect((await answered).generated.writtenTokens).toBeGreaterThan(0);
  expect(processes).toHaveLength(1);
});

test('another model in its place waits until the load that was left has ended', async () => {
  const { inference, processes, hold, held, release } = startInference();
  hold('load');
  const stop = new AbortController();
  const writer = said(inference.generate(loading('chat', chat), asking('Hello'), stop.signal));
  await expect.poll(held, { timeout: 20_000 }).toBe(1);
  stop.abort();
  await expect(writer).rejects.toMatchObject({ name: 'AbortError' });
  const other = inference.load(loading('chat', endless), signal);
  // Nor does one whose caller leaves while it waits.
  const leaving = new AbortController();
  const neither = inference.load(loading('chat', `${chat}.gone`), leaving.signal);
  leaving.abort();
  await expect(neither).rejects.toMatchObject({ name: 'AbortError' });
  await delay(50);
  expect(held()).toBe(1);
  release();
  await other;
  expect(inference.status().chat).toMatchObject({ name: 'endless', state: 'ready' });
  const answer = await said(inference.generate(loading('chat', endless), asking('Hello'), signal));
  expect(answer.generated.writtenTokens).toBe(24);
  expect(processes).toHaveLength(1);
});

test('whoever leaves while the process starts is let go, and no process is left over', async () => {
  const { inference, processes, hold, held, release } = startInference();
  hold('open');
  const stop = new AbortController();
  const left = inference.load(loading('chat', chat), stop.signal);
  const stays = inference.load(loading('embedder', embedder, 512), signal);
  await expect.poll(held, { timeout: 20_000 }).toBe(1);
  stop.abort();
  await expect(left).rejects.toMatchObject({ name: 'AbortError' });
  // What the other waits for is not ended with it.
  release();
  expect((await stays).dimensions).toBe(64);
  expect(processes).toHaveLength(1);
  await inference.unload('embedder');
  hold('open');
  const again = new AbortController();
  const alone = inference.load(loading('chat', chat), again.signal);
  await expect.poll(held, { timeout: 20_000 }).toBe(1);
  const ended = new Promise<void>((resolve) => processes.at(-1)!.onExit(() => resolve()));
  again.abort();
  await expect(alone).rejects.toMatchObject({ name: 'AbortError' });
  await ended;
  release();
});

test('a model that is unloaded does not end the process that another is about to use', async () => {
  const { inference, processes } = startInference();
  await inference.load(loading('chat', chat), signal);
  const begun = inference.load(loading('embedder', embedder, 512), signal);
  await inference.unload('chat');
  expect((await begun).dimensions).toBe(64);
  expect(inference.status().chat).toBeUndefined();
  expect(processes).toHaveLength(1);
});

test('who looked at the machine does not end the process for who still looks', async () => {
  const { inference, processes, hold, held, release } = startInference();
  hold('machine');
  const [first, second] = [inference.machine(signal), inference.machine(signal)];
  await expect.poll(held, { timeout: 20_000 }).toBe(2);
  release(1);
  expect((await first).cores).toBeGreaterThan(0);
  release();
  expect((await second).cores).toBeGreaterThan(0);
  expect(processes).toHaveLength(1);
});

test('a model that is unloaded while it is loaded is gone once it has come', async () => {
  const { inference, hold, held, release } = startInference();
  await inference.load(loading('embedder', embedder, 512), signal);
  hold('load');
  const stop = new AbortController();
  const left = inference.load(loading('chat', chat), stop.signal);
  await expect.poll(held, { timeout: 20_000 }).toBe(1);
  stop.abort();
  await expect(left).rejects.toMatchObject({ name: 'AbortError' });
  const unloaded = inference.unload('chat');
  expect(inference.status().chat).toBeUndefined();
  release();
  await unloaded;
  await expect(
    said(inference.generate(loading('chat', chat), asking('Hello'), signal)),
  ).resolves.toBeDefined();
});

test.each(['alone', 'beside another'])(
  'a model that is unloaded while it writes stops first, %s in the process',
  async (company) => {
    const { inference, processes } = startInference();
    const request = loading('chat', endless, 8192);
    if (company !== 'alone') await inference.load(loading('embedder', embedder, 512), signal);
    const writer = inference.generate(request, asking('Go', { maxTokens: 7000 }), signal);
    expect((await writer.next()).done).toBe(false);
    await inference.unload('chat');
    expect(inference.status().chat).toBeUndefined();
    expect((await said(writer)).generated).toMatchObject({ reason: 'stopped' });
    const next = await said(inference.generate(request, asking('Hello'), signal));
    expect(next.generated.writtenTokens).toBe(24);
    expect(processes).toHaveLength(1);
  },
);

test('a count of threads that nobody chose is measured, for models that read at once too', async () => {
  const { inference } = startInference();
  const request = { ...loading('embedder', embedder, 512), threads: 0 };
  expect((await inference.load(request, signal)).threads).toBeGreaterThan(0);
});
