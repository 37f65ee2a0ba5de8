// What a document says of the documents that it is inside of, and of those inside it.
import { expect, test } from 'vitest';
import { mail, zip } from '../support/containers.ts';
import { indexFolder, startEngine } from '../support/engine.ts';
import { bytesOf } from '../support/extracting.ts';
import { folderWith } from '../support/folder.ts';

test('a document names what holds it, the outermost first, and what it holds', async () => {
  const { client } = await startEngine();
  const letter = mail('Xylophones enclosed', { 'notes.txt': bytesOf('Rhubarb') });
  const folder = folderWith({
    'old/box.zip': zip({
      'mail/a.eml': letter,
      'b.md': '# Zephyr',
      'c.bin': new Uint8Array([0, 1]),
    }),
    'old/box.zipper.md': '# Beside the box',
  });
  const { folderId } = await indexFolder(client, folder);
  const read = (relativePath: string) => client.documents.read({ folderId, relativePath });

  const box = await read('old/box.zip');
  expect(box.containers).toEqual([]);
  expect(box.members.map(({ relativePath, state }) => [relativePath, state])).toEqual([
    ['old/box.zip/b.md', 'indexed'],
    ['old/box.zip/c.bin', 'unsupported'],
    ['old/box.zip/mail/a.eml', 'indexed'],
  ]);
  expect(box.members[1]?.problem?.code).toBe('FILE_UNSUPPORTED');

  const notes = await read('old/box.zip/mail/a.eml/notes.txt');
  expect(notes.containers).toEqual(['old/box.zip', 'old/box.zip/mail/a.eml']);
  expect(notes.members).toEqual([]);
  expect(await read('old/box.zipper.md')).toMatchObject({ containers: [], members: [] });
});
