import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { browse } from '../../../src/engine/library/browse.ts';
import { temporaryFolder } from '../../support/folder.ts';

test('directories are listed, and files only where their ending is asked for', () => {
  const folder = temporaryFolder();
  for (const name of ['b10', 'b9', '.hidden']) mkdirSync(join(folder, name));
  mkdirSync(join(folder, 'looks-like.gguf'));
  for (const name of ['Zwei.GGUF', 'ein.gguf', '.ein.gguf', 'ein.txt', 'adapter_config.json']) {
    writeFileSync(join(folder, name), '');
  }
  const names = (entries: { name: string }[]) => entries.map(({ name }) => name);
  const plain = browse(folder);
  expect(names(plain.directories)).toEqual(['b9', 'b10', 'looks-like.gguf']);
  expect(plain.files).toEqual([]);
  const withFiles = browse(folder, ['.gguf', 'adapter_config.json']);
  expect(withFiles.directories).toEqual(plain.directories);
  expect(names(withFiles.files)).toEqual(['adapter_config.json', 'ein.gguf', 'Zwei.GGUF']);
  expect(withFiles.files[1]!.path).toBe(join(folder, 'ein.gguf'));
});
