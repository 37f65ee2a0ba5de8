import { expect, test } from 'vitest';
import {
  joinPages,
  joinPieces,
  type Piece,
} from '../../../../src/engine/ingest/extract/flat-text.ts';

test('rows stand on neighbouring lines, other pieces apart, blank ones nowhere', () => {
  const pieces: Piece[] = [
    { kind: 'heading', text: 'Sums', level: 2 },
    { kind: 'table-row', text: 'a\tb', group: 1, header: true, span: ['A1', 'B1'] },
    { kind: 'paragraph', text: ' ' },
    { kind: 'table-row', text: '1\t2', group: 1, span: ['A2', 'B2'] },
    { kind: 'table-row', text: '3', group: 2 },
  ];
  expect(joinPieces(pieces, 100)).toEqual({
    text: 'Sums\n\na\tb\n1\t2\n\n3',
    blocks: [
      { kind: 'heading', start: 0, end: 4, level: 2 },
      { kind: 'table-row', start: 6, end: 9, header: true, span: ['A1', 'B1'] },
      { kind: 'table-row', start: 10, end: 13, span: ['A2', 'B2'] },
      { kind: 'table-row', start: 15, end: 16 },
    ],
  });
});

test('pages have labels and keep their number without text; a group ends with its page', () => {
  const row = (text: string): Piece => ({ kind: 'table-row', text, group: 1 });
  const pages = [{ label: 'One', pieces: [row('a')] }, { pieces: [] }, { pieces: [row('b')] }];
  expect(joinPages(pages, 100)).toMatchObject({
    text: 'a\n\nb',
    pages: [
      { number: 1, label: 'One', start: 0, end: 1 },
      { number: 2, start: 1, end: 1 },
      { number: 3, start: 3, end: 4 },
    ],
  });
});

test('what exceeds the limit is left out, and the text shows that there was more', () => {
  function* endless(): Generator<Piece> {
    for (;;) yield { kind: 'paragraph', text: 'abc' };
  }
  const { text, pages } = joinPages([{ pieces: endless() }, { pieces: endless() }], 10);
  expect(text.length).toBeGreaterThan(10);
  expect(text.length).toBeLessThan(20);
  expect(pages).toHaveLength(1);
});
