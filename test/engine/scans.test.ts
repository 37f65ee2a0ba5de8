// Scans and pictures become findable by themselves, after everything else and without holding it up.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeZip } from '../../src/engine/ingest/extract/containers/zip.ts';
import type { Client } from '../../src/shared/contract/contract.ts';
import {
  endOf,
  indexFolder,
  pathsFound,
  startEngine,
  statesOf,
  updateAll,
} from '../support/engine.ts';
import { folderWith } from '../support/folder.ts';
import { expectWholeIndex } from '../support/index-check.ts';
import { pictureOf, scanOf } from '../support/picture.ts';
import { writePdf } from '../support/pdf.ts';

const files = {
  'note.md': 'A walrus in words.',
  'scan.pdf': scanOf([['The heron stands in the water.'], ['A second page of the scan.']]),
  'photo.jpg': pictureOf(['Parking is free on Sundays.'], 'image/jpeg'),
  'white.png': pictureOf([]),
  'mixed.pdf': writePdf({ pages: [['Typed words.'], []] }),
};

async function scansRead(client: Client): Promise<void> {
  const task = (await client.tasks.list()).find(({ kind }) => kind === 'ocr');
  if (task) expect((await endOf(client, task.id)).state).toBe('done');
}

test('letters of scans are found with their page; what has none says so', async () => {
  const { client, dataDir } = await startEngine();
  const { folderId } = await indexFolder(client, folderWith(files));
  expect(await pathsFound(client, 'walrus')).toEqual(['note.md']);
  await scansRead(client);
  const { hits } = await client.search.query({ query: 'heron' });
  expect(hits).toMatchObject([{ relativePath: 'scan.pdf', page: 1, format: 'pdf' }]);
  expect(await pathsFound(client, 'parking sundays')).toEqual(['photo.jpg']);
  expect(await statesOf(client)).toEqual({
    'note.md': 'indexed',
    'scan.pdf': 'indexed',
    'photo.jpg': 'indexed',
    'white.png': 'empty FILE_NO_LETTERS',
    'mixed.pdf': 'indexed',
  });
  const read = await client.documents.read({ folderId, relativePath: 'scan.pdf' });
  expect(read.pageRanges!.every(({ confidence }) => confidence! > 60)).toBe(true);
  await expectWholeIndex(dataDir);
  // Nothing of it is done again, until a file changes.
  const before = (await client.tasks.list()).length;
  await updateAll(client);
  const kinds = (await client.tasks.list()).slice(before).map(({ kind }) => kind);
  expect(kinds).toEqual(['index']);
});

test('scans inside archives and mails are read too, and stay inside', async () => {
  const { client, dataDir } = await startEngine();
  const picture = pictureOf(['Parking is free on Sundays.']);
  const mail = [
    'From: ada@example.org',
    'Subject: The papers',
    'Message-ID: <1@example.org>',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b\r\nContent-Type: text/plain\r\n\r\nEnclosed.',
    '--b\r\nContent-Type: image/png; name=photo.png\r\nContent-Disposition: attachment; filename=photo.png',
    `Content-Transfer-Encoding: base64\r\n\r\n${Buffer.from(picture).toString('base64')}`,
    '--b--',
  ].join('\r\n');
  const scan = scanOf([['The heron stands in the water.']]);
  const archive = writeZip([
    { name: 'in/scan.pdf', data: scan },
    { name: 'in/white.png', data: pictureOf([]) },
    { name: 'mail.eml', data: Buffer.from(mail) },
  ]);
  const folder = folderWith({ 'old.zip': archive });
  await indexFolder(client, folder);
  await scansRead(client);
  expect(await pathsFound(client, 'heron')).toEqual(['old.zip/in/scan.pdf']);
  expect(await pathsFound(client, 'parking sundays')).toEqual(['old.zip/mail.eml/photo.png']);
  expect((await statesOf(client))['old.zip/in/white.png']).toBe('empty FILE_NO_LETTERS');
  await expectWholeIndex(dataDir);
  const before = (await client.tasks.list()).length;
  await updateAll(client);
  expect((await client.tasks.list()).slice(before).map(({ kind }) => kind)).toEqual(['index']);
  rmSync(join(folder, 'old.zip'));
  await updateAll(client);
  expect(await statesOf(client)).toEqual({});
  await expectWholeIndex(dataDir);
});

test('a changed scan is read again; without the setting none is', async () => {
  const { client } = await startEngine();
  await client.settings.update({ ocr: false });
  const folder = folderWith({ 'photo.png': pictureOf(['Parking is free.']) });
  await indexFolder(client, folder);
  expect(await statesOf(client)).toEqual({ 'photo.png': 'empty FILE_NO_TEXT' });
  expect((await client.tasks.list()).some(({ kind }) => kind === 'ocr')).toBe(false);
  await client.settings.update({ ocr: true });
  await updateAll(client);
  await scansRead(client);
  expect(await pathsFound(client, 'parking')).toEqual(['photo.png']);
  writeFileSync(join(folder, 'photo.png'), pictureOf(['No entry for herons.']));
  await updateAll(client);
  await expect.poll(() => pathsFound(client, 'herons'), { timeout: 10_000 }).toEqual(['photo.png']);
});

test('a language whose data is missing loses nothing, and other documents are indexed', async () => {
  const { client } = await startEngine();
  await client.settings.update({ ocrLanguages: ['tlh'] });
  await indexFolder(client, folderWith(files));
  await scansRead(client);
  expect(await pathsFound(client, 'typed')).toEqual(['mixed.pdf']);
  expect((await statesOf(client))['scan.pdf']).toBe('empty FILE_NO_TEXT');
});

test('a scan that comes while others are read is read after them', async () => {
  const { client } = await startEngine();
  const folder = folderWith({
    'a.pdf': scanOf([['The heron stands in the water.'], ['And again.'], ['And again.']]),
  });
  await indexFolder(client, folder);
  const running = async () =>
    (await client.tasks.list()).some(({ kind, state }) => kind === 'ocr' && state === 'running');
  expect(await running()).toBe(true);
  writeFileSync(join(folder, 'b.png'), pictureOf(['Parking is free on Sundays.']));
  await updateAll(client);
  await expect.poll(() => pathsFound(client, 'parking'), { timeout: 20_000 }).toEqual(['b.png']);
  expect(await pathsFound(client, 'heron')).toEqual(['a.pdf']);
});

test('an archive that changes keeps what was read from its pictures', async () => {
  const { client, dataDir } = await startEngine();
  const picture = pictureOf(['Parking is free on Sundays.']);
  const folder = folderWith({ 'old.zip': writeZip([{ name: 'photo.png', data: picture }]) });
  await indexFolder(client, folder);
  await scansRead(client);
  await client.settings.update({ ocr: false });
  const more = { name: 'note.md', data: Buffer.from('A walrus.') };
  writeFileSync(join(folder, 'old.zip'), writeZip([{ name: 'photo.png', data: picture }, more]));
  await updateAll(client);
  expect(await pathsFound(client, 'walrus')).toEqual(['old.zip/note.md']);
  expect(await pathsFound(client, 'parking')).toEqual(['old.zip/photo.png']);
  await expectWholeIndex(dataDir);
});
