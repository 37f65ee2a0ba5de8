// Servers from the terminal, up to an answer that one of them writes.
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cliJson, runCli } from '../../support/cli.ts';
import { folderWith, temporaryFolder } from '../../support/folder.ts';
import { serveModels } from '../../support/model-server.ts';

test('a server is added, agreed to, asked, used and removed', async () => {
  const server = await serveModels();
  server.parts = ['Twelve weeks of', ' paid leave [1].'];
  const data = temporaryFolder();
  const run = (...args: string[]) => runCli(args, { data });
  expect(await cliJson(['servers', 'ls'], { data })).toEqual([]);

  const added = await run('servers', 'add', `${server.address}/v1`, '--name', 'lab');
  expect(added.code).toBe(0);
  expect(added.stderr).toContain(server.host);
  expect(added.stderr).toContain('questions');
  expect(added.stdout).toContain('not agreed');
  // Nobody is there to be asked.
  const unasked = await run('servers', 'agree', 'lab');
  expect([unasked.code, unasked.stderr.includes('--yes')]).toEqual([2, true]);
  const early = await Promise.all([
    run('servers', 'check', 'lab'),
    run('config', 'set', 'chat-model', 'server:lab/writer'),
    run('ask', 'How many weeks?', '--free', '--model', 'server:lab/writer'),
  ]);
  for (const { code, stderr } of early) {
    expect(code).toBe(1);
    expect(stderr).toContain('not agreed');
  }
  expect(server.connections).toBe(0);

  const agreed = await cliJson(['servers', 'agree', 'LAB', '--yes'], { data });
  expect(agreed).toMatchObject({ name: 'lab', agreedAt: expect.any(Number) as number });
  // The warning is shown once.
  expect((await run('servers', 'agree', 'lab')).stderr).toBe('');
  expect(await cliJson(['servers', 'check', 'lab'], { data })).toMatchObject({
    server: { name: 'lab', address: server.address },
    models: [{ name: 'server:lab/writer' }],
  });
  expect((await run('servers', 'check', 'lab')).stdout).toContain('server:lab/writer');

  const folder = folderWith({ 'a.md': '# Leave\n\nParents get twelve weeks of paid leave.' });
  await cliJson(['index', folder], { data });
  const before = server.asked.length;
  const unused = await cliJson(['ask', 'How many weeks of paid leave?'], { data });
  expect(unused).toMatchObject({ answeredBy: 'extractive' });
  expect(server.asked).toHaveLength(before);
  const set = await cliJson(['config', 'set', 'chat-model', 'server:Lab/writer'], { data });
  expect(set).toEqual({ 'chat-model': 'server:lab/writer' });
  const answer = await cliJson(['ask', 'How many weeks of paid leave?'], { data });
  expect(answer).toMatchObject({
    answeredBy: 'model',
    model: 'server:lab/writer',
    adapters: [],
    ended: 'end',
    tokens: { prompt: 40, reused: 8, written: 3 },
    grounded: true,
    citations: [{ n: 1, relativePath: 'a.md' }],
  });
  const prompt = JSON.stringify(server.asked.at(-1)!.json);
  expect(prompt).toContain('Parents get twelve weeks');
  const toned = await run('ask', 'Weeks?', '--adapter', 'tone:0.5');
  expect([toned.code, toned.stderr.includes('server:lab/writer')]).toEqual([1, true]);

  expect(await cliJson(['servers', 'rm', 'lab'], { data })).toEqual({ removed: 'lab' });
  expect(await cliJson(['config', 'get', 'chat-model'], { data })).toEqual({ 'chat-model': '' });
  const gone = await run('servers', 'check', 'lab');
  expect([gone.code, gone.stderr]).toEqual([1, 'There is no server “lab”. There are: —.\n']);
}, 120_000);

test('a key comes from the standard input or the environment, and is nowhere on the disk', async () => {
  const server = await serveModels();
  server.key = 'geheim-3';
  const data = temporaryFolder();
  const args = ['servers', 'add', server.address, '--name', 'lab', '--yes'];
  const none = await runCli([...args, '--key-stdin'], { data, input: '\n' });
  expect([none.code, none.stdout]).toEqual([2, '']);
  const added = await cliJson([...args, '--key-stdin'], { data, input: 'geheim-3\n' });
  expect(added).toMatchObject({ key: 'run', agreedAt: expect.any(Number) as number });
  const without = await runCli(['servers', 'check', 'lab'], { data });
  expect(without.code).toBe(1);
  expect(without.stderr).toContain('LOREKEEP_SERVER_KEY');
  expect(server.connections).toBe(0);
  const env = { LOREKEEP_SERVER_KEY: 'geheim-3' };
  expect(await cliJson(['servers', 'check', 'lab'], { data, env })).toMatchObject({
    server: { key: 'run' },
    models: [{ id: 'writer' }],
  });
  const wrong = { LOREKEEP_SERVER_KEY: 'other' };
  const refused = await runCli(['servers', 'check', 'lab'], { data, env: wrong });
  expect([refused.code, refused.stderr.includes('does not accept')]).toEqual([1, true]);
  for (const file of globSync('**/*', { cwd: data, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const text = readFileSync(`${file.parentPath}/${file.name}`, 'latin1');
    expect(text.includes('geheim-3'), file.name).toBe(false);
  }
}, 60_000);

test('what is no address or name is refused with a sentence', async () => {
  const data = temporaryFolder();
  const add = (...args: string[]) => runCli(['servers', 'add', ...args], { data });
  const results = await Promise.all([
    add('http://user:pw@box'),
    add('http://8.8.8.8:8080'),
    add('http://box', '--name', 'a/b'),
  ]);
  expect(results.map(({ code }) => code)).toEqual([1, 1, 2]);
  expect(results[0].stderr).toContain('is no address of a server');
  expect(results[1].stderr).toContain('https://');
  expect(results[2].stderr).toContain('letters');
  expect(await cliJson(['servers'], { data })).toEqual([]);
}, 60_000);
