// Connectors: programs that write documents, line by line. Real programs, run by Node.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Client } from '../../../src/shared/contract/contract.ts';
import { runConnector } from '../../../src/engine/sources/connector/connector-run.ts';
import { runProgram } from '../../../src/engine/sources/connector/run-program.ts';
import { endOf, startEngine } from '../../support/engine.ts';
import { folderWith, temporaryFolder } from '../../support/folder.ts';
import { makeSource, quietTask } from '../../support/web-runs.ts';

/** Writes down a program as the terminal does, with its code. */
function connector(dataDir: string, name: string, code: string, more: object = {}): void {
  const folder = join(dataDir, 'connectors');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.mjs`), code);
  const file = { command: process.execPath, args: [`${name}.mjs`], ...more };
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(file));
}

/** A program that writes these values as lines, then goes on with some code. */
const writing = (lines: unknown[], then = '') =>
  `for (const line of ${JSON.stringify(lines)}) console.log(typeof line === 'string' ? line : JSON.stringify(line));\n${then}`;

async function run(client: Client, { sourceId, taskId }: { sourceId: string; taskId: string }) {
  const task = await endOf(client, taskId);
  const source = (await client.sources.list()).find(({ id }) => id === sourceId)!;
  return { task, source };
}

async function update(client: Client, sourceId: string) {
  const { taskIds } = await client.sources.update({ sourceIds: [sourceId] });
  return run(client, { sourceId, taskId: taskIds[0]! });
}

const titles = async (client: Client, query: string) =>
  (await client.search.query({ query })).hits.map(({ title }) => title);

test('each line is a document, found by its title and text, with its address', async () => {
  const { client, dataDir } = await startEngine();
  const lines = [
    { id: 'n/1', title: 'Oystercatcher', text: 'It opens mussels.', url: 'https://x.example/1#a' },
    { id: 'n/2', title: 'Sanderling', markdown: 'It runs after **waves**.', modifiedAt: 1e12 },
    { id: 'n/3', title: 'Turnstone', html: '<p>It turns stones.</p>', modifiedAt: '2020-02-02' },
    { id: 'n/4', text: 'No title, about dunlins.' },
  ];
  connector(dataDir, 'notes', writing(lines));
  const added = await client.sources.addProgram({ connector: 'notes', name: 'My notes' });
  const { task, source } = await run(client, added);
  expect(task.error).toBeNull();
  expect(source).toMatchObject({
    kind: 'program',
    name: 'My notes',
    address: null,
    command: `${process.execPath} notes.mjs`,
    everyHours: 0,
    pages: 4,
    problem: null,
    lastRun: { fetched: 4 },
  });
  const [mussels] = (await client.search.query({ query: 'oystercatcher mussels' })).hits;
  expect(mussels).toMatchObject({ title: 'Oystercatcher', address: 'https://x.example/1#a' });
  expect(await titles(client, 'sanderling waves')).toEqual(['Sanderling']);
  expect(await titles(client, 'turnstone')).toEqual(['Turnstone']);
  expect(await titles(client, 'dunlins')).toEqual(['n/4']);
  const { documents } = await client.documents.list({ folderId: added.folderId });
  expect(documents.map(({ modifiedAt }) => modifiedAt)).toContain(1e12);
  expect(await client.system.network()).toEqual([]);
});

test('the example in the documents works as it says', async () => {
  const { client, dataDir } = await startEngine();
  const notes = [
    { id: 1, title: 'A number', body: 'The knot.', link: null },
    { id: 'a', title: 'Phalarope', body: 'It *spins*.', link: 'https://x.example/a' },
    { id: 'b', title: 'Thrown away', body: 'x', trashed: true },
  ];
  const file = join(folderWith({ 'notes.json': JSON.stringify(notes) }), 'notes.json');
  const example = join(import.meta.dirname, '../../../docs/connectors/json-notes.mjs');
  connector(dataDir, 'my-notes', '', { args: [example, file] });
  const added = await client.sources.addProgram({ connector: 'my-notes' });
  const { source } = await run(client, added);
  expect(source).toMatchObject({ pages: 2, problem: null });
  expect((await titles(client, 'phalarope spins'))[0]).toBe('Phalarope');
  writeFileSync(file, '[]');
  const again = await update(client, added.sourceId);
  expect(again.source).toMatchObject({ pages: 0, problem: null, lastRun: { gone: 2 } });
});

test('what is not mentioned stays, unless the program told of everything', async () => {
  const { client, dataDir } = await startEngine();
  const document = (id: string) => ({ id, title: id, text: `The grebe number ${id}.` });
  const set = (...lines: unknown[]) => connector(dataDir, 'birds', writing(lines));
  set(document('one'), document('two'), document('three'));
  const added = await client.sources.addProgram({ connector: 'birds' });
  await run(client, added);
  set(document('one'), { id: 'two', deleted: true }, { id: 'never', deleted: true });
  expect((await update(client, added.sourceId)).source).toMatchObject({
    pages: 2,
    lastRun: { fetched: 0, same: 2, gone: 1 },
  });
  set(document('one'), { complete: true }, 'no line of ours');
  expect((await update(client, added.sourceId)).source).toMatchObject({
    pages: 2,
    problem: { code: 'CONNECTOR_LINES' },
  });
  connector(dataDir, 'birds', writing([{ complete: true }], 'process.exit(3)'));
  expect((await update(client, added.sourceId)).source.pages).toBe(2);
  set(document('one'), { complete: true });
  expect((await update(client, added.sourceId)).source).toMatchObject({ pages: 1, problem: null });
  expect(await titles(client, 'grebe')).toEqual(['one']);
});

test('a bad line is told with its number and holds up no other', async () => {
  const { client, dataDir } = await startEngine();
  const lines = [
    { id: 'a', text: 'The smew.' },
    '',
    'not json',
    { title: 'no id', text: 'x' },
    { id: 'b' },
    { id: 'c', text: 'The scaup.', modifiedAt: 'one day' },
    { id: 'd', text: 'The eider.', url: 'javascript:alert(1)' },
  ];
  connector(dataDir, 'notes', writing(lines));
  const { task, source } = await run(
    client,
    await client.sources.addProgram({ connector: 'notes' }),
  );
  expect(task.error).toBeNull();
  expect(source).toMatchObject({ pages: 2, lastRun: { fetched: 2, failed: 4 } });
  expect(source.problem!.message).toContain('4 lines');
  expect(source.problem!.message).toContain('line 3');
  const [eider] = (await client.search.query({ query: 'eider' })).hits;
  expect(eider!.address).toBeUndefined();
});

test('a program that fails is told with its last words; what it gave stays', async () => {
  const { client, dataDir } = await startEngine();
  const code = writing(
    [{ id: 'a', text: 'The smew.' }],
    'console.error("no key"); process.exit(7)',
  );
  connector(dataDir, 'notes', code);
  const { task, source } = await run(
    client,
    await client.sources.addProgram({ connector: 'notes' }),
  );
  expect(task).toMatchObject({ state: 'failed', error: { code: 'CONNECTOR_FAILED' } });
  expect(task.error!.message).toMatch(/ended with 7.*no key/s);
  expect(source.problem).toMatchObject({ code: 'CONNECTOR_FAILED' });
  await expect.poll(() => titles(client, 'smew'), { timeout: 15_000 }).toEqual(['a']);
});

test('a program that cannot be started, or is not written down, is told', async () => {
  const { client, dataDir } = await startEngine();
  await expect(client.sources.addProgram({ connector: 'none' })).rejects.toMatchObject({
    code: 'CONNECTOR_MISSING',
  });
  await expect(client.sources.addProgram({ connector: '../x' })).rejects.toMatchObject({
    code: 'REQUEST_INVALID',
  });
  connector(dataDir, 'bad', '');
  writeFileSync(join(dataDir, 'connectors/bad.json'), '{"args": []}');
  await expect(client.sources.addProgram({ connector: 'bad' })).rejects.toMatchObject({
    code: 'CONNECTOR_INVALID',
  });
  connector(dataDir, 'lost', '', { command: '/no/such/program' });
  const { task } = await run(client, await client.sources.addProgram({ connector: 'lost' }));
  expect(task.error).toMatchObject({ code: 'CONNECTOR_NOT_STARTED' });
  expect(task.error!.message).toContain('ENOENT');
  rmSync(join(dataDir, 'connectors/lost.json'));
  const sourceId = (await client.sources.list())[0]!.id;
  const one = await update(client, sourceId);
  const two = await update(client, sourceId);
  expect(one.task.error).toMatchObject({ code: 'CONNECTOR_MISSING' });
  expect(two.task.id).not.toBe(one.task.id);
});

test('stopping ends the program and what it started; removing takes all of it away', async () => {
  const { client, dataDir } = await startEngine();
  const marks = temporaryFolder();
  const alive = join(marks, 'alive');
  const child = `setInterval(() => require('fs').writeFileSync(${JSON.stringify(alive)}, String(Date.now())), 20)`;
  const code = `import { spawn } from 'node:child_process';
    spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'ignore' });
    ${writing([{ id: 'a', text: 'The smew.' }], 'setInterval(() => {}, 1000);')}`;
  connector(dataDir, 'endless', code);
  const added = await client.sources.addProgram({ connector: 'endless' });
  await expect.poll(() => existsSync(alive), { timeout: 15_000 }).toBe(true);
  await client.tasks.cancel(added);
  expect((await endOf(client, added.taskId)).state).toBe('cancelled');
  const last = async () => {
    const before = readFileSync(alive, 'utf8');
    await new Promise((resolve) => setTimeout(resolve, 200));
    return readFileSync(alive, 'utf8') === before;
  };
  await expect.poll(last, { timeout: 15_000 }).toBe(true);
  await endOf(client, (await client.sources.remove(added)).taskId);
  expect(existsSync(join(dataDir, 'connectors/endless.json'))).toBe(false);
  expect(await titles(client, 'smew')).toEqual([]);
});

test('what a program left behind with its output holds nothing up', async () => {
  const left = 'setTimeout(() => {}, 60_000)';
  const folder = folderWith({
    'daemon.mjs': `import { spawn } from 'node:child_process';
      const stdio = ['ignore', 'inherit', 'inherit'];
      const child = spawn(process.execPath, ['-e', '${left}'], { stdio, detached: true });
      child.unref();
      console.log(child.pid);`,
  });
  const read: string[] = [];
  const start = (seconds: number, signal: AbortSignal) =>
    runProgram(
      { command: process.execPath, args: ['daemon.mjs'], directory: folder, seconds, env: {} },
      signal,
      (line) => read.push(line),
    );
  await start(50, new AbortController().signal);
  expect(read).toHaveLength(1);
  const stop = new AbortController();
  const running = start(50, stop.signal);
  await expect.poll(() => read, { timeout: 15_000 }).toHaveLength(2);
  stop.abort(new Error('stopped'));
  await expect(running).rejects.toThrow('stopped');
  // Out of its group, they were not ours to end.
  for (const pid of read) process.kill(Number(pid));
});

test('what a program started in its own group ends with it, though it ended before', async () => {
  const alive = join(temporaryFolder(), 'alive');
  const code = `setInterval(() => {
    require('fs').writeFileSync(${JSON.stringify(alive)}, String(process.pid));
    console.log('x');
  }, 50)`;
  const folder = folderWith({
    'parent.mjs': `import { spawn } from 'node:child_process';
      spawn(process.execPath, ['-e', ${JSON.stringify(code)}], { stdio: 'inherit' }).unref();`,
  });
  const program = { command: process.execPath, args: ['parent.mjs'], directory: folder, env: {} };
  const stop = new AbortController();
  const running = runProgram({ ...program, seconds: 60 }, stop.signal, () => {});
  await expect.poll(() => existsSync(alive), { timeout: 15_000 }).toBe(true);
  // Its parent has ended by now, and what it still writes keeps the run going.
  stop.abort(new Error('stopped'));
  await expect(running).rejects.toThrow('stopped');
  const pid = Number(readFileSync(alive, 'utf8'));
  const lives = () => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  await expect.poll(lives, { timeout: 15_000 }).toBe(false);
});

test('the time that a program gets is when the last run began that told all', async () => {
  const { client, dataDir } = await startEngine();
  const told = join(dataDir, 'connectors/told');
  const code = (lines: unknown[]) => `import { writeFileSync } from 'node:fs';
    writeFileSync('told', process.env.LOREKEEP_SINCE + ' ' + process.env.PATH);
    await new Promise((resolve) => setTimeout(resolve, 50));
    ${writing(lines)}`;
  const line = { id: 'a', text: 'The smew.' };
  connector(dataDir, 'notes', code([line]), { path: '/own/path' });
  const before = Date.now();
  const added = await client.sources.addProgram({ connector: 'notes' });
  const first = await run(client, added);
  expect(readFileSync(told, 'utf8')).toBe(' /own/path');
  connector(dataDir, 'notes', code([line, 'no line of ours']));
  for (const _ of [1, 2]) {
    await update(client, added.sourceId);
    const since = Date.parse(readFileSync(told, 'utf8').split(' ')[0]!);
    expect(since).toBeGreaterThanOrEqual(before);
    expect(since).toBe(first.source.triedAt);
  }
});

test('a document that is complete is no closing word, and documents are counted', async () => {
  const source = await makeSource({ kind: 'program', connector: 'x' });
  const lines = ['1', '2', '3'].map((id) => ({ id, text: id, complete: true }));
  const folder = folderWith({ 'x.mjs': writing(lines), 'one.mjs': writing(lines.slice(0, 1)) });
  const runOf = (name: string, mostDocuments: number, directory = folder) => {
    const file = { command: process.execPath, args: [name], seconds: 60, directory };
    const parts = { pages: source.pages, directory, mostDocuments, onWritten: () => {} };
    return runConnector(source.row(), file, parts, quietTask());
  };
  expect((await runOf('x.mjs', 3)).run.fetched).toBe(3);
  expect((await runOf('one.mjs', 3)).run).toMatchObject({ same: 1, gone: 0 });
  expect(source.kept()).toHaveLength(3);
  await expect(runOf('x.mjs', 2)).rejects.toMatchObject({
    code: 'CONNECTOR_TOO_MUCH',
    params: { limit: '2 documents' },
  });
  const gone = join(folder, 'gone');
  await expect(runOf('x.mjs', 3, gone)).rejects.toMatchObject({
    code: 'CONNECTOR_NOT_STARTED',
    params: { reason: `no ${gone}` },
  });
});

test('time, lines and output are bounded', async () => {
  const folder = folderWith({
    'slow.mjs': 'setInterval(() => {}, 1000);',
    'long.mjs': "process.stdout.write('x'.repeat(5000)); setInterval(() => {}, 1000);",
    'much.mjs': `const { writeSync } = await import('node:fs');
      for (;;) try { writeSync(1, 'x'.repeat(100) + '\\n'); } catch (e) { if (e.code !== 'EAGAIN') throw e; }`,
    'odd.mjs': "process.stdout.write('ä\\r\\n\\nlast ✓');",
  });
  const { signal } = new AbortController();
  const limits = { line: 1000, all: 100_000 };
  const read: string[] = [];
  const start = (name: string, seconds = 60) =>
    runProgram(
      { command: process.execPath, args: [name], directory: folder, seconds, env: {} },
      signal,
      (line) => read.push(line),
      limits,
    );
  await expect(start('slow.mjs', 1)).rejects.toMatchObject({ code: 'CONNECTOR_TIME_LIMIT' });
  await expect(start('long.mjs')).rejects.toMatchObject({ code: 'CONNECTOR_TOO_MUCH' });
  await expect(start('much.mjs')).rejects.toMatchObject({ code: 'CONNECTOR_TOO_MUCH' });
  expect(read.length).toBeLessThan(1100);
  read.length = 0;
  await start('odd.mjs');
  expect(read.map((line) => line.trim())).toEqual(['ä', '', 'last ✓']);
});
