import { expect, test } from 'vitest';
import { setTimeout as delay } from 'node:timers/promises';
import type { Reranker } from '../../../../src/engine/reranker.ts';
import { blended } from '../../../../src/engine/retrieve/rerank/blend.ts';
import { rerank } from '../../../../src/engine/retrieve/rerank/rerank.ts';
import type { Found } from '../../../../src/engine/retrieve/searcher.ts';

const { signal } = new AbortController();

function passage(name: string, score: number, keywordScore = 0.1): Found {
  return {
    chunkId: 1,
    documentId: 1,
    ordinal: 0,
    folderId: 'f',
    relativePath: name,
    title: null,
    format: 'text',
    headingPath: ['About'],
    page: null,
    label: null,
    startLine: null,
    endLine: null,
    start: 0,
    end: name.length,
    text: name,
    modifiedAt: 0,
    score,
    snippet: { start: 0, end: 1 },
    marks: [],
    explain: {
      keywordRank: 1,
      keywordScore,
      semanticRank: null,
      semanticScore: 0,
      trigramScore: 0,
      meaning: 0,
      support: 0,
      duplicates: [],
    },
  };
}

const names = (found: readonly Found[]) => found.map(({ relativePath }) => relativePath).join('');
const found = 'abcdefghij'.split('').map((name, i) => passage(name, 1 - i / 10));

/** Finds the later letters better, and says what it was given. */
function judge(options: { hangAt?: number } = {}): Reranker & { read: string[] } {
  const read: string[] = [];
  return {
    name: 'judge',
    read,
    async rank(_, texts, __, stop) {
      const hangs = texts.length > 0 && read.length >= (options.hangAt ?? Infinity);
      if (hangs) await delay(60_000, null, { signal: stop });
      read.push(...texts);
      return texts.map((text) => (text.charCodeAt(text.length - 1) - 96) / 10);
    },
  };
}

test('what is read gets its score and its place; headings are read along', async () => {
  const reranker = judge();
  const ordered = await rerank('q', found, { reranker, budgetMs: 60_000 }, signal);
  expect(names(ordered)).toBe('jihgfedcba');
  expect(ordered[0]!.explain.rerankScore).toBe(1);
  expect(reranker.read[0]).toBe('About\na');
});

test('the time is over: those that were read come first, the others keep their places', async () => {
  const reranker = judge({ hangAt: 4 });
  const ordered = await rerank('q', found, { reranker, budgetMs: 300 }, signal);
  expect(names(ordered)).toBe('abcdefghij'.replace('abcd', names(ordered).slice(0, 4)));
  expect(ordered.filter(({ explain }) => explain.rerankScore !== undefined)).toHaveLength(4);
  expect(names(ordered).slice(4)).toBe('efghij');
});

test('no time: nothing is read, nothing changes', async () => {
  const reranker = judge();
  expect(await rerank('q', found, { reranker, budgetMs: 0 }, signal)).toEqual(found);
  expect(reranker.read).toEqual([]);
});

test('given up: that is no result', async () => {
  const stop = new AbortController();
  const ordered = rerank(
    'q',
    found,
    { reranker: judge({ hangAt: 0 }), budgetMs: 9e6 },
    stop.signal,
  );
  stop.abort(new Error('given up'));
  await expect(ordered).rejects.toThrow('given up');
});

test('a reranker that finds all alike leaves the order; one that is sure changes it', () => {
  const alike = found.map(() => 0.5);
  expect(names(blended(found, alike))).toBe('abcdefghij');
  const sure = found.map((_, i) => (i === 5 ? 0.98 : 0.01));
  expect(names(blended(found, sure))).toBe('fabcdeghij');
});

test('the passage that holds most of what was asked is not buried', () => {
  const exact = [passage('x', 1.5, 0.8), ...found];
  const scores = exact.map((_, i) => (i === 0 ? 0.001 : 0.9));
  expect(names(blended(exact, scores)).slice(0, 3)).toBe('abx');
  const weak = [passage('x', 1.5, 0.4), ...found];
  expect(names(blended(weak, scores)).indexOf('x')).toBeGreaterThan(3);
});
