import { describe, expect, test } from 'vitest';
import iconv from 'iconv-lite';
import { sniffFormat } from '../../../../src/engine/ingest/extract/sniff/sniff.ts';
import { bytesOf, read } from '../../../support/extracting.ts';

const words = 'some words that fill a line of this file '.repeat(20);

/** The trimmed start of each part. */
async function partsOf(source: string, length = 12): Promise<string[]> {
  const { text, blocks } = await read('data', source);
  expect(text).toBe(source);
  expect(blocks.every(({ kind }) => kind === 'code')).toBe(true);
  return blocks.map(({ start, end }) => text.slice(start, end).trim().slice(0, length));
}

describe('parts', () => {
  test('of JSON are its members, short ones together', async () => {
    const value = { a: 1, b: '[', first: { words }, second: [words, ']"', words], third: words };
    for (const source of [JSON.stringify(value), JSON.stringify(value, null, 2)]) {
      const parts = await partsOf(source, 9);
      expect(parts.map((part) => part.replace(/\s/g, '').slice(0, 4))).toEqual([
        '{"a"',
        '"sec',
        '"]\\"',
        '"thi',
      ]);
    }
  });

  test('of lines of JSON are its lines', async () => {
    const source = ['one', 'two', 'three'].map((id) => JSON.stringify({ id, words })).join('\n');
    expect(await partsOf(source)).toEqual(['{"id":"one",', '{"id":"two",', '{"id":"three']);
  });

  test('of XML are its elements', async () => {
    const head = '<?xml version="1.0"?>\n<!DOCTYPE r [<!ENTITY a "<x>">]>\n';
    const item = (n: number): string =>
      `<item n="${n}" note='a > b'><![CDATA[</item><b>]]><!-- <c> --><empty/>${words}</item>`;
    const source = `${head}<r>\n${item(1)}\n${item(2)}\n${item(3)}</r>`;
    expect(await partsOf(source, 9)).toEqual(['<?xml ver', '<item n="', '<item n="']);
  });

  test('of TOML, INI and YAML are their sections and keys', async () => {
    expect(await partsOf('[one]\na = 1\n[two]\nb = 2\n\n# note\n[[three]]\n')).toEqual([
      '[one]\na = 1',
      '[two]\nb = 2',
      '# note',
      '[[three]]',
    ]);
    const yaml = await partsOf('a:\n  b: 1\n\n  c: 2\nd:\n- e\n- f\n', 10);
    expect(yaml.map((part) => part.trim())).toEqual(['a:\n  b: 1', 'd:\n- e\n- f']);
  });
});

test('entities of XML stay as they are', async () => {
  const bomb = `<!DOCTYPE x [<!ENTITY a "${'lol'.repeat(10)}"><!ENTITY b "${'&a;'.repeat(1000)}">]><x>&b;</x>`;
  expect((await read('data', bomb)).text).toBe(bomb);
});

test('the encoding may be declared, or be UTF-16', async () => {
  const source = '<?xml version="1.0" encoding="koi8-r"?><a>Привет</a>';
  expect((await read('data', iconv.encode(source, 'koi8-r'))).text).toBe(source);
  expect((await read('data', Buffer.from(source, 'utf16le'))).text).toBe(source);
});

test('what is broken or empty is still text', async () => {
  for (const source of [
    '',
    '{',
    '{"a": "open',
    '<a',
    '<a b="',
    '<!--',
    '<!DOCTYPE [',
    ']}',
    '\n',
  ]) {
    await partsOf(source);
  }
  const long = JSON.stringify(Array.from({ length: 200 }, (_, i) => ({ i, words })));
  for (const end of [1000, 5000, 100_001]) await partsOf(long.slice(0, end));
});

test('ten megabytes on one line are quick', async () => {
  const record = JSON.stringify({ id: 1, tags: ['a', 'b'], deep: { words: 'x' } });
  for (const source of [
    `[${Array(150_000).fill(record).join(',')}]`,
    `"${'x'.repeat(10_000_000)}"`,
    '['.repeat(5_000_000),
    `[${'"",'.repeat(3_000_000)}`,
    `<r>${'<e a="1">words</e>'.repeat(500_000)}</r>`,
    '<r>'.repeat(1_000_000),
    `<r ${'"'.repeat(5_000_000)}`,
  ]) {
    const start = performance.now();
    await read('data', source);
    expect(performance.now() - start).toBeLessThan(5000);
  }
});

test('data is known by its name, or how it begins', () => {
  for (const name of ['x.json', 'x.yml', 'x.yaml', 'x.toml', 'x.ini', 'x.xml', '.env', 'x.jsonl']) {
    expect(sniffFormat(bytesOf('Some plain words.\n'), name)).toBe('data');
  }
  expect(sniffFormat(bytesOf('<?xml version="1.0"?>\n<TS/>'), 'x.ts')).toBe('data');
  expect(sniffFormat(bytesOf('{"a": 1}'), 'settings')).toBe('data');
  expect(sniffFormat(bytesOf('[1] See above.'), 'notes.txt')).toBe('text');
});
