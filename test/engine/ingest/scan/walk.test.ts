import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { walk } from '../../../../src/engine/ingest/scan/walk.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lorekeep-walk-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(...names: string[]): void {
  for (const name of names) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), name);
  }
}

const paths = (only?: string[]) =>
  [...walk({ root, except: [], only })].map((one) =>
    one.kind === 'file' ? one.file.relativePath : one.kind,
  );

test('a part of the tree: these paths and what is below them, by the same rules', () => {
  write('a.md', 'b/c/d.md', 'b/c/e.log', 'b/c2/x.md', 'b/x.md', 'node_modules/x.md');
  writeFileSync(join(root, '.gitignore'), '*.log\n');
  expect(paths(['b/c', 'a.md', 'gone.md', 'node_modules'])).toEqual(['a.md', 'b/c/d.md']);
  expect(paths(['b/c', 'b/c/d.md'])).toEqual(['b/c/d.md']);
  expect(paths(['b/c/e.log', 'b/x.md/y.md'])).toEqual([]);
  expect(paths([])).toEqual([]);
});

test('what a build or a program made is left out; a folder of the same name elsewhere is not', () => {
  write('app/package.json', 'app/dist/x.md', 'app/docs/x.md', 'house/build/plan.md');
  write('rust/Cargo.toml', 'rust/target/x.md', 'py/env/pyvenv.cfg', 'py/env/lib/x.md');
  write('cache/CACHEDIR.TAG', 'cache/x.md');
  expect(paths()).toEqual([
    'app/docs/x.md',
    'app/package.json',
    'house/build/plan.md',
    'rust/Cargo.toml',
  ]);
});

test('files come in the order of the bytes of their paths, as SQLite sorts them', () => {
  const names = ['a.md', 'a/x.md', 'a-b/x.md', 'a b.md', 'B/z/1.md', 'ä.md', '\uFB01.md', '😀.md'];
  write(...names);
  expect(paths()).toEqual(
    names.toSorted((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other))),
  );
});
