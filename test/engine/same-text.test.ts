// The same string is never embedded twice, wherever it stands.
import { expect, test } from 'vitest';
import { indexFolder, startEngine } from '../support/engine.ts';
import { folderWith } from '../support/folder.ts';
import { expectWholeIndex } from '../support/index-check.ts';

const line = (i: number) => `Paragraph number ${i} has words of its own: w${i}a w${i}b w${i}c. `;
const section = (i: number) => `## Part ${i}\n\n${line(i).repeat(9)}\n\n`;
const book = `# Book\n\n${Array.from({ length: 300 }, (_, i) => section(i)).join('')}`;

test('long twins that are indexed together are embedded once', async () => {
  const { client, dataDir } = await startEngine();
  const alone = await indexFolder(client, folderWith({ 'a.md': book }));
  expect(alone.embedded).toBeGreaterThanOrEqual(300);
  await expectWholeIndex(dataDir);
  const fresh = await startEngine();
  const copies = { 'a.md': book, 'b.md': book, 'c/d.md': book };
  const summary = await indexFolder(fresh.client, folderWith(copies));
  expect(summary).toMatchObject({ extracted: 3, chunks: 3 * alone.chunks });
  expect(summary.embedded).toBe(alone.embedded);
  await expectWholeIndex(fresh.dataDir);
});

test('a text that another folder holds already is not embedded again', async () => {
  const { client, dataDir } = await startEngine();
  await indexFolder(client, folderWith({ 'a.md': book }));
  expect((await indexFolder(client, folderWith({ 'b.md': book }))).embedded).toBe(0);
  await expectWholeIndex(dataDir);
});

test('a text that repeats within a file is embedded once', async () => {
  const { client, dataDir } = await startEngine();
  const repeated = '# Same\n\n' + `## Again\n\n${line(1).repeat(9)}\n\n`.repeat(20);
  const summary = await indexFolder(client, folderWith({ 'a.md': repeated }));
  expect(summary.chunks).toBeGreaterThan(10);
  expect(summary.embedded).toBeLessThanOrEqual(2);
  await expectWholeIndex(dataDir);
});
