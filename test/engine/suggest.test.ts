// Files by parts of their names, and headings, as they are at this moment.
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Client } from '../../src/shared/contract/contract.ts';
import { indexFolder, startEngine, updateAll } from '../support/engine.ts';
import { folderWith } from '../support/folder.ts';

const texts = {
  'notes/annual-report-2024.md':
    '# Annual report\n\n## Sales\n\nMore than before.\n\n## Staff\n\n### Leave of absence\n\nTwelve weeks.\n\n## Sales\n\nAgain.\n',
  'travel.txt': 'The leave of absence is paid.\n',
  'plan.md': '# The annual plan\n\nNothing yet.\n',
};

async function suggested(client: Client, text: string, scope: { folderIds?: string[] } = {}) {
  const { files, headings } = await client.search.suggest({ text, ...scope });
  return {
    files: files.map(({ relativePath }) => relativePath),
    headings: headings.map((heading) => `${heading.relativePath} § ${heading.text}`),
  };
}

test('files by their names and headings by their words, with places and marks', async () => {
  const { client } = await startEngine();
  const folder = folderWith(texts);
  const { folderId } = await indexFolder(client, folder);
  const { files, headings } = await client.search.suggest({ text: 'report ann' });
  expect(files).toEqual([
    {
      folderId,
      relativePath: 'notes/annual-report-2024.md',
      path: join(folder, 'notes/annual-report-2024.md'),
      title: 'Annual report',
      format: 'markdown',
      marks: [
        { start: 6, end: 9 },
        { start: 13, end: 19 },
      ],
    },
  ]);
  expect(headings).toMatchObject([
    {
      text: 'Annual report',
      marks: [
        { start: 0, end: 3 },
        { start: 7, end: 13 },
      ],
    },
  ]);
  const [leave] = (await client.search.suggest({ text: 'leave' })).headings;
  expect(leave).toMatchObject({ text: 'Leave of absence', title: 'Annual report' });
  const text = texts['notes/annual-report-2024.md'];
  expect(text.slice(leave!.start, leave!.end).trim()).toMatch(/^(### )?Leave of absence$/);
  expect(await suggested(client, 'sales')).toEqual({
    files: [],
    headings: ['notes/annual-report-2024.md § Sales'],
  });
});

test('what is written, moved or removed meanwhile is known', async () => {
  const { client } = await startEngine();
  const folder = folderWith(texts);
  await indexFolder(client, folder);
  expect((await suggested(client, 'travel')).files).toEqual(['travel.txt']);
  mkdirSync(join(folder, 'old'));
  renameSync(join(folder, 'travel.txt'), join(folder, 'old', 'journey.txt'));
  writeFileSync(join(folder, 'plan.md'), '# The monthly plan\n\nSomething.\n');
  writeFileSync(join(folder, 'new.md'), '# Fresh\n\nText.\n');
  rmSync(join(folder, 'notes'), { recursive: true });
  await updateAll(client);
  expect(await suggested(client, 'travel')).toEqual({ files: [], headings: [] });
  expect((await suggested(client, 'journey')).files).toEqual(['old/journey.txt']);
  expect(await suggested(client, 'annual')).toEqual({ files: [], headings: [] });
  expect((await suggested(client, 'monthly')).headings).toEqual(['plan.md § The monthly plan']);
  expect((await suggested(client, 'fresh')).headings).toEqual(['new.md § Fresh']);
});

test('scopes narrow; what says nothing suggests nothing', async () => {
  const { client } = await startEngine();
  const one = await indexFolder(client, folderWith({ 'plan-a.md': '# Plan A\n\nText.' }));
  await indexFolder(client, folderWith({ 'plan-b.md': '# Plan B\n\nText.' }));
  expect((await suggested(client, 'plan', { folderIds: [one.folderId] })).files).toEqual([
    'plan-a.md',
  ]);
  expect((await suggested(client, 'plan -x')).files).toHaveLength(2);
  for (const text of [
    '',
    'p',
    '"',
    'type:md',
    'x'.repeat(20_000),
    'what is the plan for next year',
  ]) {
    expect(await suggested(client, text)).toEqual({ files: [], headings: [] });
  }
});
