// Questions answered by a model, through the contract: real engine, real llama.cpp, tiny models; or the
// model that LOREKEEP_TEST_MODEL names, with which what needs an adapter for it is left out.
import { copyFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer, Writing } from '../../src/shared/contract/answer.ts';
import { openEngine, type EngineConnection } from '../../src/engine/connect.ts';
import type { HostProcess } from '../../src/engine/host.ts';
import { createNodeHost } from '../../src/hosting/node-host.ts';
import { indexFolder } from '../support/engine.ts';
import { folderWith, temporaryFolder } from '../support/folder.ts';
import { chatModel } from '../support/gguf/chat-model.ts';
import { loraAdapter } from '../support/gguf/lora-adapter.ts';
import { madeModel } from '../support/gguf/made-files.ts';

const real = process.env['LOREKEEP_TEST_MODEL'];
/** A random model writes to the limit; a real one may have said it all before. */
const ended = real ? (expect.stringMatching(/^(end|limit)$/) as string) : 'limit';
const long = 'Write a very long story about a lighthouse.';

const processes: HostProcess[] = [];
let engine: EngineConnection;

beforeAll(async () => {
  const host = createNodeHost();
  engine = await openEngine({
    dataDir: temporaryFolder(),
    version: 'test',
    host: {
      ...host,
      startProcess(entry, options) {
        const child = host.startProcess(entry, options);
        if (entry === 'inference') processes.push(child);
        return child;
      },
    },
  });
  const { client } = engine;
  await client.settings.update({ modelThreads: 1, modelBackend: 'cpu', contextSize: 8192 });
  const base = chatModel({ endless: true });
  const folder = temporaryFolder();
  for (const [name, made] of [
    ['writer', await madeModel('writer', () => base)],
    ['tone', await madeModel('tone', () => loraAdapter(base))],
    ['domain', await madeModel('domain', () => loraAdapter(base, { seed: 11 }))],
  ] as const) {
    if (real && name !== 'writer') continue;
    symlinkSync(real && name === 'writer' ? real : made, join(folder, `${name}.gguf`));
    const kind = name === 'writer' ? {} : ({ as: 'adapter' } as const);
    await client.models.add({ path: join(folder, `${name}.gguf`), ...kind });
  }
  await indexFolder(client, folderWith({ 'leave.md': '# Leave\n\nParents get twelve weeks.' }));
}, 60_000);

afterAll(() => engine.close());

interface Asked {
  answer: Answer;
  texts: string[];
}

async function ask(
  question: string,
  { free = false, ...writing }: Writing & { free?: boolean },
): Promise<Asked> {
  const texts: string[] = [];
  const mode = free ? ('free' as const) : ('documents' as const);
  const asked = { question, mode, writing: { temperature: 0, maxTokens: 24, ...writing } };
  for await (const event of await engine.client.answer.ask(asked)) {
    if (event.type === 'text') texts.push(event.text);
    if (event.type === 'done') return { answer: event.answer, texts };
  }
  throw new Error('no answer');
}

/** The last question of the latest conversation. */
async function lastTurn() {
  const [latest] = await engine.client.conversations.list({ limit: 1 });
  const { turns } = await engine.client.conversations.turns({ id: latest!.id });
  return turns.at(-1);
}

test('it streams, says who wrote it, and is the same again', async () => {
  const { answer, texts } = await ask('Hello?', { model: 'writer', free: true });
  expect(texts.length).toBeGreaterThan(1);
  expect(texts.join('').trim()).toBe(answer.answer);
  expect(answer).toMatchObject({
    answeredBy: 'model',
    model: 'writer',
    adapters: [],
    mode: 'free',
    general: true,
    grounded: false,
    ended,
    tokens: { written: expect.any(Number) as number },
    citations: [],
    nearest: [],
  });
  expect((await ask('Hello?', { model: 'writer', free: true })).answer.answer).toBe(answer.answer);
});

test.skipIf(real)('adapters take effect on the next answer and are named on it', async () => {
  const text = async (...adapters: { name: string; scale: number }[]) => {
    const { answer } = await ask('Hello?', { model: 'writer', free: true, adapters });
    expect(answer.adapters).toEqual(adapters);
    return answer.answer;
  };
  const base = await text();
  const before = processes.length;
  const tone = { name: 'tone', scale: 1 };
  const domain = { name: 'domain', scale: 1 };
  expect(await text({ ...tone, scale: 0 })).toBe(base);
  const texts = [base, await text(tone), await text(domain), await text(tone, domain)];
  expect(new Set(texts).size).toBe(4);
  expect(processes).toHaveLength(before);
});

test('from documents: passages in the prompt; words that no passage backs are marked so', async () => {
  const { answer } = await ask('How many weeks do parents get?', { model: 'writer' });
  expect(answer.answeredBy).toBe('model');
  const seen = answer.grounded ? answer.citations : answer.nearest;
  expect(JSON.stringify(seen)).toContain('twelve weeks');
  if (!real) expect(answer).toMatchObject({ grounded: false, citations: [] });
  expect(answer.tokens!.prompt).toBeGreaterThan(200);
});

test('the chosen model writes if none is named; none is named by an empty name', async () => {
  await engine.client.settings.update({ chatModel: 'writer' });
  expect((await ask('Parents?', {})).answer.model).toBe('writer');
  const { answer } = await ask('How many weeks do parents get?', { model: '' });
  expect(answer).toMatchObject({ answeredBy: 'extractive', model: null, grounded: true });
  await engine.client.settings.update({ chatModel: '' });
});

test('the process killed in mid-answer: what was written is kept, the next question is answered', async () => {
  const question = `${long} It is cut off.`;
  const asked = {
    question,
    settings: { mode: 'free', writing: { model: 'writer', maxTokens: 7000 } },
  } as const;
  let written = '';
  let answer: Answer | null = null;
  for await (const event of await engine.client.conversations.ask(asked)) {
    if (event.type === 'text') {
      written += event.text;
      processes.at(-1)!.kill();
    }
    if (event.type === 'done') answer = event.turn.answer;
  }
  expect(answer).toMatchObject({ ended: 'failed', error: { code: 'INFERENCE_CRASHED' } });
  expect(answer!.answer).toBe(written.trim());
  expect((await lastTurn())?.answer).toEqual(answer);
  expect((await ask('Hello?', { model: 'writer', free: true })).answer.ended).toEqual(ended);
});

test('stopped by whoever asked: what was written is kept', async () => {
  const question = `${long} It is stopped.`;
  const asked = {
    question,
    settings: { mode: 'free', writing: { model: 'writer', maxTokens: 7000 } },
  } as const;
  const stop = new AbortController();
  const events = await engine.client.conversations.ask(asked, { signal: stop.signal });
  for await (const event of events) if (event.type === 'text') break;
  stop.abort();
  await expect.poll(async () => (await lastTurn())?.answer?.question).toBe(question);
  const kept = await lastTurn();
  expect(kept!.answer).toMatchObject({ ended: 'stopped', grounded: false });
  expect(kept!.answer!.answer).not.toBe('');
});

test('left between two parts of it, without a word: the next question is answered', async () => {
  const asked = {
    question: long,
    mode: 'free',
    writing: { model: 'writer', maxTokens: 7000 },
  } as const;
  for await (const event of await engine.client.answer.ask(asked)) {
    // What comes meanwhile waits to be read.
    if (event.type === 'text') await delay(100);
    if (event.type === 'text') break;
  }
  expect((await ask('Hello?', { model: 'writer', free: true })).answer.ended).toEqual(ended);
});

test('a model whose file is gone, an unknown one, an adapter as a model: each says what to do', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'gone.gguf');
  copyFileSync(await madeModel('writer', () => chatModel()), path);
  await engine.client.models.add({ path });
  rmSync(path);
  for (const [model, code] of [
    ['gone', 'MODEL_MISSING'],
    ['nobody', 'MODEL_UNKNOWN'],
    ...(real ? [] : ([['tone', 'MODEL_ROLE']] as const)),
  ] as const) {
    await expect(ask('Hello?', { model })).rejects.toMatchObject({ code });
  }
});

test('its file removed while it is loaded: the answer is written to its end, the next says what to do', async () => {
  const path = join(temporaryFolder(), 'loaded.gguf');
  copyFileSync(await madeModel('endless', () => chatModel({ endless: true })), path);
  await engine.client.models.add({ path });
  const asked = {
    question: `${long} Its file goes.`,
    settings: { mode: 'free', writing: { model: 'loaded', maxTokens: 300 } },
  } as const;
  let answer: Answer | null = null;
  for await (const event of await engine.client.conversations.ask(asked)) {
    if (event.type === 'text') rmSync(path, { force: true });
    if (event.type === 'done') answer = event.turn.answer;
  }
  expect(answer).toMatchObject({ ended: 'limit', error: null, tokens: { written: 300 } });
  expect((await lastTurn())?.answer).toEqual(answer);
  await expect(ask('Hello?', { model: 'loaded', free: true })).rejects.toMatchObject({
    code: 'MODEL_MISSING',
  });
  copyFileSync(await madeModel('endless', () => chatModel({ endless: true })), path);
  expect((await ask('Hello?', { model: 'loaded', free: true })).answer.ended).toBe('limit');
});
