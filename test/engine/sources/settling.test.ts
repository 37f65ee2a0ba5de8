import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { settleMirrors } from '../../../src/engine/sources/settle-mirrors.ts';
import { createSlots } from '../../../src/engine/sources/slots.ts';
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

test('as many at once as there are places; who stops waiting takes none', async () => {
  const slots = createSlots(2);
  const { signal } = new AbortController();
  let inside = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++inside);
    await new Promise((resolve) => setTimeout(resolve, 5));
    inside--;
  };
  const stop = new AbortController();
  const all = [1, 2, 3, 4, 5].map(() => slots.take(signal, work));
  const never = slots.take(stop.signal, () => Promise.reject(new Error('it began')));
  stop.abort(new Error('stopped'));
  await expect(never).rejects.toThrow('stopped');
  await Promise.all(all);
  expect(most).toBe(2);
  await expect(slots.take(signal, () => Promise.reject(new Error('failed')))).rejects.toThrow();
  await slots.take(signal, work);
});
