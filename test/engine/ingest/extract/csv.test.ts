import { expect, test } from 'vitest';
import iconv from 'iconv-lite';
import { sniffFormat } from '../../../../src/engine/ingest/extract/sniff/sniff.ts';
import { bytesOf, outlineOf, read } from '../../../support/extracting.ts';

test('rows, their places and the row that names the columns', async () => {
  const extracted = await read('csv', 'Name,Role\r\nAda,Lead\r\n\r\nBob,"Cook, ""the"" best"\r\n');
  expect(extracted.text).toBe('Name\tRole\nAda\tLead\nBob\tCook, "the" best');
  expect(extracted.blocks.map(({ header, span }) => [header ?? false, span])).toEqual([
    [true, ['A1', 'B1']],
    [false, ['A2', 'B2']],
    [false, ['A4', 'B4']],
  ]);
  expect(extracted).toMatchObject({ format: 'csv', hasLines: false, pages: null, title: null });
});

test.each([
  [',', 'a,b\n1,2;3\n4,5'],
  [';', 'Preis;Ort\n1,50;Köln, Deutz\n2,75;Bonn, Süd'],
  ['\t', 'a, b\tc\nd, e\tf\n'],
  ['|', 'a|b|c\n1|2|3\n'],
])('%j is found to be what sets cells apart', async (delimiter, content) => {
  const expected = content.trim().replaceAll(delimiter, '\t');
  expect((await read('csv', content)).text).toBe(expected);
});

test('line ends and tabs inside a cell are spaces', async () => {
  const extracted = await read('csv', 'Place,Note\nHere,"first\n\nsecond\tthird"\nThere,x');
  expect(outlineOf(extracted)[1]).toBe('table-row: Here\tfirst second third');
  expect(extracted.blocks[2]?.span).toEqual(['A3', 'B3']);
});

test('values are no header, nor is a row alone', async () => {
  const headersOf = async (content: string): Promise<boolean[]> =>
    (await read('csv', content)).blocks.map((block) => block.header ?? false);
  expect(await headersOf('2024-01-05,12.50\n2024-01-06,13')).toEqual([false, false]);
  expect(await headersOf('Name,Role')).toEqual([false]);
  expect(await headersOf('Item,2023,2024\nTea,4,5')).toEqual([true, false]);
});

test('columns are named as spreadsheets do', async () => {
  const wide = Array.from({ length: 703 }, (_, i) => `c${i}`).join(',');
  expect((await read('csv', `${wide}\n`)).blocks[0]?.span).toEqual(['A1', 'AAA1']);
});

test("Excel's own line naming the sign is no row", async () => {
  expect((await read('csv', 'sep=;\na;b\nc;d')).text).toBe('a\tb\nc\td');
});

test('any encoding', async () => {
  const content = 'Straße;Größe\nMüllerstraße;fünf Räume\nÄußere Höhe;zwölf Öfen\n';
  const text = content.trim().replaceAll(';', '\t');
  const wide = Buffer.from(content, 'utf16le');
  for (const bytes of [Buffer.from(`\ufeff${content}`), wide, iconv.encode(content, 'latin1')]) {
    expect((await read('csv', bytes)).text).toBe(text);
  }
});

test('a quote that nothing closes is a sign like others', async () => {
  const extracted = await read('csv', 'a,b\n"c",d\n1,"open\n2,x\n');
  expect(extracted.text).toBe('a\tb\nc\td\n1\t"open\n2\tx');
  expect((await read('csv', 'a,b\n"x"y,z')).text).toBe('a\tb\nxy\tz');
});

test('nothing, and nothing but signs', async () => {
  expect(await read('csv', '')).toMatchObject({ text: '', blocks: [] });
  expect(await read('csv', ',,,\n,,,\n')).toMatchObject({ text: '', blocks: [] });
});

test('rows behind the limits are left out, and said', async () => {
  const many = await read('csv', 'a,b\n'.repeat(200_001));
  expect(many.blocks).toHaveLength(200_000);
  expect(many.partial).toEqual({ code: 'FILE_ROWS_CUT', params: { kept: 200_000 } });
  const cut = await read('csv', 'word,word\n'.repeat(1000), 500);
  expect(cut.partial).toEqual({ code: 'FILE_TEXT_CUT', params: { kept: 500 } });
});

test('ten megabytes of quotes, and of one line, are quick', async () => {
  for (const content of [
    '"'.repeat(10_000_001),
    '"a\n'.repeat(3_000_000),
    'a,'.repeat(5_000_000),
  ]) {
    const start = performance.now();
    await read('csv', content);
    expect(performance.now() - start).toBeLessThan(5000);
  }
});

test('a table is known by its name, or by even rows of tabs', () => {
  const table = bytesOf('"id"\t"name"\t"unit"\n1\ta b\tm\n2\tc\tkg\n');
  expect(sniffFormat(table, 'x.txt')).toBe('csv');
  expect(sniffFormat(table, 'README')).toBe('csv');
  expect(sniffFormat(table, 'x.log')).toBe('text');
  expect(sniffFormat(bytesOf('\tAn indented\tline.\nAnother.\n'), 'x.txt')).toBe('text');
});
