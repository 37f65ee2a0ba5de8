import { expect, test } from 'vitest';
import { chunkDocument } from '../../../../src/engine/ingest/chunk/chunk.ts';
import type { Extracted } from '../../../../src/engine/ingest/extract/extracted.ts';
import type { Block, DocumentFormat } from '../../../../src/shared/contract/documents.ts';

/** A table of rows with cells A to B, after an optional heading. */
function table(rows: number, format: DocumentFormat = 'csv'): Extracted {
  let text = 'Prices\n\n';
  const blocks: Block[] = [{ kind: 'heading', level: 1, start: 0, end: 6 }];
  for (let row = 1; row <= rows; row++) {
    const line = row === 1 ? 'Item\tPrice' : `Thing number ${row}\t${row * 7} euros`;
    const span: [string, string] = [`A${row}`, `B${row}`];
    const start = text.length;
    blocks.push({ kind: 'table-row', start, end: start + line.length, span, header: row === 1 });
    text += `${line}\n`;
  }
  return { format, text, title: null, blocks, pages: null, hasLines: false, partial: null };
}

test('each chunk of a table names its cells; those after the first carry the header row', () => {
  const chunks = chunkDocument(table(60), { maxLength: 500 });
  expect(chunks.length).toBeGreaterThan(3);
  expect(chunks[0]!.label).toMatch(/^A1:B\d+$/);
  expect(chunks[0]!.headingPath).toEqual(['Prices']);
  let next = 0;
  for (const { label, headingPath } of chunks) {
    const [, from, to] = /^A(\d+):B(\d+)$/.exec(label!)!;
    expect(Number(from)).toBe(next + 1);
    next = Number(to);
    if (Number(from) > 1) expect(headingPath).toEqual(['Prices', 'Item Price']);
  }
  expect(next).toBe(60);
});

test('a sheet’s name stands before its cells', () => {
  const extracted = table(3);
  const pages = [{ number: 1, label: 'Sheet 1', start: 0, end: extracted.text.length }];
  const [chunk] = chunkDocument({ ...extracted, pages });
  expect(chunk).toMatchObject({ page: 1, label: 'Sheet 1!A1:B3' });
});

test('a header counts until something else than a row comes', () => {
  const extracted = table(40);
  const paragraph = 'Some words of a long paragraph. '.repeat(80).trim();
  const more = `\n${paragraph}\n\nA row of another table`;
  const start = extracted.text.length + 1;
  const row = start + paragraph.length + 2;
  const blocks: Block[] = [
    ...extracted.blocks,
    { kind: 'paragraph', start, end: start + paragraph.length },
    { kind: 'table-row', start: row, end: extracted.text.length + more.length },
  ];
  const chunks = chunkDocument({ ...extracted, text: extracted.text + more, blocks });
  expect(chunks.at(-1)!.headingPath).toEqual(['Prices']);
});

test('what has no spans has the name of its page, or nothing', () => {
  const text = 'Some words.';
  const blocks: Block[] = [{ kind: 'paragraph', start: 0, end: text.length }];
  const plain: Extracted = { ...table(0), format: 'text', text, blocks };
  expect(chunkDocument(plain)[0]!.label).toBeNull();
  const pages = [{ number: 1, label: 'Chapter One', start: 0, end: text.length }];
  expect(chunkDocument({ ...plain, pages })[0]!.label).toBe('Chapter One');
});
