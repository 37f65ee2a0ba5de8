import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { walk } from '../../../../src/engine/ingest/scan/walk.ts';
import { folderWith } from '../../../support/folder.ts';

const found = (root: string, except: string[] = []) =>
  [...walk({ root, except })]
    .map((one) => (one.kind === 'file' ? one.file.relativePath : `${one.relativePath}/ unreadable`))
    .toSorted();

const files = (...names: string[]) => Object.fromEntries(names.map((name) => [name, 'x']));

test('hidden names, other programs’ folders and litter are left out', () => {
  const root = folderWith({
    ...files(
      'a.md',
      '.hidden.md',
      '.git/config',
      'node_modules/x/readme.md',
      'b/__pycache__/c.txt',
    ),
    ...files('~$letter.docx', 'Thumbs.db', 'b/desktop.ini', 'film.part', 'b/notes.tmp', 'b/c.md'),
    ...files('node_modules.md', 'tmp/kept.md'),
  });
  expect(found(root)).toEqual(['a.md', 'b/c.md', 'node_modules.md', 'tmp/kept.md']);
});

test('.gitignore rules: folders, roots, stars, negation, comments, a byte order mark', () => {
  const root = folderWith({
    '.gitignore': '\uFEFF# comment\nbuild/\n/top.md\n*.log\n!keep.log\ndeep/**/x.md\n\\!odd.md\n',
    ...files('build/a.md', 'sub/build/a.md', 'top.md', 'sub/top.md', 'a.log', 'sub/keep.log'),
    ...files('deep/x.md', 'deep/1/2/x.md', 'deep/1/y.md', '!odd.md', 'built.md'),
  });
  expect(found(root)).toEqual(['built.md', 'deep/1/y.md', 'sub/keep.log', 'sub/top.md']);
});

test('the deepest file with an opinion decides, for what is below it alone', () => {
  const root = folderWith({
    '.gitignore': '*.txt\n',
    'sub/.gitignore': '!*.txt\n/private/\n',
    'sub/more/.gitignore': 'c.txt\n',
    ...files('a.txt', 'a.md', 'sub/b.txt', 'sub/private/d.md', 'private/d.md'),
    ...files('sub/more/c.txt', 'sub/more/d.txt', 'other/e.txt'),
  });
  expect(found(root)).toEqual(['a.md', 'private/d.md', 'sub/b.txt', 'sub/more/d.txt']);
});

test('a folder that is left out is not entered, so nothing in it comes back', () => {
  const root = folderWith({
    '.gitignore': 'out/\n!out/kept.md\n',
    'out/.gitignore': '!*\n',
    ...files('out/kept.md', 'in.md'),
  });
  expect(found(root)).toEqual(['in.md']);
});

test('.lorekeepignore adds to .gitignore and may take back', () => {
  const root = folderWith({
    '.gitignore': '*.csv\n',
    '.lorekeepignore': 'drafts/\n!wanted.csv\n',
    ...files('a.csv', 'wanted.csv', 'drafts/a.md', 'b.md'),
  });
  expect(found(root)).toEqual(['b.md', 'wanted.csv']);
});

test('rules that make no sense, or are no file, rule nothing out', () => {
  const root = folderWith({
    '.gitignore': '[z-a]\n[\n***\\\n!\n/\n\\\n(a+)+$\n{a,b\n' + 'x'.repeat(5000),
    'big/.gitignore': '*\n'.repeat(600_000),
    ...files('a.md', 'big/b.md', 'name with space .md', 'ümlaut [1].md', 'dir/c.md'),
  });
  mkdirSync(join(root, 'dir', '.gitignore'));
  expect(found(root)).toEqual([
    'a.md',
    'big/b.md',
    'dir/c.md',
    'name with space .md',
    'ümlaut [1].md',
  ]);
});

test('a directory that is excepted is passed over', () => {
  const root = folderWith(files('a.md', 'data/b.md', 'data2/c.md'));
  expect(found(root, [join(root, 'data')])).toEqual(['a.md', 'data2/c.md']);
});
