import iconv from 'iconv-lite';
import { expect, test } from 'vitest';
import { chunkDocument } from '../../../../src/engine/ingest/chunk/chunk.ts';
import { sniffFormat } from '../../../../src/engine/ingest/extract/sniff/sniff.ts';
import { LorekeepError } from '../../../../src/shared/errors.ts';
import { bytesOf, outlineOf, read } from '../../../support/extracting.ts';
import { seeded } from '../../../support/random.ts';

test('paragraphs are the lines between blank lines', async () => {
  const extracted = await read('text', '\n  first\nline \n \t\nsecond\r\n\r\n\r\nthird');
  expect(outlineOf(extracted)).toEqual([
    'paragraph:   first\nline ',
    'paragraph: second',
    'paragraph: third',
  ]);
  expect(extracted).toMatchObject({ title: null, hasLines: true, partial: null });
});

test('an empty file has an empty text', async () => {
  expect(await read('text', '')).toMatchObject({ text: '', blocks: [], partial: null });
});

test('text beyond the limit is cut between characters, and said', async () => {
  const extracted = await read('text', `abc\n\n${'😀'.repeat(10)}`, 8);
  expect(extracted.text).toBe('abc\n\n😀');
  expect(extracted.partial).toEqual({ code: 'FILE_TEXT_CUT', params: { kept: 7 } });
  expect(outlineOf(extracted)).toEqual(['paragraph: abc', 'paragraph: 😀']);
});

test('lone surrogates are replaced without moving anything', async () => {
  const extracted = await read('text', Buffer.from('\ufeffa\ud800b\n\nc', 'utf16le'));
  expect(extracted.text).toBe('a\ufffdb\n\nc');
});

test('bytes that are no document of the format are refused with a code', async () => {
  for (const format of ['pdf', 'docx'] as const) {
    for (const bytes of [new Uint8Array(), Buffer.from('not such a document at all')]) {
      const error = await read(format, bytes).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(LorekeepError);
      expect(error).toMatchObject({ code: 'FILE_DAMAGED' });
    }
  }
});

test.each([
  ['Latin', 'Plain words, and a line end.\n'],
  ['Cyrillic', 'Просто слова и конец строки.\nЕщё одна строка, подлиннее.\n'],
  ['Chinese', '只是一些文字，还有换行。\n第二行也有一些文字。\n'],
])('UTF-16 without a byte order mark: %s', async (_script, content) => {
  const little = Buffer.from(content, 'utf16le');
  const big = Buffer.from(little).swap16();
  for (const bytes of [little, big]) {
    expect(sniffFormat(bytes, 'x.txt')).toBe('text');
    expect((await read('text', bytes)).text).toBe(content);
  }
});

test('binary data is not taken for UTF-16', () => {
  const random = seeded(3);
  for (let round = 0; round < 200; round++) {
    const bytes = Uint8Array.from({ length: 2000 }, () => random.int(256));
    for (let i = 1; i < bytes.length; i += 20) bytes[i - (i % 2 === round % 2 ? 0 : 1)] = 0;
    expect(sniffFormat(bytes, 'x.bin')).toBeNull();
  }
  expect(sniffFormat(bytesOf(`${'A line of a log.\n'.repeat(50)}\0\n`), 'x.bin')).toBeNull();
});

test('Latin-1, and line ends of all kinds', async () => {
  const bytes = iconv.encode('Größe über alles.\r\nZweite Zeile für Öl.\rDritte\nVierte', 'latin1');
  expect((await read('text', bytes)).text).toBe(
    'Größe über alles.\nZweite Zeile für Öl.\nDritte\nVierte',
  );
});

test('ten megabytes on one line are read and cut into chunks quickly', async () => {
  for (const content of [
    'word '.repeat(2_000_000),
    'x'.repeat(10_000_000),
    'é'.repeat(5_000_000),
  ]) {
    const start = performance.now();
    const extracted = await read('text', content);
    expect(extracted.blocks).toHaveLength(1);
    const chunks = chunkDocument(extracted);
    expect(chunks.length).toBeGreaterThanOrEqual(extracted.text.length / 1001);
    expect(performance.now() - start).toBeLessThan(10_000);
  }
});
