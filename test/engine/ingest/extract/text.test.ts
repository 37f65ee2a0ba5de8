import { expect, test } from 'vitest';
import { LorekeepError } from '../../../../src/shared/errors.ts';
import { outlineOf, read } from '../../../support/extracting.ts';

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
