import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { cliJson, runCli } from '../support/cli.ts';
import { startEngine } from '../support/engine.ts';
import { folderWith, temporaryFolder } from '../support/folder.ts';
import { htmlOf, serveSite } from '../support/web-server.ts';

/** Each step is a process of its own. */
const slow = { timeout: 90_000 };

test('a page is added, found with its address, updated and removed', slow, async () => {
  const site = await serveSite({ '/kiwi': htmlOf('Kiwis', 'A kiwi lays a large egg.') });
  // The commands find an engine on these data, as when the app is open.
  const { dataDir: data } = await startEngine();
  const address = site.url('/kiwi');
  const added = await runCli(['sources', 'add', address, '--every', '6', '--name', 'Kiwi'], {
    data,
  });
  expect(added.stderr).toBe('');
  expect(added.stdout).toContain('Kiwi (page)');
  expect(added.stdout).toContain('1 document, 1 new or changed');

  const [search, json, ask, read, status] = await Promise.all([
    runCli(['search', 'large egg'], { data }),
    cliJson(['search', 'egg', '--folder', address], { data }),
    runCli(['ask', 'What does a kiwi lay?'], { data }),
    runCli(['read', address], { data }),
    runCli(['status'], { data }),
  ]);
  expect(search.stdout).toContain(`Kiwis  ${address}\n`);
  expect(json).toMatchObject({ hits: [{ address, path: expect.stringContaining(data) }] });
  expect(ask.stdout).toContain(address);
  expect(read.stdout).toContain('large egg');
  expect(status.stdout).toContain(`${address}\n`);

  const again = await cliJson(['sources', 'add', address, '--every', '8'], { data });
  expect(again).toMatchObject({ name: 'Kiwi', everyHours: 8, lastRun: { same: 1 } });
  await site.close();
  const failed = await runCli(['sources', 'update', 'Kiwi'], { data });
  expect(failed.code).toBe(1);
  expect(failed.stderr).toContain('cannot be reached');
  expect(await cliJson(['sources', 'list'], { data })).toMatchObject([
    { name: 'Kiwi', address, everyHours: 8, failures: [{ address, code: 'PAGE_UNREACHABLE' }] },
  ]);
  const removed = await runCli(['sources', 'remove', address], { data });
  expect(removed.stdout).toContain('Removed Kiwi');
  const [left, found] = await Promise.all([
    runCli(['sources'], { data }),
    runCli(['search', 'egg'], { data }),
  ]);
  expect(left.stdout).toContain('No sources yet');
  expect(found.stdout).toContain('Nothing found');
});

test('a program is run only once the person agreed', slow, async () => {
  const data = temporaryFolder();
  const folder = folderWith({
    'birds.mjs': `console.log(JSON.stringify({ id: '1', title: 'Smew', text: process.argv[2] }));`,
  });
  const words = ['sources', 'add', '--program', 'birds'];
  // By its name, as people type it; what runs later may have another PATH.
  const program = ['--', 'node', 'birds.mjs', '--data', 'a small duck'];
  const PATH = dirname(process.execPath);
  const refused = await runCli([...words, ...program], { data, cwd: folder, env: { PATH } });
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('--yes');
  expect(existsSync(join(data, 'connectors'))).toBe(false);
  const added = await runCli([...words, '--yes', ...program.toSpliced(3, 1)], {
    data,
    cwd: folder,
    env: { PATH },
  });
  expect(added.stderr).toBe('');
  expect(added.stdout).toContain('birds (program)');
  const file = JSON.parse(readFileSync(join(data, 'connectors/birds.json'), 'utf8')) as unknown;
  expect(file).toMatchObject({ command: process.execPath, directory: folder, path: PATH });
  await startEngine(data);
  expect((await runCli(['search', 'small duck'], { data })).stdout).toContain('Smew');
  expect(await cliJson(['sources', 'update'], { data })).toMatchObject({ lastRun: { same: 1 } });
  const swan = [...words, '--yes', '--', process.execPath, 'birds.mjs', 'a swan'];
  const replaced = await runCli(swan, { data, cwd: folder });
  expect(replaced.stderr).toContain('a small duck');
  expect(replaced.stderr).toContain('there already');
});

test('wrong words are told what is right', async () => {
  const { dataDir: data } = await startEngine();
  const wrong = [
    ['add'],
    ['add', 'x', '--every', 'often'],
    ['add', '--program', 'A b', '--', 'x'],
    ['add', '--program', 'a', '--', 'no-such-program'],
    ['update', 'nothing'],
  ];
  const results = await Promise.all(wrong.map((words) => runCli(['sources', ...words], { data })));
  expect(results.map(({ code }) => code)).toEqual([2, 2, 2, 2, 1]);
  expect(results.map(({ stderr }) => stderr.split('\n')[0])).toEqual([
    'Give one address.',
    expect.stringContaining('whole number'),
    expect.stringContaining('small letters'),
    'There is no program “no-such-program” to be found.',
    expect.stringContaining('“nothing”'),
  ]);
});
