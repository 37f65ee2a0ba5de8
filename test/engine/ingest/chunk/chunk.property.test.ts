import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { chunkDocument } from '../../../../src/engine/ingest/chunk/chunk.ts';
import { LineIndex } from '../../../../src/engine/ingest/chunk/line-index.ts';
import { brokenPromises } from '../../../../src/engine/ingest/extract/extract.ts';
import type { Extracted } from '../../../../src/engine/ingest/extract/extracted.ts';
import { extractMarkdown } from '../../../../src/engine/ingest/extract/markdown/markdown.ts';
import { extractText } from '../../../../src/engine/ingest/extract/lines/text.ts';
import type { Block, PageRange } from '../../../../src/shared/contract/documents.ts';
import { bytesOf } from '../../../support/extracting.ts';
import { type Random, seeded } from '../../../support/random.ts';

const signs =
  '# |## |###### |- |  - |1. |> |```\n|~~~|    |---\n|===\n|title: x\n|[a]: b\n|<!-- |-->|<div>|</div>';
const bits = [
  ...signs.split('|'),
  '| a | b |\n',
  '|---|---|\n',
  ...Array.from('\n\n\n  \t\u00a0\u2028'),
  '\n\n',
  '\n\n',
  '\n'.repeat(40),
  ' '.repeat(150),
  'word ',
  'A sentence. ',
  'Two. Three! ',
  '我们都是。',
  '日本語',
  '😀',
  '👩‍👩‍👧',
  'e\u0301',
  'x'.repeat(90),
  'lorem ipsum '.repeat(20),
];

/** A document as an extractor could give it, with structure that has nothing to do with its text. */
function anyDocument(random: Random): Extracted {
  const text = random.text(random.int(60), () => random.pick(bits));
  // No extractor cuts a character.
  const whole = (at: number): number =>
    /[\udc00-\udfff]/.test(text.charAt(at)) ? at + 1 : Math.min(at, text.length);
  const kinds = ['heading', 'paragraph', 'list-item', 'table-row', 'code', 'quote'] as const;
  const blocks: Block[] = [];
  const pages: PageRange[] = [];
  for (let at = whole(random.int(5)); at < text.length; at = whole(at + random.int(30))) {
    const end = whole(at + 1 + random.int(random.pick([10, 100, 600])));
    blocks.push({ kind: random.pick(kinds), start: at, end, level: 1 + random.int(6) });
    at = end;
  }
  for (let at = 0; at <= text.length;) {
    const end = whole(at + random.int(random.pick([2, 200, 2000])));
    pages.push({ number: pages.length + 1, start: at, end });
    at = end === text.length ? end + 1 : whole(end + random.int(3));
  }
  return {
    format: random.pick(['markdown', 'pdf', 'html']),
    text,
    title: null,
    blocks,
    pages: random.int(2) === 0 ? pages : null,
    hasLines: random.int(2) === 0,
    partial: null,
  };
}

function checkTiling(document: Extracted, maxLength: number, minLength: number): void {
  const { text, pages } = document;
  const chunks = chunkDocument(document, { maxLength, minLength });
  if (text.trim() === '') {
    expect(chunks).toEqual([]);
    return;
  }
  let at = 0;
  let line = 1;
  for (const chunk of chunks) {
    expect(chunk.start).toBe(at);
    at = chunk.end;
    const visible = text.slice(chunk.start, chunk.end).trim();
    expect(visible).not.toBe('');
    expect(visible.length, JSON.stringify({ chunk, text })).toBeLessThanOrEqual(maxLength);
    expect(visible.isWellFormed()).toBe(true);
    if (document.hasLines) {
      expect(chunk.startLine).toBeGreaterThanOrEqual(line);
      expect(chunk.endLine).toBeGreaterThanOrEqual(chunk.startLine!);
      line = chunk.endLine!;
    }
    if (pages) {
      const from = text.indexOf(visible, chunk.start);
      const later = pages.find((page) => page.start > from && page.start < from + visible.length);
      expect(later).toBeUndefined();
    }
  }
  expect(at).toBe(text.length);
}

describe('chunks tile the text', () => {
  test.each([1, 2, 3, 4])('of random documents with random structure (seed %i)', (seed) => {
    const random = seeded(seed);
    for (let run = 0; run < 250; run++) {
      const max = random.pick([64, 100, 300, 1000]);
      checkTiling(anyDocument(random), max, random.int(max));
    }
  });

  test.each([11, 12])('of random Markdown and plain text (seed %i)', (seed) => {
    const random = seeded(seed);
    for (let run = 0; run < 250; run++) {
      const bytes = bytesOf(random.text(random.int(80), () => random.pick(bits)));
      for (const document of [extractMarkdown({ bytes }), extractText({ bytes })]) {
        expect(brokenPromises(document)).toEqual([]);
        checkTiling(document, random.pick([64, 300]), 50);
      }
    }
  });
});

test('the line of an offset is one more than the line ends before it', () => {
  const random = seeded(5);
  for (let run = 0; run < 100; run++) {
    const text = random.text(random.int(40), () => random.pick(['\n', 'a', 'bc']));
    const index = new LineIndex(text);
    for (let offset = 0; offset < text.length; offset++) {
      expect(index.lineAt(offset)).toBe(text.slice(0, offset).split('\n').length);
    }
  }
});

test.each([
  ['prose', 'This is a sentence of some words, and it ends. '],
  ['one word', 'a'],
  ['headings', '# a\n\nb\n\n'],
  ['lines', 'A record of a log\n'],
  ['blank lines', '\n'],
  ['items', '- item\n'],
])('two million characters of %s take seconds at most', (_name, unit) => {
  const bytes = bytesOf(`x${unit.repeat(2_000_000 / unit.length)}x`);
  const started = performance.now();
  for (const document of [extractMarkdown({ bytes }), extractText({ bytes })]) {
    expect(chunkDocument(document).at(-1)!.end).toBe(bytes.length);
  }
  expect(performance.now() - started).toBeLessThan(10_000);
});

const corpora = process.env['LOREKEEP_CORPORA'];

test.skipIf(!corpora)('every Markdown file of the handbook (needs LOREKEEP_CORPORA)', () => {
  const folder = join(corpora!, 'handbook');
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => name.endsWith('.md'));
  expect(files.length).toBeGreaterThan(200);
  for (const name of files) {
    const document = extractMarkdown({ bytes: readFileSync(join(folder, name)) });
    expect(brokenPromises(document)).toEqual([]);
    checkTiling(document, 1000, 200);
  }
});
