// Commands that run beside each other, that are stopped, and that a terminal watches.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { cliJson, runCli, startCli } from '../support/cli.ts';
import { indexFolder, openTestEngine } from '../support/engine.ts';
import { folderWith, temporaryFolder } from '../support/folder.ts';
import { expectWholeIndex } from '../support/index-check.ts';
import { settledIn } from '../support/kill.ts';
import { manyFiles } from '../support/many-files.ts';
import { serveModels } from '../support/model-server.ts';

const small = folderWith({ 'tea.md': 'Green tea is not fermented.' });

test('many commands at once on one data folder all answer', async () => {
  const data = join(temporaryFolder(), 'data');
  await cliJson(['index', small], { data });
  const others = [small, folderWith({ 'a.md': 'Alpha.' }), folderWith({ 'b.md': 'Beta.' })];
  const results = await Promise.all([
    ...Array.from({ length: 5 }, () => runCli(['search', 'tea'], { data })),
    ...others.map((folder) => runCli(['index', folder], { data })),
    runCli(['search', '--batch', '-'], { data, input: 'tea\n'.repeat(200) }),
  ]);
  for (const { code, stderr } of results) {
    expect(code, stderr).toBe(0);
    // Folders that another command is still indexing are named, each once.
    const notes = stderr.split('\n').filter(Boolean);
    for (const note of notes) expect(note).toContain('not wholly indexed yet');
    expect(new Set(notes).size).toBe(notes.length);
  }
  const lines = results.at(-1)!.stdout.trim().split('\n');
  expect(lines).toHaveLength(200);
  expect(lines.every((line) => line.includes('"relativePath":"tea.md"'))).toBe(true);
  await expectWholeIndex(data);
});

test('Ctrl+C ends an index with 130, keeps what is done, and the next run goes on', async () => {
  const data = join(temporaryFolder(), 'data');
  const folder = folderWith(manyFiles(250));
  const { process: child, ended } = startCli(['index', folder], { data });
  await expect.poll(() => settledIn(data), { timeout: 20_000, interval: 5 }).toBeGreaterThan(0);
  child.kill('SIGINT');
  expect((await ended).code).toBe(130);
  const done = settledIn(data);
  expect(done).toBeGreaterThan(0);
  expect(done).toBeLessThan(250);
  await expectWholeIndex(data, { complete: false });
  expect(await cliJson(['index', folder], { data })).toMatchObject({
    extracted: 250 - done,
    unchanged: done,
  });
});

test('Ctrl+C in a question about whole documents ends it with 130, and prints what it has', async () => {
  const data = join(temporaryFolder(), 'data');
  const server = await serveModels();
  const engine = await openTestEngine(data);
  const files = ['oak', 'elm', 'ash', 'fir'].map((tree) => [`${tree}.md`, `An ${tree} is a tree.`]);
  await indexFolder(engine.client, folderWith(Object.fromEntries(files) as Record<string, string>));
  await engine.client.servers.add({ address: server.address, name: 'lab' });
  await engine.client.servers.agree({ name: 'lab', address: server.address });
  await engine.client.settings.update({ chatModel: 'server:lab/writer', contextSize: 2048 });
  await engine.close();
  const more = Array.from({ length: 99 }, (_, i) => `and ${i} `);
  Object.assign(server, { pauseMs: 200, parts: ['- Trees grow [1]', '.\n', '- They ', ...more] });
  const { process: child, ended } = startCli(['ask', 'Summarise all documents'], { data });
  await expect.poll(() => server.asked.length, { timeout: 20_000, interval: 5 }).toBeGreaterThan(0);
  await delay(900);
  child.kill('SIGINT');
  const { code, stdout, stderr } = await ended;
  expect([code, stderr]).toEqual([130, '']);
  expect(stdout).toMatch(/^- Trees grow\.\n/);
  expect(stdout).not.toContain('do not seem to hold');
});

test('index --watch goes on with what changes until Ctrl+C', async () => {
  const data = join(temporaryFolder(), 'data');
  const folder = folderWith({ 'a.md': 'A zebra.' });
  const { process: child, ended } = startCli(['index', folder, '--watch'], { data });
  let said = '';
  child.stderr.on('data', (part: string) => (said += part));
  await expect.poll(() => said, { timeout: 20_000 }).toContain('Watching 1 folder.');
  writeFileSync(join(folder, 'b.md'), 'A walrus.');
  let printed = '';
  child.stdout.on('data', (part: string) => (printed += part));
  await expect.poll(() => printed, { timeout: 10_000 }).toContain('1 read, 0 renamed, 0 removed');
  expect(await cliJson(['search', 'walrus'], { data })).toMatchObject({
    hits: [{ relativePath: 'b.md' }],
  });
  child.kill('SIGINT');
  expect((await ended).code).toBe(0);
});

test('serve and search at once; a port in use is told; Ctrl+C ends it', async () => {
  const data = join(temporaryFolder(), 'data');
  await cliJson(['index', small], { data });
  const { process: child, ended } = startCli(['serve', '--json'], { data });
  const [line] = (await once(child.stdout, 'data')) as [string];
  const { url, port } = JSON.parse(line) as { url: string; port: number };
  expect(url).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${port}/`));
  expect(await cliJson(['search', 'tea'], { data })).toMatchObject({
    hits: [{ relativePath: 'tea.md' }],
  });
  const second = await runCli(['serve', '--port', String(port)], { data });
  expect(second.code).toBe(1);
  expect(second.stderr).toContain(String(port));
  child.kill('SIGINT');
  expect((await ended).code).toBe(0);
});

test('a port that another program holds is told with what to do', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as { port: number };
  const { code, stderr } = await runCli(['serve', '--port', String(port)], {
    data: temporaryFolder(),
  });
  expect(code).toBe(1);
  expect(stderr).toMatch(new RegExp(`${port}.*--port`));
});

const terminal = spawnSync('script', ['--version']).status === 0;
const why = terminal ? '' : ' (skipped: no `script` command to give a terminal)';

test.skipIf(!terminal)(`a terminal sees a bar while a folder is indexed${why}`, async () => {
  const folder = folderWith(manyFiles(60));
  const words = [process.execPath, 'src/cli/main.ts', 'index', '--data', temporaryFolder(), folder];
  const { stdout } = spawnSync('script', ['-qec', words.join(' '), '/dev/null'], {
    encoding: 'utf8',
    env: { ...process.env, COLUMNS: '80' },
  });
  expect(stdout).toMatch(/[█░]{20} Reading \d+ of 60/);
  expect(stdout).toMatch(/60 files in [\d.]+ s: 60 read/);
});
