// A person's own patterns: exact, previewed without a change, followed at once, kept over a restart.
import { expect, test } from 'vitest';
import { patternFilter } from '../../src/engine/ingest/scan/ignore-rules.ts';
import { indexFolder, startEngine, statesOf, summaryOf } from '../support/engine.ts';
import { folderWith } from '../support/folder.ts';
import { expectWholeIndex } from '../support/index-check.ts';

const files = {
  'a.md': 'A zebra.',
  'b.txt': 'A zebra.',
  'drafts/c.md': 'A zebra.',
  'sub/drafts/d.md': 'A zebra.',
  'sub/Über uns.MD': 'A zebra.',
  '.gitignore': 'secret.md\n',
  'secret.md': 'A zebra.',
};

test.each([
  [
    { include: [], exclude: [] },
    ['a.md', 'b.txt', 'drafts/c.md', 'sub/drafts/d.md', 'sub/Über uns.MD'],
  ],
  [
    { include: ['*.md'], exclude: [] },
    ['a.md', 'drafts/c.md', 'sub/drafts/d.md', 'sub/Über uns.MD'],
  ],
  [{ include: [], exclude: ['drafts/'] }, ['a.md', 'b.txt', 'sub/Über uns.MD']],
  [{ include: [], exclude: ['/drafts/'] }, ['a.md', 'b.txt', 'sub/drafts/d.md', 'sub/Über uns.MD']],
  [
    { include: ['*.md', '!drafts/'], exclude: ['/a.md'] },
    ['sub/drafts/d.md', 'sub/Über uns.MD', 'drafts/c.md'],
  ],
  [{ include: ['secret.md'], exclude: [] }, []],
  [{ include: ['nothing/**'], exclude: ['['] }, []],
])('%j', async (patterns, expected) => {
  const { client, dataDir } = await startEngine();
  const { folderId } = await indexFolder(client, folderWith(files));
  const preview = await client.library.previewPatterns({ folderId, ...patterns });
  expect(preview.keptNames.toSorted()).toEqual(expected.toSorted());
  expect(preview).toMatchObject({
    kept: expected.length,
    leftOut: 5 - expected.length,
    complete: true,
  });
  expect(Object.keys(await statesOf(client))).toHaveLength(5);
  const { taskId } = await client.library.setPatterns({ folderId, ...patterns });
  await summaryOf(client, taskId);
  expect(Object.keys(await statesOf(client)).toSorted()).toEqual(expected.toSorted());
  expect((await client.library.folders())[0]).toMatchObject(patterns);
  await expectWholeIndex(dataDir);
});

test('they are there after a restart, and at the first look at a new folder', async () => {
  const first = await startEngine();
  const path = folderWith(files);
  const { taskId } = await first.client.library.addFolder({ path, exclude: ['*.txt', 'drafts/'] });
  expect(await summaryOf(first.client, taskId)).toMatchObject({ scanned: 2 });
  await first.close();
  const { client } = await startEngine(first.dataDir);
  expect((await client.library.folders())[0]).toMatchObject({ exclude: ['*.txt', 'drafts/'] });
  expect(await indexFolder(client, path)).toMatchObject({ scanned: 2, unchanged: 2 });
});

test('the filter takes any string for a pattern', () => {
  for (const pattern of ['[', '***', '\\', '!', '#x', 'a'.repeat(1000), ' ']) {
    expect(typeof patternFilter({ include: [pattern], exclude: [pattern] })('a/b.md')).toBe(
      'boolean',
    );
  }
});
