// Documents inside documents: each is a document of its own, and lives and dies with its container.
import { existsSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { writeDocx } from '../support/docx.ts';
import {
  indexFolder,
  pathsFound,
  startEngine,
  statesOf,
  summaryOf,
  updateAll,
} from '../support/engine.ts';
import { cliJson } from '../support/cli.ts';
import { mail, zip } from '../support/containers.ts';
import { bytesOf } from '../support/extracting.ts';
import { folderWith, temporaryFolder } from '../support/folder.ts';
import { expectWholeIndex } from '../support/index-check.ts';
import { killWhileIndexing } from '../support/kill.ts';
import { writeMsg } from '../support/msg.ts';
import { writePdf } from '../support/pdf.ts';
import { slowText } from '../support/slow-text.ts';

const MiB = 1024 * 1024;

const pdf = writePdf({ pages: [['Marmalade is made of oranges']] });
const docx = writeDocx({ parts: [{ text: 'Chutney is made of mangoes' }] });

test('a passage in an attachment is found with its path, and its bytes can be had', async () => {
  const { client, dataDir, close } = await startEngine();
  const folder = folderWith({
    'mail/a.eml': mail('Xylophones enclosed', { 'report.pdf': pdf }),
    'old.zip': zip({ '2019/plan.docx': docx, 'readme.md': '# Zephyr\n\nWinds of all kinds' }),
    'b.msg': writeMsg({
      subject: 'Hello',
      from: ['Ada', 'ada@example.org'],
      to: [],
      body: 'Quince jelly',
      attachments: [{ name: 'notes.txt', data: bytesOf('Rhubarb crumble') }],
    }),
    'box.mbox': `From a@b Mon Jun  1 04:28:28 2009\n${mail('Turnips', { 'x.txt': bytesOf('Parsnips') })}`,
  });
  const { folderId } = await indexFolder(client, folder);
  expect(await statesOf(client)).toEqual({
    'b.msg': 'indexed',
    'b.msg/notes.txt': 'indexed',
    'box.mbox': 'indexed',
    'box.mbox/1/x.txt': 'indexed',
    'mail/a.eml': 'indexed',
    'mail/a.eml/report.pdf': 'indexed',
    'old.zip': 'indexed',
    'old.zip/2019/plan.docx': 'indexed',
    'old.zip/readme.md': 'indexed',
  });
  const found = (query: string) => pathsFound(client, query, { mode: 'keyword' });
  expect(await found('marmalade')).toEqual(['mail/a.eml/report.pdf']);
  expect(await found('chutney')).toEqual(['old.zip/2019/plan.docx']);
  expect(await found('xylophones')).toEqual(['mail/a.eml']);
  expect(await found('parsnips')).toEqual(['box.mbox/1/x.txt']);
  expect(await found('rhubarb')).toEqual(['b.msg/notes.txt']);
  // What an archive says itself are the names in it.
  expect(await client.documents.read({ folderId, relativePath: 'old.zip' })).toMatchObject({
    text: '2019/plan.docx\nreadme.md',
    format: 'zip',
  });
  const ref = { folderId, relativePath: 'mail/a.eml/report.pdf' };
  const { path, mediaType } = await client.documents.locate(ref);
  expect(mediaType).toBe('application/pdf');
  expect(readFileSync(path).equals(Buffer.from(pdf))).toBe(true);
  const nested = await client.documents.locate({ ...ref, relativePath: 'old.zip/2019/plan.docx' });
  expect(readFileSync(nested.path).equals(Buffer.from(docx))).toBe(true);
  expect(await updateAll(client)).toMatchObject({ unchanged: 4, extracted: 0, removed: 0 });
  await expectWholeIndex(dataDir);
  await close();
  await (await startEngine(dataDir)).close();
  expect(existsSync(path)).toBe(false);
});

test('members follow their container when it changes, moves and goes', async () => {
  const { client, dataDir } = await startEngine();
  const folder = folderWith({
    'a.zip': zip({ 'keep.md': 'Marmalade '.repeat(300), 'go.md': 'Chutney', 'edit.md': 'Jam' }),
  });
  await indexFolder(client, folder);
  renameSync(join(folder, 'a.zip'), join(folder, 'moved.zip'));
  expect(await updateAll(client)).toMatchObject({ renamed: 1, extracted: 0, embedded: 0 });
  expect(Object.keys(await statesOf(client))).toEqual([
    'moved.zip',
    'moved.zip/edit.md',
    'moved.zip/go.md',
    'moved.zip/keep.md',
  ]);
  // Names are searched, too: by the new one, not by the old one.
  expect(await pathsFound(client, 'moved jam', { mode: 'keyword' })).toContain('moved.zip/edit.md');
  await expectWholeIndex(dataDir);
  const files = { 'keep.md': 'Marmalade '.repeat(300), 'edit.md': 'Quince', 'new/b.md': 'Fig' };
  writeFileSync(join(folder, 'moved.zip'), zip(files));
  await updateAll(client);
  expect(Object.keys(await statesOf(client))).toEqual([
    'moved.zip',
    'moved.zip/edit.md',
    'moved.zip/keep.md',
    'moved.zip/new/b.md',
  ]);
  expect(await pathsFound(client, 'chutney jam', { mode: 'keyword' })).toEqual([]);
  await expectWholeIndex(dataDir);
  // A folder in the place of the archive, with the same names in it.
  rmSync(join(folder, 'moved.zip'));
  const inside = folderWith(files);
  renameSync(inside, join(folder, 'moved.zip'));
  expect(await updateAll(client)).toMatchObject({ extracted: 3, removed: 1 });
  await expectWholeIndex(dataDir);
  rmSync(join(folder, 'moved.zip'), { recursive: true });
  writeFileSync(join(folder, 'moved.zip'), zip(files));
  expect(await updateAll(client)).toMatchObject({ extracted: 1, removed: 3 });
  expect(Object.keys(await statesOf(client))).toHaveLength(4);
  await expectWholeIndex(dataDir);
  rmSync(join(folder, 'moved.zip'));
  await updateAll(client);
  expect(await statesOf(client)).toEqual({});
  await expectWholeIndex(dataDir);
});

test('containers in containers are opened to a depth of three', async () => {
  const { client, dataDir } = await startEngine();
  let inner = zip({ 'deepest.md': 'Marmalade' });
  for (const name of ['four.zip', 'three.zip', 'two.zip']) inner = zip({ [name]: inner });
  const folder = folderWith({
    'deep.zip': inner,
    'mail.zip': zip({ 'm.eml': mail('Words', { 'b.zip': zip({ 'c.pdf': pdf }) }) }),
  });
  const { folderId } = await indexFolder(client, folder);
  expect(await statesOf(client)).toEqual({
    'deep.zip': 'indexed',
    'deep.zip/two.zip': 'indexed',
    'deep.zip/two.zip/three.zip': 'indexed',
    'deep.zip/two.zip/three.zip/four.zip': 'partial FILE_MEMBERS_LEFT_OUT',
    'mail.zip': 'indexed',
    'mail.zip/m.eml': 'indexed',
    'mail.zip/m.eml/b.zip': 'indexed',
    'mail.zip/m.eml/b.zip/c.pdf': 'indexed',
  });
  const relativePath = 'mail.zip/m.eml/b.zip/c.pdf';
  const { path } = await client.documents.locate({ folderId, relativePath });
  expect(readFileSync(path).equals(Buffer.from(pdf))).toBe(true);
  renameSync(join(folder, 'mail.zip'), join(folder, 'post.zip'));
  await updateAll(client);
  expect((await statesOf(client))['post.zip/m.eml/b.zip/c.pdf']).toBe('indexed');
  await expectWholeIndex(dataDir);
});

test('names that lead out, hide or clash are made safe', async () => {
  const { client, dataDir } = await startEngine();
  const names = [
    '../../etc/passwd.txt',
    '/absolute.txt',
    'C:\\Windows\\system.txt',
    'a\u0000b\u202e.txt',
    'Same.txt',
    'same.TXT',
    'dir',
    'dir/file.txt',
    '__MACOSX/._x.txt',
    '.hidden',
    'x/.git/config.txt',
  ];
  const folder = folderWith({
    'a.zip': zip(Object.fromEntries(names.map((name) => [name, `About ${name.length}`]))),
  });
  await indexFolder(client, folder);
  expect(Object.keys(await statesOf(client)).toSorted()).toEqual(
    [
      'a.zip',
      'a.zip/Same.txt',
      'a.zip/Windows/system.txt',
      'a.zip/ab.txt',
      'a.zip/absolute.txt',
      'a.zip/dir',
      'a.zip/dir (2)/file.txt',
      'a.zip/etc/passwd.txt',
      'a.zip/same (2).TXT',
    ].toSorted(),
  );
  await expectWholeIndex(dataDir);
});

test('what is a trap, locked or not for reading harms nobody else', async () => {
  const { client, dataDir } = await startEngine();
  const locked = Buffer.from(zip({ 'secret.txt': 'x', 'open.txt': 'Marmalade' }));
  const directory = locked.indexOf('PK\x01\x02', 0, 'latin1');
  locked.writeUInt16LE(locked.readUInt16LE(directory + 8) | 1, directory + 8);
  const folder = folderWith({
    'bomb.zip': declaring(90 * MiB, zip({ 'zeros.txt': 'zero', 'good.txt': 'Marmalade' })),
    'locked.zip': locked,
    'broken.zip': zip({ 'a.txt': 'x' }).subarray(0, 40),
    'mixed.zip': zip({ 'a.bin': Uint8Array.from([0x89, 0, 1, 2, 0, 0]), 'b.txt': 'Jam' }),
  });
  const { folderId } = await indexFolder(client, folder);
  expect(await statesOf(client)).toEqual({
    'bomb.zip': 'partial FILE_MEMBERS_LEFT_OUT',
    'bomb.zip/good.txt': 'indexed',
    'broken.zip': 'failed FILE_DAMAGED',
    'locked.zip': 'indexed',
    'locked.zip/secret.txt': 'failed FILE_LOCKED',
    'locked.zip/open.txt': 'indexed',
    'mixed.zip': 'indexed',
    'mixed.zip/a.bin': 'unsupported FILE_UNSUPPORTED',
    'mixed.zip/b.txt': 'indexed',
  });
  const { problems } = await client.library.status();
  expect(problems.map(({ relativePath }) => relativePath)).toContain('locked.zip/secret.txt');
  await expect(
    client.documents.locate({ folderId, relativePath: 'locked.zip/secret.txt' }),
  ).rejects.toMatchObject({ code: 'FILE_LOCKED' });
  expect(await updateAll(client)).toMatchObject({ extracted: 0 });
  await expectWholeIndex(dataDir);
});

test('members above the size limit are left out until it is raised', async () => {
  const { client, dataDir } = await startEngine();
  await client.settings.update({ maxFileBytes: MiB });
  const big = slowText(MiB + MiB / 2);
  const packed = deflateRawSync(big);
  const folder = folderWith({
    'a.zip': declaring(big.length, zip({ 'big.txt': packed, 'b.txt': 'Jam' }), 8),
  });
  await indexFolder(client, folder);
  expect(await statesOf(client)).toEqual({
    'a.zip': 'partial FILE_MEMBERS_LEFT_OUT',
    'a.zip/b.txt': 'indexed',
  });
  expect(await updateAll(client)).toMatchObject({ unchanged: 1 });
  await client.settings.update({ maxFileBytes: 2 * MiB });
  expect(await updateAll(client)).toMatchObject({ extracted: 1 });
  expect(await statesOf(client)).toMatchObject({ 'a.zip': 'indexed', 'a.zip/big.txt': 'indexed' });
  await expectWholeIndex(dataDir);
});

test('of very many members the first two thousand are read', async () => {
  const { client, dataDir } = await startEngine();
  const names = Array.from({ length: 2003 }, (_, i) => [`${i}.txt`, `word${i % 7}`]);
  await indexFolder(client, folderWith({ 'a.zip': zip(Object.fromEntries(names)) }));
  const { documents, total } = await client.documents.list({ limit: 1 });
  expect(total).toBe(2001);
  expect(documents[0]!.problem!.message).toContain('3 of the 2003 files');
  await expectWholeIndex(dataDir);
});

test('a member can be read again and left out', async () => {
  const { client, dataDir } = await startEngine();
  const folder = folderWith({ 'a.zip': zip({ 'b.md': 'Marmalade', 'c.md': 'Chutney' }) });
  const { folderId } = await indexFolder(client, folder);
  const ref = { folderId, relativePath: 'a.zip/b.md' };
  const again = await client.documents.retry(ref);
  expect(await summaryOf(client, again.taskId)).toMatchObject({ extracted: 1 });
  for (const ignored of [true, false]) {
    const { taskId } = await client.documents.setIgnored({ ...ref, ignored });
    await summaryOf(client, taskId);
    expect(await statesOf(client)).toEqual({
      'a.zip': 'indexed',
      'a.zip/b.md': ignored ? 'skipped FILE_IGNORED' : 'indexed',
      'a.zip/c.md': 'indexed',
    });
    expect(await pathsFound(client, 'marmalade', { mode: 'keyword' })).toHaveLength(
      ignored ? 0 : 1,
    );
  }
  await expectWholeIndex(dataDir);
});

test('a container with a new time but the same bytes, or a new name, hands it to members without one', async () => {
  const { client } = await startEngine();
  const folder = folderWith({
    'a.eml': mail('Xylophones enclosed', { 'b.txt': bytesOf('A walrus.') }),
  });
  const { folderId } = await indexFolder(client, folder);
  const timeOf = async (relativePath: string) =>
    (await client.documents.list({ folderId, offset: 0, limit: 10 })).documents.find(
      (one) => one.relativePath === relativePath,
    )?.modifiedAt;
  expect(await timeOf('a.eml/b.txt')).toBe(await timeOf('a.eml'));
  utimesSync(join(folder, 'a.eml'), 1_500_000_000, 1_500_000_000);
  await updateAll(client);
  expect(await timeOf('a.eml/b.txt')).toBe(1_500_000_000_000);
  renameSync(join(folder, 'a.eml'), join(folder, 'c.eml'));
  utimesSync(join(folder, 'c.eml'), 1_600_000_000, 1_600_000_000);
  expect(await updateAll(client)).toMatchObject({ renamed: 1, extracted: 0 });
  expect(await timeOf('c.eml/b.txt')).toBe(1_600_000_000_000);
});

const slowPage = `<html><body>${'<p>w<b>x</b></p>'.repeat(1_000_000)}`;

test('a member that kills its parser leaves the container with the reason, and it is read again later', async () => {
  const { client, dataDir } = await startEngine();
  await client.settings.update({ parserSeconds: 2 });
  const folder = folderWith({
    // Packed, as taking it out must be quick: it is the member that takes too long.
    'a.eml': mail('Xylophones enclosed', { 'slow.zip': zip({ 'slow.html': slowPage }) }),
    'b.md': 'Marmalade',
  });
  await indexFolder(client, folder);
  expect(await statesOf(client)).toEqual({
    'a.eml': 'quarantined PARSER_TIME_LIMIT',
    'b.md': 'indexed',
  });
  expect(await pathsFound(client, 'xylophones', { mode: 'keyword' })).toEqual(['a.eml']);
  expect(await updateAll(client)).toMatchObject({ extracted: 0, unchanged: 2 });
  await expectWholeIndex(dataDir);
  writeFileSync(join(folder, 'a.eml'), mail('Xylophones', { 'fast.txt': bytesOf('Quince') }));
  await updateAll(client);
  expect(await statesOf(client)).toMatchObject({ 'a.eml': 'indexed', 'a.eml/fast.txt': 'indexed' });
  await expectWholeIndex(dataDir);
});

test('killed in the middle, every container is whole or not there', async () => {
  const count = 60;
  const members = ['a.md', 'b/c.md', 'd.txt'];
  const folder = folderWith(
    Object.fromEntries(
      Array.from({ length: count }, (_, i) => [
        `${i}.zip`,
        zip(Object.fromEntries(members.map((name) => [name, `Word${i} in ${name} `.repeat(99)]))),
      ]),
    ),
  );
  const data = join(temporaryFolder(), 'data');
  const committed = await killWhileIndexing(folder, data, count);
  expect(committed % (members.length + 1)).toBe(0);
  expect(committed).toBeGreaterThan(0);
  await expectWholeIndex(data, { complete: false });
  expect(await cliJson(['index', folder], { data })).toMatchObject({ scanned: count, problems: 0 });
  const { client } = await startEngine(data);
  expect((await client.documents.list({ limit: 1 })).total).toBe(count * (members.length + 1));
  await expectWholeIndex(data);
});

/** The same archive, whose first member declares this size, and that it was packed by this method. */
function declaring(size: number, archive: Uint8Array, method = 0): Uint8Array {
  const bytes = Buffer.from(archive);
  const directory = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1') + 16;
  const first = bytes.readUInt32LE(directory);
  bytes.writeUInt16LE(method, first + 10);
  bytes.writeUInt32LE(size, first + 24);
  return bytes;
}
