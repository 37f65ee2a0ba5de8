import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cliJson, runCli } from '../support/cli.ts';
import { folderWith, temporaryFolder } from '../support/folder.ts';
import { htmlOf, serveSite } from '../support/web-server.ts';

/** Each step is a process that starts an engine. */
const slow = { timeout: 90_000 };

test('a page is added, found with its address, updated and removed', slow, async () => {
  const site = await serveSite({ '/kiwi': htmlOf('Kiwis', 'A kiwi lays a large egg.') });
  const data = temporaryFolder();
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

  await site.close();
  const failed = await runCli(['sources', 'update', 'Kiwi'], { data });
  expect(failed.code).toBe(1);
  expect(failed.stderr).toContain('cannot be reached');
  expect(await cliJson(['sources', 'list'], { data })).toMatchObject([
    { name: 'Kiwi', address, everyHours: 6, failures: [{ address, code: 'PAGE_UNREACHABLE' }] },
  ]);
  const removed = await runCli(['sources', 'remove', address], { data });
  expect(removed.stdout).toContain('Removed Kiwi');
  expect((await runCli(['sources'], { data })).stdout).toContain('No sources yet');
  expect((await runCli(['search', 'egg'], { data })).stdout).toContain('Nothing found');
});

test('a program is run only once the person agreed', slow, async () => {
  const data = temporaryFolder();
  const folder = folderWith({
    'birds.mjs': `console.log(JSON.stringify({ id: '1', title: 'Smew', text: process.argv[2] }));`,
  });
  const words = ['sources', 'add', '--program', 'birds'];
  const program = ['--', process.execPath, 'birds.mjs', '--data', 'a small duck'];
  const refused = await runCli([...words, ...program], { data, cwd: folder });
  expect(refused.code).toBe(2);
  expect(refused.stderr).toContain('--yes');
  expect(existsSync(join(data, 'connectors'))).toBe(false);
  const added = await runCli([...words, '--yes', ...program.toSpliced(3, 1)], {
    data,
    cwd: folder,
  });
  expect(added.stderr).toBe('');
  expect(added.stdout).toContain('birds (program)');
  expect((await runCli(['search', 'small duck'], { data })).stdout).toContain('Smew');
  expect(await cliJson(['sources', 'update'], { data })).toMatchObject({ lastRun: { same: 1 } });
});

test('wrong words are told what is right', async () => {
  const wrong = [
    ['add'],
    ['add', 'x', '--every', 'often'],
    ['add', '--program', 'A b', '--', 'x'],
    ['update', 'nothing'],
  ];
  const results = await Promise.all(
    wrong.map((words) => runCli(['sources', ...words], { data: temporaryFolder() })),
  );
  expect(results.map(({ code }) => code)).toEqual([2, 2, 2, 1]);
  expect(results.map(({ stderr }) => stderr.split('\n')[0])).toEqual([
    'Give one address.',
    expect.stringContaining('whole number'),
    expect.stringContaining('small letters'),
    expect.stringContaining('“nothing”'),
  ]);
});
