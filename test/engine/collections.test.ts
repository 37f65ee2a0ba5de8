// Collections and folders: what is in scope is searched, nothing else, however few it has.
import { mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EngineConnection } from '../../src/engine/connect.ts';
import type { Client } from '../../src/shared/contract/contract.ts';
import { searchModes } from '../../src/shared/contract/search.ts';
import {
  endOf,
  indexFolder,
  openTestEngine,
  pathsFound,
  startEngine,
  statesOf,
  updateAll,
} from '../support/engine.ts';
import { folderWith, temporaryFolder, writeFiles } from '../support/folder.ts';
import { expectWholeIndex } from '../support/index-check.ts';

const dataDir = temporaryFolder();
/** Many passages that fit better than those of the small folder do. */
const crowd = Object.fromEntries(
  Array.from({ length: 160 }, (_, i) => [
    `crowd-${i}.md`,
    `# Penguins\n\nPenguins, penguins ${i}.\n`,
  ]),
);
let connection: EngineConnection;
let client: Client;
let large: { id: string; path: string };
let small: { id: string; path: string };
let birds: string;

beforeAll(async () => {
  connection = await openTestEngine(dataDir);
  ({ client } = connection);
  birds = (await client.library.createCollection({ name: 'Birds' })).id;
  const paths = [
    folderWith(crowd),
    folderWith({ 'one.md': 'A penguin once, far down in a text about ice.' }),
  ];
  large = { path: paths[0]!, id: (await indexFolder(client, paths[0]!)).folderId };
  small = { path: paths[1]!, id: (await indexFolder(client, paths[1]!, birds)).folderId };
});
afterAll(() => connection.close());

test('there is a default collection from the start, which takes what is added', async () => {
  const collections = await client.library.collections();
  expect(collections.map(({ isDefault, folderIds }) => [isDefault, folderIds])).toEqual([
    [true, [large.id]],
    [false, [small.id]],
  ]);
});

test.each(searchModes)('%s search in a small scope finds what stands there', async (mode) => {
  expect(await pathsFound(client, 'penguin', { mode, collectionId: birds })).toEqual(['one.md']);
  expect(await pathsFound(client, 'penguin', { mode, folderIds: [small.id] })).toEqual(['one.md']);
  const other = await pathsFound(client, 'penguin', { mode, folderIds: [large.id], limit: 20 });
  expect(other.length).toBe(20);
  expect(other).not.toContain('one.md');
});

test('collection and folder narrow together', async () => {
  const scope = { collectionId: birds, folderIds: [large.id] };
  expect(await pathsFound(client, 'penguin', scope)).toEqual([]);
  expect(await pathsFound(client, 'penguin', { folderIds: [] })).toEqual([]);
  expect(await pathsFound(client, 'penguin', { folderIds: ['no such folder'] })).toEqual([]);
});

test('an answer rests on its scope alone', async () => {
  const question = 'Where does a penguin stand in a text about ice?';
  for await (const event of await client.answer.ask({ question, scope: { collectionId: birds } })) {
    if (event.type !== 'done') continue;
    const passages = [...event.answer.citations, ...event.answer.nearest];
    expect(passages.length).toBeGreaterThan(0);
    expect(new Set(passages.map(({ folderId }) => folderId))).toEqual(new Set([small.id]));
  }
});

test('a collection that is not there is told', async () => {
  const asked = client.search.query({ query: 'penguin', collectionId: 'nobody' });
  await expect(asked).rejects.toMatchObject({
    code: 'COLLECTION_UNKNOWN',
    params: { name: 'nobody' },
  });
});

test('names are one of a kind, and the default collection stays', async () => {
  const { library } = client;
  const code = (code: string) => ({ code }) as object;
  await expect(library.createCollection({ name: ' bIRDS ' })).rejects.toMatchObject(
    code('COLLECTION_NAME_TAKEN'),
  );
  await expect(library.createCollection({ name: ' ' })).rejects.toMatchObject(
    code('REQUEST_INVALID'),
  );
  const [first] = await library.collections();
  await expect(library.deleteCollection({ id: first!.id })).rejects.toMatchObject(
    code('COLLECTION_IS_DEFAULT'),
  );
  await expect(library.renameCollection({ id: birds, name: first!.name })).rejects.toMatchObject(
    code('COLLECTION_NAME_TAKEN'),
  );
  expect(await library.renameCollection({ id: birds, name: 'BIRDS' })).toMatchObject({
    name: 'BIRDS',
  });
  await expect(
    library.setCollectionFolders({ id: birds, folderIds: ['nothing'] }),
  ).rejects.toMatchObject(code('FOLDER_UNKNOWN'));
});

test('a folder can be in several collections and is indexed once', async () => {
  const zoo = await client.library.createCollection({ name: 'Zoo' });
  expect(await indexFolder(client, small.path, zoo.id)).toMatchObject({
    folderId: small.id,
    extracted: 0,
    embedded: 0,
  });
  expect(await pathsFound(client, 'penguin', { collectionId: zoo.id })).toEqual(['one.md']);
  await client.library.deleteCollection({ id: zoo.id });
  expect(await pathsFound(client, 'penguin', { folderIds: [small.id] })).toEqual(['one.md']);
});

test('a folder is the same folder however its path is written', async () => {
  const link = join(temporaryFolder(), 'link');
  symlinkSync(small.path, link);
  for (const path of [link, `${small.path}/`, `${small.path}/../${small.path.split('/').at(-1)}`]) {
    expect(await client.library.addFolder({ path })).toMatchObject({
      folderId: small.id,
      added: false,
    });
  }
  expect(await client.documents.find({ path: join(link, 'one.md') })).toEqual({
    folderId: small.id,
    relativePath: 'one.md',
  });
});

test('a folder that is removed leaves no rows, and can be added again', async () => {
  const path = folderWith({ 'a.md': '# Auks\n\nAuks dive.', 'b.md': '# Boobies\n\nBoobies too.' });
  const { folderId } = await indexFolder(client, path);
  const { taskId } = await client.library.removeFolder({ folderId });
  expect(await pathsFound(client, 'auks', { mode: 'keyword' })).toEqual([]);
  expect(await endOf(client, taskId)).toMatchObject({ state: 'done', kind: 'remove' });
  const db = new Database(join(dataDir, 'index.db'), { readonly: true });
  const rows = db.prepare(`SELECT id FROM folders`).pluck().all();
  const texts = db.prepare(`SELECT text FROM chunks WHERE text LIKE '%Auks%'`).pluck().all();
  db.close();
  expect(rows).not.toContain(folderId);
  expect(texts).toEqual([]);
  await expectWholeIndex(dataDir);
  expect((await indexFolder(client, path)).folderId).not.toBe(folderId);
  expect(await pathsFound(client, 'auks', { mode: 'keyword' })).toEqual(['a.md']);
});

test('a folder that cannot be reached keeps its documents, and the others are updated', async () => {
  const own = await startEngine();
  const [first, second] = [folderWith({ 'a.md': 'Terns dive.' }), folderWith({ 'b.md': 'Gulls.' })];
  await indexFolder(own.client, first);
  await indexFolder(own.client, second);
  renameSync(first, `${first}-gone`);
  writeFiles(second, { 'c.md': 'Skuas chase.' });
  expect(await updateAll(own.client)).toMatchObject({ extracted: 1, removed: 0 });
  const folders = await own.client.library.folders();
  expect(folders.map(({ online, documents }) => [online, documents.indexed])).toEqual([
    [false, 1],
    [true, 2],
  ]);
  expect((await pathsFound(own.client, 'terns'))[0]).toBe('a.md');
  const alone = await own.client.library.update({ folderIds: [folders[0]!.id] });
  expect(await endOf(own.client, alone.taskId)).toMatchObject({
    state: 'failed',
    error: { code: 'FOLDER_OFFLINE', params: { path: first } },
  });
  renameSync(`${first}-gone`, first);
  expect(await updateAll(own.client)).toMatchObject({ extracted: 0, unchanged: 3 });
});

test('what a person leaves out stays out, also when the index is lost', async () => {
  const own = await startEngine();
  const path = folderWith({ 'a.md': 'Terns dive.', 'b.md': 'Gulls cry.' });
  const { folderId } = await indexFolder(own.client, path);
  const ref = { folderId, relativePath: 'b.md' };
  await endOf(
    own.client,
    (await own.client.documents.setIgnored({ ...ref, ignored: true })).taskId,
  );
  expect(await statesOf(own.client)).toEqual({ 'a.md': 'indexed', 'b.md': 'skipped FILE_IGNORED' });
  expect(await pathsFound(own.client, 'gulls', { mode: 'keyword' })).toEqual([]);
  await own.close();
  rmSync(join(own.dataDir, 'index.db'));
  const again = await startEngine(own.dataDir);
  await updateAll(again.client);
  expect(await statesOf(again.client)).toEqual({
    'a.md': 'indexed',
    'b.md': 'skipped FILE_IGNORED',
  });
  await endOf(
    again.client,
    (await again.client.documents.setIgnored({ ...ref, ignored: false })).taskId,
  );
  expect(await statesOf(again.client)).toEqual({ 'a.md': 'indexed', 'b.md': 'indexed' });
});

test('a directory inside a folder can be listed and chosen from', async () => {
  const path = temporaryFolder();
  for (const name of ['b 10', 'b 2', '.hidden']) mkdirSync(join(path, name));
  const listing = await client.library.browse({ path });
  expect(listing.directories.map(({ name }) => name)).toEqual(['b 2', 'b 10']);
  expect(listing.path).toBe(path);
  await expect(client.library.browse({ path: join(path, 'nothing') })).rejects.toMatchObject({
    code: 'FOLDER_NOT_FOUND',
  });
});
