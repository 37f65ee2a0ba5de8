import { describe, expect, test } from 'vitest';
import { chunkDocument } from '../../../../src/engine/ingest/chunk/chunk.ts';
import {
  codeExtensions,
  languageOfCode,
} from '../../../../src/engine/ingest/extract/lines/languages.ts';
import { sniffFormat } from '../../../../src/engine/ingest/extract/sniff/sniff.ts';
import { bytesOf, read } from '../../../support/extracting.ts';

/** The first line of each part. */
async function partsOf(source: string): Promise<string[]> {
  const { text, blocks } = await read('code', source);
  expect(text).toBe(source);
  expect(blocks.every(({ kind }) => kind === 'code')).toBe(true);
  return blocks.map(({ start, end }) => text.slice(start, end).split('\n')[0]!);
}

describe('parts of a source file', () => {
  test('functions with the comments above them, blank lines inside or not', async () => {
    const source = [
      "import a from 'a';",
      "import b from 'b';",
      '',
      '/** Adds. */',
      'function add(x, y) {',
      '  const sum = x + y;',
      '',
      '  return sum;',
      '}',
      '// Takes away.',
      'function subtract(x, y) {',
      '  return x - y;',
      '}',
      '',
      'class Empty {}',
    ].join('\n');
    expect(await partsOf(source)).toEqual([
      "import a from 'a';",
      '/** Adds. */',
      '// Takes away.',
      'class Empty {}',
    ]);
  });

  test('braces on lines of their own', async () => {
    const source = 'int main()\n{\n\treturn 0;\n}\n\nstatic int other(void)\n{\n\treturn 1;\n}\n';
    expect(await partsOf(source)).toEqual(['int main()', 'static int other(void)']);
  });

  test('signs of strings and comments inside a string open nothing', async () => {
    const source = [
      `quotes = ('"""', "'''", "/*", 'it\\'s', "don't")`,
      '',
      'class Reader:',
      '    pass',
      '',
      "# don't",
      'last = 1',
    ].join('\n');
    expect(await partsOf(source)).toEqual([source.split('\n')[0]!, 'class Reader:', "# don't"]);
  });

  test('decorators, and what goes on at the same indent', async () => {
    const source = [
      '@cached',
      'def f(x):',
      '    return x',
      'try:',
      '    f(1)',
      'except ValueError:',
      '    pass',
      '',
      'else:',
      '    f(2)',
    ].join('\n');
    expect(await partsOf(source)).toEqual(['@cached', 'try:']);
  });

  test('strings and comments of several lines stay whole', async () => {
    const python = 'def f():\n    """Say\n\nno more\n\nthan this."""\n    return 1\n\nx = 1\n';
    expect(await partsOf(python)).toEqual(['def f():', 'x = 1']);
    const script = 'const a = `one\n\ntwo\n`;\n\n/* three\n\nfour */\nconst b = 1;\n';
    expect(await partsOf(script)).toEqual(['const a = `one', '/* three']);
  });

  test('signs that open nothing do not swallow the rest', async () => {
    const source = "const files = 'src/*';\n\nconst tick = '`';\n\nlet x;\n";
    expect(await partsOf(source)).toHaveLength(3);
  });

  test('a long class is cut into its methods', async () => {
    const method = (name: string): string =>
      `    /** Does ${name}. */\n    void ${name}() {\n${'        work();\n'.repeat(30)}    }\n`;
    const source = `class Worker {\n${['one', 'two', 'three'].map(method).join('\n')}}\n`;
    expect(await partsOf(source)).toEqual([
      'class Worker {',
      '    /** Does two. */',
      '    /** Does three. */',
    ]);
  });
});

test('lines are those of the file, and it has no title', async () => {
  const extracted = await read('code', 'a\r\nb\rc\n');
  expect(extracted).toMatchObject({ text: 'a\nb\nc\n', hasLines: true, title: null, pages: null });
  expect(await read('code', '')).toMatchObject({ text: '', blocks: [] });
  expect(await read('code', '\n \n')).toMatchObject({ blocks: [] });
});

test('large and hostile files are quick', async () => {
  for (const source of [
    'var a=1;'.repeat(250_000),
    '`a\n/*b\n"""c\n'.repeat(140_000),
    `${' '.repeat(99)}x\n`.repeat(20_000),
    Array.from({ length: 3000 }, (_, i) => `${' '.repeat(i)}x\n`).join(''),
  ]) {
    const start = performance.now();
    await read('code', source);
    expect(performance.now() - start).toBeLessThan(5000);
  }
});

test.each(
  'ts js py java c cpp cs go rs rb php swift kt sh sql css vue tsx'
    .split(' ')
    .map((e) => `a/x.${e}`),
)('%s is code', (name) => {
  expect(sniffFormat(bytesOf('Some plain words.\n'), name)).toBe('code');
});

test('a script is known by its first line', () => {
  expect(sniffFormat(bytesOf('#!/usr/bin/env python3\nprint(1)\n'), 'tool')).toBe('code');
  expect(sniffFormat(bytesOf('#!/bin/sh\nls\n'), 'x.txt')).toBe('code');
  expect(sniffFormat(bytesOf('#! means nothing here\n'), 'x.txt')).toBe('text');
});

describe('what a part is called', () => {
  /** The names of each part, joined. */
  async function namesOf(source: string): Promise<string[]> {
    const { blocks } = await read('code', source);
    return blocks.map(({ names = [] }) => names.join(' > '));
  }

  test.each([
    ['export async function load(a: string): Promise<void> {\n  go();\n}', 'load'],
    ['export const sum = (a: number): number => {\n  return a;\n};', 'sum'],
    ['@cached\ndef f(x):\n    return x', 'f'],
    ['func (c *Nest) Count(a []string) int {\n\treturn 1\n}', 'Count'],
    ['pub(crate) async fn fetch<T>(x: T) -> u8 {\n    0\n}', 'fetch'],
    ['impl<T> Display for Nest<T> {\n    fn x() {}\n}', 'Nest'],
    ['/* Says. */\nstatic unsigned long\nfoo_bar(int x)\n{\n\treturn 1;\n}', 'foo_bar'],
    ['int Shape::area(const Foo& x) const {\n    return 1;\n}', 'Shape::area'],
    ['build() {\n  make\n}', 'build'],
    ['CREATE TABLE IF NOT EXISTS people (\n  id INT\n);', 'people'],
    ['fit <- function(x) {\n  x\n}', 'fit'],
    ['größe(x) {\n  y\n}', 'größe'],
    ['if not isinstance(node, Name):\n    raise', ''],
    ["it('flies', () => {\n  x();\n});", ''],
    ['for (let i = 0; i < 3; i++) {\n  x();\n}', ''],
    ['# def not_this():\nx = 1', ''],
  ])('%j', async (source, name) => {
    expect(await namesOf(source)).toEqual([name]);
  });

  test('members lie in their class, parts of long functions in those', async () => {
    const long = '        work(here, with, all, of, it)\n'.repeat(60);
    const source = [
      'class Nest(Bird):',
      '    """Eggs."""',
      '',
      '    def lay(self):',
      '        return 1',
      '',
      `    def hatch(self):\n\n${long}`,
      'def other():',
      '    pass',
    ].join('\n');
    const { text, blocks } = await read('code', source);
    const shown = blocks.map(
      ({ names = [], start }) => `${names.join('.')} ${text.slice(start).trim().slice(0, 9)}`,
    );
    expect(shown).toEqual([
      'Nest class Nes',
      'Nest.lay def lay(s',
      'Nest.hatch def hatch',
      'Nest.hatch work(here',
      'other def other',
    ]);
    const chunks = chunkDocument(await read('code', source));
    expect(chunks[0]?.headingPath).toEqual(['Nest']);
    expect(chunks.some(({ headingPath }) => headingPath.join('.') === 'Nest.hatch')).toBe(true);
    expect(chunks.at(-1)?.headingPath).not.toContain('Nest');
  });

  test('lines made to mislead take no time', async () => {
    for (const piece of ['a<b> ', 'a & * ', 'x.', 'public ', 'a<', '(', 'export const ']) {
      await read('code', `${piece.repeat(20_000)}\n  body\n`.repeat(20));
    }
  });
});

describe('the language of a source file', () => {
  test.each([
    ['a/b.ts', '', 'TypeScript'],
    ['X.HPP', '', 'C++'],
    ['Makefile', 'all:', 'Makefile'],
    ['CMakeLists.txt', '', 'CMake'],
    ['run', '#!/usr/bin/env -S python3 -u\n', 'Python'],
    ['run', '#!/bin/bash -e\n', 'Shell'],
    ['notes.py', '#!/bin/sh\n', 'Python'],
    ['', 'x = 1', null],
  ])('%s %j', (name, text, language) => {
    expect(languageOfCode(name, text)).toBe(language);
  });

  test('all that is read as code by its name has one', () => {
    for (const extension of codeExtensions) {
      const name = extension.includes('.') ? extension : `a.${extension}`;
      expect(sniffFormat(bytesOf('x = 1'), name)).toBe('code');
      expect(languageOfCode(name, '')).not.toBeNull();
    }
  });
});
