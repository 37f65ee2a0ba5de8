// How documents that were put together are cut for drawing: what the extractors give stays whole,
// in its order, and is grouped as a person sees it.
import { describe, expect, it } from 'vitest';
import { partsOf } from '../../src/renderer/features/documents/parts.ts';
import { opensWithText, scanOf } from '../../src/renderer/features/documents/scan-of.ts';
import type { Segment } from '../../src/renderer/features/documents/segment.ts';
import { isCode, segmentsOf } from '../../src/renderer/features/documents/segments.ts';
import { viewOf } from '../../src/renderer/features/documents/view-of.ts';
import type { DocumentText } from '../../src/shared/contract/documents.ts';
import { writeDocx } from '../support/docx.ts';
import { documentText } from '../support/document-text.ts';
import { writeEpub } from '../support/epub.ts';
import { read } from '../support/extracting.ts';
import { writePptx } from '../support/pptx.ts';
import { writeXlsx } from '../support/workbooks.ts';

const mail = (subject: string, body: string) =>
  `From: Ida <ida@harbour.example>\nTo: tom@harbour.example\nDate: Tue, 04 Mar 2025 09:12:00 +0100\nSubject: ${subject}\n\n${body}\n`;

const docx = writeDocx({
  parts: [
    { text: 'Fees', style: 'Heading1' },
    { item: 'Boats' },
    {
      rows: [
        ['Length', 'Fee'],
        ['6 m', '8.50'],
      ],
    },
    { text: 'Between the tables.' },
    { rows: [['alone'], ['in a column']] },
  ],
});
const pptx = writePptx({
  slides: [
    { title: 'One', notes: 'Say it.' },
    {},
    {
      title: 'Three',
      rows: [
        ['a', 'b'],
        ['1', '2'],
      ],
    },
  ],
});
const epub = writeEpub({
  chapters: [
    ['a.xhtml', '<h1>Landfall</h1><p>The ship came in.</p>'],
    ['b.xhtml', '<p>Nothing more.</p>'],
  ],
  contents: [['b.xhtml', 'An afterword']],
});
const vtt =
  'WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nOne.\n\n00:01:05.000 --> 00:01:06.000\nTwo.\n';

const samples = {
  docx: async () => documentText(await read('docx', docx)),
  pptx: async () => documentText(await read('pptx', pptx)),
  epub: async () => documentText(await read('epub', epub)),
  eml: async () => documentText(await read('eml', mail('The ferry', 'It sails.\n\n> When?'))),
  mbox: async () =>
    documentText(
      await read(
        'mbox',
        ['First', 'Second']
          .map((subject) => `From a@b Tue Mar  4 09:12:00 2025\n${mail(subject, 'Dear Tom,')}`)
          .join('\n'),
      ),
    ),
  subtitles: async () => documentText(await read('subtitles', vtt)),
  code: async () => documentText(await read('code', 'def a():\n    return 1\n'), 'a.py'),
};

const words = (file: DocumentText, segments: readonly Segment[]) =>
  segments.map(({ kind, start, end }) => `${kind}: ${file.text.slice(start, end)}`);

describe('documents of every kind', () => {
  it.each(Object.entries(samples))(
    '%s: segments hold all of the text, in order',
    async (_, make) => {
      const file = await make();
      const segments = segmentsOf(file);
      let at = 0;
      for (const { start, end } of segments) {
        expect(start).toBeGreaterThanOrEqual(at);
        expect(file.text.slice(at, start).trim()).toBe('');
        at = end;
      }
      expect(file.text.slice(at).trim()).toBe('');
    },
  );

  it('makes one table of neighbouring rows, and none of a single column', async () => {
    const file = await samples.docx();
    expect(words(file, segmentsOf(file))).toEqual([
      'heading: Fees',
      'list-item: Boats',
      'table: Length | Fee\n6 m | 8.50',
      'paragraph: Between the tables.',
      'paragraph: alone',
      'paragraph: in a column',
    ]);
  });

  it('gives each slide its segments, and an empty one a word of its own', async () => {
    const file = await samples.pptx();
    expect(partsOf(file).map(({ name }) => name)).toEqual(['Slide 1', 'Slide 2', 'Slide 3']);
    const shown = segmentsOf(file).map(({ kind, part, first, last }) => ({
      kind,
      part,
      first,
      last,
    }));
    expect(shown).toEqual([
      { kind: 'heading', part: 0, first: true, last: false },
      { kind: 'quote', part: 0, first: false, last: true },
      { kind: 'nothing', part: 1, first: true, last: true },
      { kind: 'heading', part: 2, first: true, last: false },
      { kind: 'table', part: 2, first: false, last: true },
    ]);
  });

  it('names chapters as the table of contents does', async () => {
    const parts = partsOf(await samples.epub());
    expect(parts.map(({ name, title }) => [name, title])).toEqual([
      ['Chapter 1', 'Landfall'],
      ['Chapter 2', 'An afterword'],
    ]);
  });

  it('sets the head of each mail apart', async () => {
    const file = await samples.eml();
    const [head, ...rest] = segmentsOf(file);
    expect(head?.kind).toBe('mail-head');
    expect(head?.blocks).toHaveLength(4);
    expect(file.text.slice(head?.start, head?.end)).toMatch(/^The ferry\s+From: Ida .*\+0100$/s);
    expect(rest.map(({ kind }) => kind)).toEqual(['paragraph', 'quote']);
    const box = await samples.mbox();
    const heads = segmentsOf(box).filter(({ kind }) => kind === 'mail-head');
    expect(heads.map(({ part, first }) => [part, first])).toEqual([
      [0, true],
      [1, true],
    ]);
  });

  it('says beside a cue when it is spoken', async () => {
    const segments = segmentsOf(await samples.subtitles());
    expect(segments.map(({ aside }) => aside)).toEqual(['00:00:01', '00:01:05']);
  });

  it('numbers lines, also after a line that was cut', () => {
    const text = `${'x'.repeat(20_000)}\nsecond\n${'y\n'.repeat(2_000)}`;
    const file = { ...documentText({ ...nothing, format: 'data', text }) };
    const numbered = segmentsOf(file).map(({ start, line }) => [start, line]);
    expect(numbered.slice(0, 3)).toEqual([
      [0, 1],
      [8_000, 2],
      [16_000, 2],
    ]);
    for (const [start, line] of numbered.slice(3)) {
      expect(line).toBe(text.slice(0, start).split('\n').length);
    }
  });

  it('chooses the view by what there is to see', async () => {
    const book = documentText(await read('xlsx', writeXlsx([{ name: 'A', rows: [['x', 1]] }])));
    expect(viewOf(book)).toBe('sheets');
    expect(viewOf({ ...book, text: '' })).toBe('nothing');
    expect(viewOf({ ...book, format: 'image', text: '' })).toBe('picture');
    expect(viewOf({ ...book, format: 'pdf', text: '' })).toBe('pdf');
    expect(isCode({ ...book, format: 'text', relativePath: 'a.ini' })).toBe(true);
    expect(isCode({ ...book, format: 'text', relativePath: 'a.txt' })).toBe(false);
  });
});

const nothing = {
  title: null,
  blocks: [],
  pages: null,
  hasLines: true,
  partial: null,
};

describe('text that was read from pictures', () => {
  const pageRanges = [
    { number: 1, start: 0, end: 10 },
    { number: 2, start: 12, end: 20, confidence: 80 },
    { number: 3, start: 22, end: 22, confidence: 10 },
    { number: 4, start: 24, end: 30, confidence: 91 },
  ];

  it('counts pages that hold some', () => {
    expect(scanOf({ pageRanges })).toMatchObject({ sure: 80, mostly: true });
    expect(scanOf({ pageRanges: pageRanges.slice(0, 1) })).toBeNull();
    expect(scanOf({ pageRanges: null })).toBeNull();
  });

  it('is shown from the start where nothing else can show the passage', () => {
    const scan = scanOf({ pageRanges });
    expect(opensWithText(scan, { start: 13, end: 15 })).toBe(true);
    expect(opensWithText(scan, { start: 0, end: 5 })).toBe(false);
    expect(opensWithText(scan, null)).toBe(true);
    expect(opensWithText(null, null)).toBe(false);
  });
});
