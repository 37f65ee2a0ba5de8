// Real Tesseract on pictures of letters that the test draws.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { extract } from '../../../../src/engine/ingest/extract/extract.ts';
import { sniffFormat } from '../../../../src/engine/ingest/extract/sniff/sniff.ts';
import { createRecogniser } from '../../../../src/engine/ingest/ocr/recogniser.ts';
import type { DocumentFormat } from '../../../../src/shared/contract/documents.ts';
import { pictureOf, scanOf } from '../../../support/picture.ts';
import { writePdf } from '../../../support/pdf.ts';

const require = createRequire(import.meta.url);
const dataFolder = dirname(dirname(require.resolve('@tesseract.js-data/eng/package.json')));
const pdfjsFolder = dirname(require.resolve('pdfjs-dist/package.json'));
const reader = createRecogniser({ languages: ['eng'], dataFolder });
afterAll(() => reader.close());

const read = (format: DocumentFormat, bytes: Uint8Array) =>
  extract(format, { bytes, maxTextLength: 100_000, pdfjsFolder, recognise: reader.recognise });

test.each(['image/png', 'image/jpeg'] as const)('letters of a %s', async (type) => {
  const bytes = pictureOf(['Parents get twelve weeks', 'of paid leave in 2026.'], type);
  expect(sniffFormat(bytes, 'scan.dat')).toBe('image');
  const { text, pages } = await read('image', bytes);
  expect(text).toBe('Parents get twelve weeks of paid leave in 2026.');
  expect(pages![0]!.confidence).toBeGreaterThan(80);
});

test('pages of a scan, each marked with how sure it is; a white page is blank', async () => {
  const scan = scanOf([['The first page of the scan.'], [], ['The third page speaks of herons.']]);
  const { text, pages, partial } = await read('pdf', scan);
  expect(text).toBe('The first page of the scan.\n\nThe third page speaks of herons.');
  expect(pages!.map(({ start, end }) => text.slice(start, end))).toEqual([
    'The first page of the scan.',
    '',
    'The third page speaks of herons.',
  ]);
  expect(pages!.map(({ confidence }) => Math.sign(confidence!))).toEqual([1, 0, 1]);
  expect(partial).toBeNull();
});

test('a page with text of its own is never read as a picture', async () => {
  const { pages } = await read('pdf', writePdf({ pages: [['Real letters.']] }));
  expect(pages).toEqual([{ number: 1, start: 0, end: 13 }]);
});

test('a picture without letters has no text; a language without data is told', async () => {
  expect(await read('image', pictureOf([]))).toMatchObject({
    text: '',
    pages: [{ confidence: 0 }],
  });
  const other = createRecogniser({ languages: ['tlh'], dataFolder });
  await expect(other.recognise(pictureOf(['x']))).rejects.toMatchObject({
    code: 'OCR_LANGUAGE_MISSING',
  });
  await other.close();
});

test('the data of two languages are used together', async () => {
  const both = createRecogniser({ languages: ['deu', 'eng'], dataFolder: join(dataFolder) });
  const { paragraphs } = await both.recognise(pictureOf(['Der Urlaub beträgt dreißig Tage.']));
  expect(paragraphs).toEqual(['Der Urlaub beträgt dreißig Tage.']);
  await both.close();
});
