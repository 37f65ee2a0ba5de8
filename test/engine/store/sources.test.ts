// What library.db knows of sources, and that a library made before there were any takes them in.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLibraryStore } from '../../../src/engine/store/library/library-store.ts';
import { libraryMigrations } from '../../../src/engine/store/library/schema.ts';
import { migrate, openForWriting } from '../../../src/engine/store/sqlite.ts';
import { temporaryFolder } from '../../support/folder.ts';

const about = { kind: null, connector: null, everyHours: 24, maxPages: 500, otherHosts: false };
const page = {
  address: 'https://x.example/a',
  title: null,
  etag: null,
  lastModified: null,
  fetchedAt: 5,
  listedAt: 7,
  failure: null,
};

test('a library of before is kept and takes sources in', async () => {
  const dataDir = temporaryFolder();
  const db = openForWriting(join(dataDir, 'library.db'));
  migrate(db, libraryMigrations.slice(0, 2));
  db.prepare('INSERT INTO folders (id, path, added_at) VALUES (?, ?, 1)').run('f', '/old');
  db.close();
  const library = await openLibraryStore(dataDir);
  expect(library.folders.list()).toMatchObject([{ id: 'f', path: '/old' }]);
  expect(library.sources.list()).toEqual([]);
  library.sources.add({ ...about, folderId: 'f', name: 'X', address: 'https://x.example/' });
  expect(library.sources.ofFolder('f')).toMatchObject({ name: 'X', fetchedAt: null });
  library.close();
});

test('a change leaves the rest as it is; a source and its pages go with its folder', async () => {
  const library = await openLibraryStore(temporaryFolder());
  const folder = library.folders.add('/mirror');
  const source = library.sources.add({ ...about, folderId: folder.id, name: 'X', address: 'a' });
  library.sources.change(source.id, { triedAt: 7 });
  library.sources.change(source.id, { name: 'Y' });
  expect(library.sources.find(source.id)).toMatchObject({ name: 'Y', triedAt: 7, maxPages: 500 });

  const { sourcePages } = library;
  const failure = { code: 'PAGE_GONE', params: { status: 404 } } as const;
  sourcePages.put(source.id, { ...page, key: '1', file: 'one.zip' });
  sourcePages.put(source.id, { ...page, key: '2', address: null, file: null, failure });
  expect(sourcePages.counts(source.id)).toEqual({ kept: 1, failed: 1 });
  expect(sourcePages.failed(source.id, 10)).toMatchObject([{ key: '2', failure }]);
  expect(sourcePages.originOf(folder.id, 'one.zip/inside/a.txt')).toEqual({
    address: page.address,
    title: null,
    fetchedAt: 5,
  });
  expect(sourcePages.originOf(folder.id, 'two')).toBeNull();
  expect(sourcePages.findByAddress(page.address)).toEqual({
    folderId: folder.id,
    relativePath: 'one.zip',
  });

  library.folders.remove(folder.id);
  expect(library.sources.list()).toEqual([]);
  expect(sourcePages.findByAddress(page.address)).toBeNull();
  library.close();
});
