// What library.db knows of installed models, and that an older library takes them in.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLibraryStore } from '../../../src/engine/store/library/library-store.ts';
import { libraryMigrations } from '../../../src/engine/store/library/schema.ts';
import { migrate, openForWriting } from '../../../src/engine/store/sqlite.ts';
import { temporaryFolder } from '../../support/folder.ts';

const file = {
  name: 'Grüße 🦊',
  kind: 'chat',
  path: '/models/a.gguf',
  linked: true,
  size: 12,
  modifiedAt: 3.5,
  sha256: null,
  source: null,
  licence: 'mit',
  facts: { some: ['facts'] },
} as const;

test('a library of before is kept and takes models in', async () => {
  const dataDir = temporaryFolder();
  const db = openForWriting(join(dataDir, 'library.db'));
  migrate(db, libraryMigrations.slice(0, 4));
  db.prepare('INSERT INTO folders (id, path, added_at) VALUES (?, ?, 1)').run('f', '/old');
  db.close();
  const library = await openLibraryStore(dataDir);
  expect(library.folders.list()).toMatchObject([{ id: 'f', path: '/old' }]);
  expect(library.modelFiles.list()).toEqual([]);
  library.modelFiles.add(file);
  library.close();
  const again = await openLibraryStore(dataDir);
  expect(again.modelFiles.list()).toMatchObject([{ ...file, loadCrashes: 0 }]);
  again.close();
});

test('names and paths are there once; crashes count until it loads or changes', async () => {
  const { modelFiles, close } = await openLibraryStore(temporaryFolder());
  modelFiles.add({ ...file, name: 'Small' });
  expect(modelFiles.find('sMALL')).toMatchObject({ name: 'Small', facts: file.facts });
  expect(() => modelFiles.add({ ...file, name: 'SMALL', path: '/b' })).toThrow(/UNIQUE/);
  expect(() => modelFiles.add({ ...file, name: 'Other' })).toThrow(/UNIQUE/);
  const crashes = () => modelFiles.atPath(file.path)?.loadCrashes;
  modelFiles.addCrash(file.path);
  modelFiles.addCrash(file.path);
  expect(crashes()).toBe(2);
  modelFiles.clearCrashes(file.path);
  expect(crashes()).toBe(0);
  modelFiles.addCrash(file.path);
  modelFiles.replace('Small', { ...file, size: 99, sha256: 'ab' });
  expect(modelFiles.find('Small')).toMatchObject({ size: 99, sha256: 'ab', loadCrashes: 0 });
  modelFiles.remove('Small');
  expect(modelFiles.atPath(file.path)).toBeNull();
  close();
});
