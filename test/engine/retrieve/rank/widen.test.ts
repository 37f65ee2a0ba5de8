import { expect, test } from 'vitest';
import { widened } from '../../../../src/engine/retrieve/rank/widen.ts';
import type { FoundChunk } from '../../../../src/engine/store/index/search-reader.ts';

const place = {
  documentId: 1,
  folderId: 'f',
  relativePath: 'a.md',
  title: null,
  format: 'markdown',
  label: null,
  modifiedAt: 0,
} as const;

/** Chunks of one document that tile its text, from [text, headings, page]. */
function chunksOf(...parts: [text: string, headings: string[], page?: number][]): FoundChunk[] {
  let start = 0;
  let line = 1;
  return parts.map(([text, headingPath, page = null], ordinal) => {
    const lines = text.split('\n').length - 1;
    const chunk = {
      ...place,
      chunkId: ordinal + 10,
      ordinal,
      headingPath,
      page,
      start,
      startLine: line,
      endLine: line + lines,
      text,
    };
    start += text.length;
    line += lines;
    return chunk;
  });
}

const word = (length: number) => `${'x'.repeat(length - 1)}\n`;

test('takes in the section around it and those below it', () => {
  const chunks = chunksOf(
    ['intro\n', []],
    ['leave\n', ['Leave']],
    ['- two days\n', ['Leave']],
    ['carried over\n', ['Leave', 'Next year']],
    ['travel\n', ['Travel']],
  );
  const passage = widened(chunks[2]!, chunks);
  expect(passage).toMatchObject({
    chunkId: 12,
    text: 'leave\n- two days\ncarried over\n',
    start: 6,
    startLine: 2,
    endLine: 5,
  });
});

test('keeps to its page', () => {
  const chunks = chunksOf(['one\n', [], 1], ['two\n', [], 2], ['three\n', [], 2]);
  expect(widened(chunks[1]!, chunks).text).toBe('two\nthree\n');
});

test('ends before it gets long, what follows first', () => {
  const chunks = chunksOf([word(900), []], [word(700), []], [word(600), []], [word(600), []]);
  expect(widened(chunks[1]!, chunks)).toMatchObject({ start: 900, text: word(700) + word(600) });
  const long = chunksOf([word(10), []], [word(4000), []], [word(10), []]);
  expect(widened(long[1]!, long).text).toBe(word(4000));
});

test('a passage that is not among its neighbours stays as it is', () => {
  const [one, two] = chunksOf(['a\n', []], ['b\n', []]);
  expect(widened(one!, [two!])).toBe(one);
});
