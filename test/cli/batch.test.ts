// `--batch`: one line in, one line out, in order, whatever a line holds.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cliJson, runCli } from '../support/cli.ts';
import { folderWith, temporaryFolder } from '../support/folder.ts';

const folder = folderWith({ 'tea.md': 'Green tea is not fermented.', 'ink.md': 'Ink is black.' });
const data = join(temporaryFolder(), 'data');
let indexing: Promise<unknown> | null = null;
const indexed = () => (indexing ??= cliJson(['index', folder], { data }));

interface Line {
  query?: string;
  question?: string;
  answer?: string;
  hits?: { relativePath: string }[];
  error?: { code: string; message: string };
}

async function batch(command: 'search' | 'ask', input: string, source = '-'): Promise<Line[]> {
  await indexed();
  const { code, stdout, stderr } = await runCli([command, '--batch', source], { data, input });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const lines = stdout.split('\n');
  expect(lines.pop()).toBe('');
  return lines.map((line) => JSON.parse(line) as Line);
}

test('search answers each line in order; a bad one has its error and keeps none back', async () => {
  const long = 'x'.repeat(20_001);
  const lines = await batch('search', `tea\r\n\n?!\n${long}\n"ink" AND (\nink`);
  expect(lines.map(({ query }) => query)).toEqual(['tea', '?!', long, '"ink" AND (', 'ink']);
  expect(lines[0]!.hits![0]!.relativePath).toBe('tea.md');
  expect(lines[1]!.error).toMatchObject({ code: 'QUERY_EMPTY' });
  expect(lines[2]!.error).toMatchObject({ code: 'QUERY_TOO_LONG' });
  expect(lines[3]!.hits![0]!.relativePath).toBe('ink.md');
  expect(lines[4]!.hits![0]!.relativePath).toBe('ink.md');
});

test('ask does so too', async () => {
  const lines = await batch('ask', 'Is tea fermented?\n!\nIs ink black?\n');
  expect(lines.map(({ question }) => question)).toEqual([
    'Is tea fermented?',
    '!',
    'Is ink black?',
  ]);
  expect(lines[0]!.answer).toContain('Green tea is not fermented.');
  expect(lines[1]!.error?.code).toBe('QUERY_EMPTY');
  expect(lines[2]!.answer).toContain('Ink is black.');
});

test('a file is read as stdin is; an empty one has no answers', async () => {
  const path = join(folderWith({ 'queries.txt': 'tea\nink' }), 'queries.txt');
  expect(await batch('search', '', path)).toHaveLength(2);
  expect(await batch('search', '\n\n')).toEqual([]);
});

test('a reader that has enough is no failure', async () => {
  await indexed();
  const queries = 'tea\n'.repeat(3000);
  const under = ['sh', '-c', '"$@" | head -n 2', 'sh'];
  const result = await runCli(['search', '--batch', '-'], { data, under, input: queries });
  expect(result).toMatchObject({ code: 0, stderr: '' });
  expect(result.stdout.trim().split('\n')).toHaveLength(2);
});
