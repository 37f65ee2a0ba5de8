// Another embedder takes the place of the one in use: real engines, real llama.cpp, tiny models.
import Database from 'better-sqlite3';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Client } from '../../src/shared/contract/contract.ts';
import type { Task } from '../../src/shared/contract/tasks.ts';
import { endOf, indexFolder, pathsFound, updateAll } from '../support/engine.ts';
import { folderWith, temporaryFolder } from '../support/folder.ts';
import { embedderModel } from '../support/gguf/bert-model.ts';
import { brokenCodes } from '../support/code-check.ts';
import { childrenOf, isAlive } from '../support/kill.ts';
import { install, type ModelEngine, startModelEngine } from '../support/model-engine.ts';

const killedEntry = join(import.meta.dirname, '../support/embedding.entry.ts');
const first = () => embedderModel();
const second = () => embedderModel({ seed: 5, embedding: 32, pooling: 'cls' });
const third = () => embedderModel({ seed: 9 });

const part = (i: number) => `## Part ${i}\n\nWord${i} about matter${i} and thing${i}. `;
const book = (parts: number) =>
  `# Book\n\n${Array.from({ length: parts }, (_, i) => `${part(i)}${`It says${i} so. `.repeat(60)}\n\n`).join('')}`;

async function embedTask(client: Client): Promise<Task> {
  await expect.poll(() => running(client), { timeout: 10_000 }).toHaveLength(1);
  return (await running(client))[0]!;
}

async function running(client: Client): Promise<Task[]> {
  const tasks = await client.tasks.list();
  return tasks.filter(({ kind, state }) => kind === 'embed' && state === 'running');
}

/** Chooses an embedder and waits until its vectors are searched. */
async function choose(client: Client, name: string): Promise<void> {
  await client.settings.update({ embedder: name });
  const shown = name === '' ? 'Built-in' : name;
  await expect
    .poll(async () => (await client.library.status()).embedder.name, { timeout: 60_000 })
    .toBe(shown);
  for (const { id } of await running(client)) await endOf(client, id);
}

interface GenerationState {
  name: string;
  state: string;
  vectors: number;
  waiting: number;
}

function generationsIn(dataDir: string): GenerationState[] {
  const db = new Database(join(dataDir, 'index.db'), { readonly: true });
  try {
    const rows = db
      .prepare<[], { id: number; name: string; state: string }>('SELECT * FROM generations')
      .all();
    const count = (sql: string) => db.prepare<[], number>(sql).pluck().get()!;
    return rows.map(({ id, name, state }) => ({
      name,
      state,
      vectors: count(`SELECT count(*) FROM embeddings_${id}`),
      waiting: count(`SELECT count(*) FROM pending_embeddings WHERE generation = ${id}`),
    }));
  } finally {
    db.close();
  }
}

async function engineWithBook(parts = 60): Promise<ModelEngine & { folder: string }> {
  const engine = await startModelEngine();
  const folder = folderWith({ 'book.md': book(parts), 'leave.md': '# Leave\n\nSabbatical rules.' });
  await indexFolder(engine.client, folder);
  return { ...engine, folder };
}

test('vectors are built beside those in use, then searched; going back and forth embeds nothing', async () => {
  const engine = await engineWithBook();
  const { client, dataDir, embedded, asked } = engine;
  await install(client, 'tiny-e5', first);
  engine.hold(0);
  await client.settings.update({ embedder: 'tiny-e5' });
  const task = await embedTask(client);
  await expect.poll(engine.held, { timeout: 20_000 }).toBe(1);
  // All is as it was while it is built.
  expect((await client.library.status()).embedder.name).toBe('Built-in');
  expect((await pathsFound(client, 'sabbatical'))[0]).toBe('leave.md');
  expect(await pathsFound(client, 'leave', { mode: 'semantic' })).not.toEqual([]);
  expect(asked).toEqual([]);
  engine.release();
  expect(await endOf(client, task.id)).toMatchObject({ state: 'done', error: null });

  const status = await client.library.status();
  expect(status).toMatchObject({ semanticPending: 0, embedder: { name: 'tiny-e5' } });
  expect(status.embedder.dimensions).toBe(64);
  expect(embedded.length).toBeGreaterThan(60);
  expect(new Set(embedded).size).toBe(embedded.length);
  expect(embedded.every((text) => text.startsWith('passage: '))).toBe(true);
  expect(brokenCodes(join(dataDir, 'index.db'))).toEqual([]);
  expect((await pathsFound(client, 'sabbatical'))[0]).toBe('leave.md');
  expect(await pathsFound(client, 'leave', { mode: 'semantic' })).not.toEqual([]);
  expect(asked).toEqual(['query: sabbatical', 'query: leave']);
  // What unrelated texts give it was measured.
  const db = new Database(join(dataDir, 'index.db'), { readonly: true });
  const unrelated = db.prepare('SELECT unrelated FROM generations ORDER BY id').pluck().all();
  db.close();
  expect(unrelated).toEqual([null, expect.any(Number)]);

  const before = embedded.length;
  const tasks = (await client.tasks.list()).length;
  for (const name of ['', 'tiny-e5', '']) await choose(client, name);
  expect(embedded).toHaveLength(before);
  expect(await client.tasks.list()).toHaveLength(tasks);
  expect((await client.library.status()).semanticPending).toBe(0);
  const found = asked.length;
  expect(await pathsFound(client, 'leave', { mode: 'semantic' })).not.toEqual([]);
  expect(asked).toHaveLength(found);
}, 120_000);

/** Builds vectors in a process of its own, and kills it (SIGKILL) once so many are written. */
async function killWhileEmbedding(
  dataDir: string,
  vectors: number,
  then: 'held' | 'under-way',
): Promise<string[]> {
  const log = join(temporaryFolder(), 'embedded');
  writeFileSync(log, '');
  const words = [killedEntry, dataDir, 'one', log, String(vectors), then];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  const helpers = childrenOf(child.pid!);
  child.kill('SIGKILL');
  const [code, by] = (await once(child, 'close')) as [number | null, string | null];
  expect([code, by]).toEqual([null, 'SIGKILL']);
  await expect.poll(() => helpers.filter(isAlive), { timeout: 10_000 }).toEqual([]);
  return readFileSync(log, 'utf8').split('\n').filter(Boolean);
}

test.each(['held', 'under-way'] as const)(
  'killed half way and started again: it goes on there, and what has a vector is not embedded again (%s)',
  async (then) => {
    const engine = await engineWithBook(150);
    await install(engine.client, 'one', first);
    const { chunks } = await engine.client.library.status();
    await engine.close();
    const { dataDir } = engine;
    const before = await killWhileEmbedding(dataDir, Math.ceil(chunks * 0.3), then);
    const building = generationsIn(dataDir).find(({ name }) => name === 'one')!;
    expect(building.vectors + building.waiting).toBe(chunks);
    expect(building.vectors / chunks).toBeGreaterThanOrEqual(0.3);
    expect(building.vectors / chunks).toBeLessThan(0.8);

    const again = await startModelEngine(dataDir);
    await expect
      .poll(async () => (await again.client.library.status()).embedder.name, { timeout: 60_000 })
      .toBe('one');
    expect(again.embedded).toHaveLength(building.waiting);
    const all = [...before.map((line) => JSON.parse(line) as string), ...again.embedded];
    expect(new Set(all).size).toBe(chunks);
    // Where nothing was on its way when it was killed, nothing was embedded twice at all.
    if (then === 'held') expect(all).toHaveLength(chunks);
    const live = generationsIn(dataDir).find(({ name }) => name === 'one');
    expect(live).toMatchObject({ state: 'live', waiting: 0, vectors: chunks });
  },
  120_000,
);

test('documents that change meanwhile have vectors of both; cancelled, chosen again, it goes on', async () => {
  const engine = await engineWithBook(150);
  const { client, folder, embedded } = engine;
  await install(client, 'one', first);
  engine.hold(1);
  await client.settings.update({ embedder: 'one' });
  const task = await embedTask(client);
  await expect.poll(engine.held, { timeout: 20_000 }).toBe(1);
  writeFileSync(join(folder, 'new.md'), '# Added\n\nQuetzal birds nest in holes of old trees.');
  rmSync(join(folder, 'leave.md'));
  await updateAll(client);
  expect((await pathsFound(client, 'quetzal'))[0]).toBe('new.md');
  expect((await client.library.status()).semanticPending).toBe(0);
  await client.tasks.cancel({ taskId: task.id });
  expect((await endOf(client, task.id)).state).toBe('cancelled');
  engine.release();
  await choose(client, 'one');
  expect((await pathsFound(client, 'quetzal'))[0]).toBe('new.md');
  expect(embedded.filter((text) => text.includes('Quetzal'))).toHaveLength(1);
  const [kept, live] = generationsIn(engine.dataDir);
  expect(kept).toMatchObject({ name: '', state: 'kept', waiting: 0 });
  expect(live).toMatchObject({ name: 'one', state: 'live', waiting: 0, vectors: kept!.vectors });
  // What changes now waits for the one that is kept, and is embedded when one goes back to it.
  writeFileSync(join(folder, 'later.md'), '# Later\n\nOkapi are shy.');
  await updateAll(client);
  expect(generationsIn(engine.dataDir)[0]).toMatchObject({ state: 'kept', waiting: 1 });
  await choose(client, '');
  await expect.poll(async () => (await client.library.status()).semanticPending).toBe(0);
}, 120_000);

test('a third one takes the place of the oldest, whose space is given back', async () => {
  const engine = await engineWithBook(20);
  const { client, dataDir } = engine;
  await install(client, 'one', first);
  await install(client, 'two', second);
  await install(client, 'three', third);
  await choose(client, 'one');
  await choose(client, 'two');
  expect(generationsIn(dataDir).map(({ name, state }) => [name, state])).toEqual([
    ['one', 'kept'],
    ['two', 'live'],
  ]);
  // Given up while it is built: nothing is left of it.
  engine.hold(0);
  await client.settings.update({ embedder: 'three' });
  await expect.poll(engine.held, { timeout: 20_000 }).toBe(1);
  // What is searched meanwhile has its own model loaded, and keeps it.
  const { loads } = engine;
  expect(loads.splice(0).at(-1)).toBe('building three');
  expect(await pathsFound(client, 'leave', { mode: 'semantic' })).not.toEqual([]);
  expect(loads.splice(0)).toEqual(['embedder two']);
  expect(await pathsFound(client, 'book', { mode: 'semantic' })).not.toEqual([]);
  expect(loads).toEqual([]);
  await client.settings.update({ embedder: 'one' });
  engine.release();
  await choose(client, 'one');
  await expect
    .poll(() => generationsIn(dataDir).map(({ name, state }) => [name, state]))
    .toEqual([
      ['one', 'live'],
      ['two', 'kept'],
    ]);
}, 120_000);

test('its file gone: search goes on by words and says so once; back again, what waited goes on', async () => {
  const engine = await engineWithBook(20);
  const { client, folder, embedded } = engine;
  const path = await install(client, 'one', first);
  await choose(client, 'one');
  renameSync(path, `${path}.away`);
  expect((await pathsFound(client, 'sabbatical'))[0]).toBe('leave.md');
  expect((await pathsFound(client, 'sabbatical'))[0]).toBe('leave.md');
  await expect(pathsFound(client, 'sabbatical', { mode: 'semantic' })).rejects.toMatchObject({
    code: 'MODEL_MISSING',
  });
  expect(await noticesOf(client)).toEqual(['EMBEDDER_UNAVAILABLE']);
  writeFileSync(join(folder, 'new.md'), '# Added\n\nQuetzal birds nest in holes of old trees.');
  expect((await updateAll(client)).extracted).toBe(1);
  expect((await pathsFound(client, 'quetzal'))[0]).toBe('new.md');
  expect((await client.library.status()).semanticPending).toBe(1);
  expect(await noticesOf(client)).toEqual(['EMBEDDER_UNAVAILABLE']);
  const before = embedded.length;
  renameSync(`${path}.away`, path);
  expect((await pathsFound(client, 'quetzal'))[0]).toBe('new.md');
  await expect.poll(async () => (await client.library.status()).semanticPending).toBe(0);
  expect(embedded.slice(before)).toHaveLength(1);
  expect(await noticesOf(client)).toEqual([]);
}, 120_000);

test('the process ends while it embeds: it is started again, and the work goes on', async () => {
  const engine = await engineWithBook(60);
  const { client } = engine;
  await install(client, 'one', first);
  engine.hold(0);
  await client.settings.update({ embedder: 'one' });
  await expect.poll(engine.held, { timeout: 20_000 }).toBe(1);
  engine.processes.at(-1)!.kill();
  engine.release();
  await choose(client, 'one');
  expect((await pathsFound(client, 'sabbatical'))[0]).toBe('leave.md');
}, 120_000);

test('a chosen embedder that is missing at the start: as if none was chosen, and it is said', async () => {
  const engine = await engineWithBook(20);
  const path = await install(engine.client, 'one', first);
  engine.hold(0);
  await engine.client.settings.update({ embedder: 'one' });
  await embedTask(engine.client);
  await engine.close();
  rmSync(path);
  const again = await startModelEngine(engine.dataDir);
  await expect.poll(() => noticesOf(again.client)).toEqual(['EMBEDDER_UNAVAILABLE']);
  expect(await again.client.tasks.list()).toEqual([]);
  expect((await again.client.library.status()).embedder.name).toBe('Built-in');
  expect((await pathsFound(again.client, 'sabbatical'))[0]).toBe('leave.md');
}, 120_000);

async function noticesOf(client: Client): Promise<string[]> {
  for await (const notices of await client.system.notices()) return notices.map(({ code }) => code);
  throw new Error('no notices');
}
