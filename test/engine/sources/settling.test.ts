import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { settleMirrors } from '../../../src/engine/sources/settle-mirrors.ts';
import { openLibraryStore } from '../../../src/engine/store/library/library-store.ts';
import { temporaryFolder } from '../../support/folder.ts';

test('folders that nobody knows are removed, unless the library is an older one', async () => {
  const dataDir = temporaryFolder();
  const root = join(dataDir, 'sources');
  const library = await openLibraryStore(dataDir);
  const make = () => mkdirSync(join(root, 'unknown'), { recursive: true });
  make();
  settleMirrors(root, { ...library, restored: { file: 'x', date: 'y' } });
  expect(readdirSync(root)).toEqual([]);
  expect(readdirSync(`${root}-aside`)).toEqual(['unknown']);
  make();
  settleMirrors(root, library);
  expect(readdirSync(root)).toEqual([]);
  expect(readdirSync(`${root}-aside`)).toEqual(['unknown']);
  library.close();
});
