import { describe, expect, test } from 'vitest';
import {
  type Chunk,
  chunkDocument,
  type ChunkOptions,
} from '../../../../src/engine/ingest/chunk/chunk.ts';
import type { Extracted } from '../../../../src/engine/ingest/extract/extracted.ts';
import { extractMarkdown } from '../../../../src/engine/ingest/extract/markdown/markdown.ts';
import { extractText } from '../../../../src/engine/ingest/extract/lines/text.ts';
import type { Block, PageRange } from '../../../../src/shared/contract/documents.ts';
import { bytesOf } from '../../../support/extracting.ts';

const markdown = (text: string): Extracted => extractMarkdown({ bytes: bytesOf(text) });
const small: ChunkOptions = { maxLength: 200, minLength: 50 };
const words = (count: number, word = 'word'): string => `${word} `.repeat(count).trim();

function textsOf({ text }: Extracted, chunks: readonly Chunk[]): string[] {
  return chunks.map(({ start, end }) => text.slice(start, end).trim());
}

function cut(text: string, options: ChunkOptions = small): string[] {
  const extracted = markdown(text);
  return textsOf(extracted, chunkDocument(extracted, options));
}

test('what repeats on every page is a chunk of its own on each', () => {
  const pages = ['First', 'Second', 'Third'];
  let text = '';
  const blocks: Block[] = [];
  const ranges: PageRange[] = [];
  for (const [i, page] of pages.entries()) {
    const start = text.length;
    for (const [line, boilerplate] of [
      ['Report', i > 0],
      [`${page} words`, false],
      ['Ltd', i > 0],
      ['Page', i > 0],
    ] as const) {
      blocks.push({
        kind: 'paragraph',
        start: text.length,
        end: text.length + line.length,
        boilerplate,
      });
      text += `${line}\n\n`;
    }
    ranges.push({ number: i + 1, start, end: text.length });
  }
  const extracted: Extracted = {
    format: 'pdf',
    text,
    title: null,
    blocks,
    pages: ranges,
    hasLines: false,
    partial: null,
  };
  const chunks = chunkDocument(extracted);
  expect(chunks.map((chunk) => text.slice(chunk.start, chunk.end)).join('')).toBe(text);
  const shown = chunks.map(
    ({ start, end, page, boilerplate }) =>
      `${page}${boilerplate ? '*' : ''} ${text.slice(start, end).replace(/\s+/g, ' ').trim()}`,
  );
  expect(shown).toEqual([
    '1 Report First words Ltd Page',
    '2* Report',
    '2 Second words',
    '2* Ltd Page',
    '3* Report',
    '3 Third words',
    '3* Ltd Page',
  ]);
});

describe('sections', () => {
  test('a heading begins a chunk once the one before is long enough', () => {
    expect(cut(`# A\n\n${words(20)}\n\n## B\n\n${words(20)}`)).toEqual([
      `# A\n\n${words(20)}`,
      `## B\n\n${words(20)}`,
    ]);
  });

  test('short sections join the next one on their level', () => {
    expect(cut('# A\n\n## B\n\nshort\n\n## C\n\nshort too')).toHaveLength(1);
  });

  test('a short section does not join a section outside its parent', () => {
    const last = `## B\n\n${words(20)}`;
    const text = `# Doc\n\n## A\n\n${words(36)}\n\n### A1\n\nshort\n\n${last}`;
    expect(cut(text)).toEqual([`# Doc\n\n## A\n\n${words(36)}`, '### A1\n\nshort', last]);
  });

  test('a scrap at the end of a section joins the chunk before it', () => {
    const text = `# Doc\n\n## A\n\n${words(15)}\n\n### A1\n\nshort\n\n## B\n\n${words(20)}`;
    expect(cut(text)[0]).toMatch(/### A1\n\nshort$/);
  });

  test('a heading never stands apart from what follows it', () => {
    for (let length = 1; length < 60; length++) {
      for (const piece of cut(
        `${words(length)}\n\n## Head\n\n${words(30)}\n\n### Sub\n\n${words(45)}`,
      )) {
        expect(piece).not.toMatch(/## (Head|Sub)$/);
      }
    }
  });

  test('headings that follow each other stay together', () => {
    expect(cut(`${words(30)}\n\n# A\n\n## B\n\n### C\n\n${words(20)}`)[1]).toMatch(
      /^# A\n\n## B\n\n### C/,
    );
  });

  test('front matter goes with the first chunk', () => {
    expect(cut(`---\ntitle: T\nkeywords: ${words(12)}\n---\n\n# A\n\ntext`)).toHaveLength(1);
  });
});

describe('heading paths', () => {
  test('hold the headings above, without markup, and the one a chunk begins with', () => {
    const text = `Intro ${words(15)}\n\n# The *Guide*\n\n${words(20)}\n\n## [Leave](x.md) {#l}\n\n${words(60)}\n\n# End\n\n${words(20)}`;
    const paths = chunkDocument(markdown(text), small).map(({ headingPath }) => headingPath);
    expect(paths).toEqual([
      [],
      ['The Guide'],
      ['The Guide', 'Leave'],
      ['The Guide', 'Leave'],
      ['End'],
    ]);
  });

  test('a level that is left out does no harm', () => {
    const text = `# A\n\n### C\n\n${words(20)}\n\n## B\n\n${words(20)}`;
    expect(chunkDocument(markdown(text), small).map(({ headingPath }) => headingPath)).toEqual([
      ['A', 'C'],
      ['A', 'B'],
    ]);
  });

  test('a heading of any length is repeated only in part', () => {
    const [chunk] = chunkDocument(markdown(`# ${words(90)}\n\n${words(20)}`), { maxLength: 2000 });
    expect(chunk!.headingPath[0]!.length).toBeLessThanOrEqual(200);
  });
});

describe('long parts', () => {
  test('paragraphs are cut between sentences, about evenly', () => {
    const sentence = 'Dr. Who paid 3.5 coins for it. ';
    const pieces = cut(sentence.repeat(10));
    expect(pieces.length).toBe(2);
    for (const piece of pieces) expect(piece).toMatch(/^Dr\. Who.*for it\.$/);
  });

  test('a wrapped line is no sentence end', () => {
    const text = `Lorem ${words(9, 'lorem')}\n${words(9, 'ipsum')}.\n`.repeat(4);
    for (const piece of cut(text)) expect(piece).toMatch(/^Lorem[^]*ipsum\.$/);
  });

  test('text without sentences is cut between words, without words between characters', () => {
    for (const piece of cut(words(200))) expect(piece).toMatch(/^(word ?)+$/);
    const family = '👨‍👩‍👧';
    for (const piece of cut(family.repeat(100))) expect(piece.replaceAll(family, '')).toBe('');
    for (const piece of cut('😀'.repeat(500))) expect(piece.isWellFormed()).toBe(true);
  });

  test('Chinese is cut behind its full stops', () => {
    for (const piece of cut('我们都喜欢在周末的时候读书。'.repeat(40)))
      expect(piece).toMatch(/。$/);
  });

  test('code is cut at blank lines, else between lines', () => {
    const line = 'const value = compute(1);\n';
    const blocks = cut(`\`\`\`\n${`${line.repeat(4)}\n`.repeat(4)}\`\`\``);
    expect(blocks[1]).toMatch(/^const value/);
    expect(blocks[0]!.match(/const/g)).toHaveLength(4);
    for (const piece of cut(`    ${line}`.repeat(20))) {
      expect(
        piece
          .trim()
          .split('\n')
          .every((l) => l.trim() === line.trim()),
      ).toBe(true);
    }
  });

  test('rows and items stay whole', () => {
    const table = `| a | b |\n|---|---|\n${'| some cell | another cell |\n'.repeat(20)}`;
    for (const piece of cut(table)) expect(piece).toMatch(/^\|[^]*\|$/);
    for (const piece of cut('- an item of. Some length\n'.repeat(20)))
      expect(piece).toMatch(/^- an item/);
  });

  test('records in plain text are cut between lines', () => {
    const extracted = extractText({
      bytes: bytesOf('2024-01-01 INFO. Started the thing\n'.repeat(30)),
    });
    for (const piece of textsOf(extracted, chunkDocument(extracted, small))) {
      expect(piece).toMatch(/^2024[^]*thing$/);
    }
  });
});

describe('places', () => {
  test('lines are those of the visible text, from 1', () => {
    const text = `\n\n# A\n\n${words(20)}\n\n\n## B\n\n${words(20)}\n\n`;
    expect(
      chunkDocument(markdown(text), small).map(({ startLine, endLine }) => [startLine, endLine]),
    ).toEqual([
      [3, 5],
      [8, 10],
    ]);
  });

  test('no chunk lies on two pages, however short they are', () => {
    const texts = ['One.', 'Two.', '', words(60)];
    const { text, pages, blocks } = paged(texts);
    const extracted: Extracted = {
      format: 'pdf',
      title: null,
      hasLines: false,
      partial: null,
      text,
      pages,
      blocks,
    };
    const chunks = chunkDocument(extracted, small);
    expect(chunks.map(({ page }) => page)).toEqual([1, 2, 4, 4]);
    expect(textsOf(extracted, chunks).slice(0, 2)).toEqual(['One.', 'Two.']);
    expect(chunks.every(({ startLine, endLine }) => startLine === null && endLine === null)).toBe(
      true,
    );
  });

  test('text of white space alone has no chunks', () => {
    for (const text of ['', ' ', '\n\n \t\u00a0\u3000\n']) {
      expect(chunkDocument(extractText({ bytes: bytesOf(text) }))).toEqual([]);
    }
  });
});

function paged(texts: readonly string[]): { text: string; pages: PageRange[]; blocks: Block[] } {
  const pages: PageRange[] = [];
  const blocks: Block[] = [];
  let text = '';
  texts.forEach((page, i) => {
    if (page !== '' && text !== '') text += '\n\n';
    const start = text.length;
    text += page;
    pages.push({ number: i + 1, start, end: text.length });
    if (page !== '') blocks.push({ kind: 'paragraph', start, end: text.length });
  });
  return { text, pages, blocks };
}
