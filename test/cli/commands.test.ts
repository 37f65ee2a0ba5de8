// The commands on a small folder, as text for people and as JSON of the contract's shapes.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { answer } from '../../src/shared/contract/answer.ts';
import { libraryStatus } from '../../src/shared/contract/library.ts';
import { searchResult } from '../../src/shared/contract/search.ts';
import { cliJson, runCli } from '../support/cli.ts';
import { folderWith, temporaryFolder, writeFiles } from '../support/folder.ts';
import { writePdf } from '../support/pdf.ts';

const folder = folderWith({
  'leave.md': '# Leave\n\n## Parents\n\nParents get twelve weeks of paid leave.\n',
  'sub/tea.txt': 'Green tea is not fermented.\n',
  'scan.pdf': writePdf({ pages: [[]] }),
  'rules.pdf': writePdf({ pages: [['First page.'], ['Bring the badge every day.']] }),
});
const data = join(temporaryFolder(), 'data');

let indexing: Promise<unknown> | null = null;
/** Each test may be run alone: the first one indexes. */
const indexed = () => (indexing ??= cliJson(['index', folder, '--collection', 'Work'], { data }));

async function output(...args: string[]): Promise<string> {
  await indexed();
  const { code, stdout, stderr } = await runCli(args, { data });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

test('index: a summary; the second run reads nothing', async () => {
  expect(await indexed()).toMatchObject({ folder, scanned: 4, extracted: 4, problems: 1 });
  const line = await output('index', folder);
  expect(line).toMatch(/: 4 files in [\d.]+ s: 0 read, 4 unchanged$/m);
});

test('search: hits with place and passage; JSON of the contract’s shape', async () => {
  const text = await output('search', 'paid', 'leave');
  expect(text).toContain(`1. Leave  ${folder}/leave.md:`);
  expect(text).toContain('Leave › Parents');
  expect(text).toContain('Parents get twelve weeks of paid leave.');
  const found = z
    .strictObject(searchResult.shape)
    .parse(JSON.parse(await output('search', 'badge', '--json', '--limit', '1')));
  expect(found.hits).toMatchObject([{ relativePath: 'rules.pdf', page: 2 }]);
});

test('search: operators are explained, faults told, reasons given', async () => {
  const help = await runCli(['search', '--help'], { data });
  for (const operator of ['type:pdf', 'after:2024-03', 'in:Work', '-draft']) {
    expect(help.stdout).toContain(operator);
  }
  const explained = await output('search', 'paid leave', '--explain');
  expect(explained).toMatch(/^ {3}score \d\.\d\d, words \d\.\d\d \(place 1\), meaning /m);
  expect(await output('search', 'tea in:wo')).toContain('tea.txt');
  const { code, stderr } = await runCli(['search', 'tea after:someday'], { data });
  expect(code).toBe(1);
  expect(stderr).toContain('“someday” is no date. Write after:2024');
  const open = await runCli(['search', '"green tea'], { data });
  expect(open.code).toBe(0);
  expect(open.stderr).toContain('A quote was not closed');
});

test('search: what a filter took away is told', async () => {
  await indexed();
  const { code, stdout, stderr } = await runCli(['search', 'tea in:"my documents"'], { data });
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'Nothing found.\n' });
  expect(stderr).toBe('Without “in My documents”: 1 passage (tea).\n');
});

test('search: scopes narrow, and unknown ones are told', async () => {
  expect(await output('search', 'tea', '--collection', 'work')).toContain('tea.txt');
  expect(await output('search', 'tea', '--collection', 'My documents')).toBe('Nothing found.\n');
  expect(await output('search', 'tea', '--folder', folder)).toContain('tea.txt');
  for (const scope of [
    ['--collection', 'Play'],
    ['--folder', '/nowhere'],
  ]) {
    const { code, stderr } = await runCli(['search', 'tea', ...scope], { data });
    expect(code).toBe(1);
    expect(stderr).toContain(scope[1]);
  }
});

test('ask: an answer with its citation, or the nearest passages', async () => {
  const text = await output('ask', 'How many weeks of leave do parents get?');
  expect(text).toContain('Parents get twelve weeks of paid leave. [1]');
  expect(text).toMatch(/^\[1\] Leave {2}.*leave\.md:\d+$/m);
  const given = answer.parse(
    JSON.parse(await output('ask', 'How many weeks of leave do parents get?', '--json')),
  );
  expect(given).toMatchObject({ grounded: true, citations: [{ n: 1, relativePath: 'leave.md' }] });
  const none = await output('ask', 'Who won the chess championship of Peru?');
  expect(none).toContain('do not seem to hold the answer');
});

test('read: the extracted text, and its structure as JSON', async () => {
  expect(await output('read', join(folder, 'sub', 'tea.txt'))).toContain('Green tea is not ferm');
  expect(JSON.parse(await output('read', join(folder, 'rules.pdf'), '--json'))).toMatchObject({
    format: 'pdf',
    pages: 2,
  });
  const { code, stderr } = await runCli(['read', join(folder, 'none.md')], { data });
  expect(code).toBe(1);
  expect(stderr).toContain('none.md');
});

test('status: what there is and what is wrong with it', async () => {
  const text = await output('status');
  expect(text).toContain(`${folder}\n`);
  expect(text).toContain('1 file not (wholly) indexed');
  expect(text).toContain('scan.pdf');
  const status = libraryStatus.parse(JSON.parse(await output('status', '--json')));
  expect(status.problems).toHaveLength(1);
});

test('collections and doctor', async () => {
  expect(await output('collections')).toContain(`Work: 1 folder\n  ${folder}`);
  const rows = JSON.parse(await output('collections', '--json')) as { name: string }[];
  expect(rows.map(({ name }) => name)).toEqual(['My documents', 'Work']);
  expect(await output('doctor')).toContain(`Data folder: ${data}`);
  const report = JSON.parse(await output('doctor', '--json')) as { checks: { ok: boolean }[] };
  expect(report.checks.length).toBeGreaterThan(3);
  expect(report.checks.every(({ ok }) => ok)).toBe(true);
});

test('index: bad folders are told one by one, and the good ones are indexed', async () => {
  const good = folderWith({ 'a.md': 'Alpha.' });
  const other = temporaryFolder();
  writeFiles(other, { 'file.txt': 'x' });
  const result = await runCli(
    ['index', join(other, 'none'), join(other, 'file.txt'), good, '/', homedir()],
    { data: temporaryFolder() },
  );
  expect(result.code).toBe(1);
  expect(result.stdout).toMatch(/: 1 file in .*: 1 read/);
  const lines = result.stderr.trim().split('\n');
  expect(lines[0]).toContain('none');
  expect(lines[1]).toContain('file.txt');
  expect(lines.filter((line) => line.includes('--yes')).length).toBeGreaterThan(0);
});

test('index: an empty folder is no failure', async () => {
  const { code, stdout } = await runCli(['index', temporaryFolder()], { data: temporaryFolder() });
  expect(code).toBe(0);
  expect(stdout).toContain('0 files');
});

test('remove: the folder is gone from the library and stays on the disk', async () => {
  const own = join(temporaryFolder(), 'data');
  await cliJson(['index', folder], { data: own });
  const removed = await runCli(['remove', folder], { data: own });
  expect(removed).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('untouched') as string,
  });
  expect(await cliJson(['status'], { data: own })).toMatchObject({ folders: [], chunks: 0 });
  expect((await runCli(['remove', folder], { data: own })).code).toBe(1);
});

test('eval: scores beside plain FTS5, as a table and as JSON', async () => {
  const corpus = folderWith({ 'a.md': 'The badge opens doors.', 'b.md': 'Tea is green.' });
  const questions = folderWith({
    'q.jsonl':
      '{"question":"What opens doors?","file":"a.md","answer":"**badge** opens","kind":"fact"}\n{"question":"What is green?","file":"b.md","answer":"a blue one","kind":"fact"}\n{"question":"Why?","file":null}\n',
  });
  const args = ['eval', '--folder', corpus, '--questions', join(questions, 'q.jsonl')];
  const { code, stdout } = await runCli(args);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^2 questions/);
  for (const method of ['hybrid', 'keyword', 'semantic', 'unicode61', 'porter', 'trigram']) {
    expect(stdout).toMatch(new RegExp(`^\\S*.*${method}.*\\d`, 'm'));
  }
  expect(stdout).toContain('The passage that holds the answer (2 questions)');
  const { scores } = (await cliJson(args)) as { scores: { method: string; recallAt1: unknown }[] };
  expect(scores.find(({ method }) => method === 'hybrid')).toMatchObject({
    recallAt1: { value: 1 },
    ndcg: { value: 1 },
    passage: { questions: 2, recallAt1: { value: 0.5 } },
    kinds: [{ kind: 'fact', questions: 2, recallAt5: { value: 1 } }],
  });
});

test('eval --answers: quotes and refusals, with each document there and without it', async () => {
  const corpus = folderWith({
    'badge.md': 'The green badge opens the doors of the laboratory at night.',
    'tea.md': 'Tea is served at four in the kitchen on the second floor.',
    'boats.md': 'Boats are let by the hour at the pier behind the mill.',
  });
  const file = (name: string, lines: unknown[]) =>
    join(folderWith({ [name]: lines.map((one) => JSON.stringify(one)).join('\n') }), name);
  const questions = file('q.jsonl', [
    {
      question: 'What opens the doors of the laboratory at night?',
      file: 'badge.md',
      answer: '**green** badge',
      kind: 'fact',
    },
    {
      question: 'When is tea served in the kitchen?',
      file: 'tea.md',
      answer: 'at four',
      kind: 'fact',
    },
    { question: 'Who composed the opera about Copernicus?', file: null },
  ]);
  const args = ['eval', '--answers', '--folder', corpus, '--questions', questions];
  const { stdout } = await runCli(args);
  expect(stdout).toMatch(/^3 questions/);
  expect(stdout).toMatch(/^all +2 +1\.000 /m);
  expect(stdout).toMatch(/^unanswerable +3 +1\.000 /m);
  const one = { value: 1 };
  expect(await cliJson(args)).toMatchObject({
    questions: 3,
    quotes: { questions: 2, hit: one, whole: one, rightFile: one },
    kinds: [{ kind: 'fact', questions: 2, hit: one }],
    refusals: {
      answerable: { questions: 2, refused: { value: 0 } },
      removed: { questions: 2, refused: one },
      absent: { questions: 1, refused: one },
    },
    outcomes: [
      { asked: 'present', refused: false, hit: true, kind: 'fact' },
      { asked: 'present', refused: false, hit: true },
      { asked: 'absent', refused: true, hit: null },
      { asked: 'removed', refused: true, hit: null },
      { asked: 'removed', refused: true, hit: null },
    ],
  });
  const bad = await runCli([...args.slice(0, 5), file('bad.jsonl', [{ question: 'Why?' }])]);
  expect(bad.code).not.toBe(0);
  expect(bad.stderr).toContain('Line 1');
  const alone = await runCli([
    'eval',
    '--model',
    'm',
    '--folder',
    corpus,
    '--questions',
    questions,
  ]);
  expect(alone.stderr).toContain('--answers');
});
