import { describe, expect, test } from 'vitest';
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
    'var a=1;'.repeat(1_250_000),
    '`a\n/*b\n"""c\n'.repeat(700_000),
    `${' '.repeat(99)}x\n`.repeat(100_000),
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
