// A walk that is stopped or fails at a place that a test chooses: what was read until then is an answer.
import { expect, test } from 'vitest';
import { answerSettings } from '../../../../src/shared/contract/answer.ts';
import type { Hit } from '../../../../src/shared/contract/search.ts';
import { LorekeepError } from '../../../../src/shared/errors.ts';
import type { Asked } from '../../../../src/engine/answer/asked.ts';
import { answerQuestion } from '../../../../src/engine/answer/answers.ts';
import { extractiveAnswerer } from '../../../../src/engine/answer/extractive-answerer.ts';
import type { WalkSource } from '../../../../src/engine/answer/walk/walk-source.ts';

const asked: Asked = {
  question: 'Which documents mention the lamp?',
  history: [],
  settings: answerSettings.parse({}),
};

function hit(document: number): Hit {
  const text = `Keeper ${document} lit the lamp.`;
  return {
    folderId: 'f',
    relativePath: `d${document}.txt`,
    path: `/f/d${document}.txt`,
    title: `d${document}`,
    format: 'text',
    headingPath: [],
    page: null,
    label: null,
    startLine: null,
    endLine: null,
    start: 0,
    end: text.length,
    text,
    score: 0,
    snippet: { start: 0, end: text.length },
    marks: [],
    explain: {
      keywordRank: null,
      keywordScore: 0,
      semanticRank: null,
      semanticScore: 0,
      trigramScore: 0,
    },
  };
}

/** A thousand documents; reading one of them does what a test says. */
function sourceOf(read: (document: number) => void): WalkSource {
  const nothing = { count: 0, documents: [], terms: [] };
  const documents = Array.from({ length: 500 }, (_, i) => ({ document: i, chunks: [i] }));
  return {
    chosen: () => Promise.resolve(null),
    holding: () => Promise.resolve({ count: 1000, documents, terms: ['lamp'] }),
    named: () => Promise.resolve(nothing),
    inScope: () => Promise.resolve(nothing),
    passages: async ([chunk]) => {
      await Promise.resolve();
      read(chunk!);
      return [hit(chunk!)];
    },
    parts: () => Promise.resolve({ parts: [], next: null }),
  };
}

async function answerWith(read: (document: number) => void, signal: AbortSignal) {
  const retrieve = () => Promise.resolve({ hits: [], terms: new Map<string, number>() });
  const parts = { answerer: extractiveAnswerer, retrieve, documents: sourceOf(read) };
  const stream = answerQuestion(asked, parts, signal);
  for (;;) {
    const next = await stream.next();
    if (next.done) return next.value.answer;
  }
}

test('more documents than are read: it says so', async () => {
  const answer = await answerWith(() => {}, new AbortController().signal);
  expect(answer.walk).toEqual({ kind: 'which', matching: 1000, read: 500 });
  expect(answer.citations).toHaveLength(500);
});

test('stopped in the middle: the lines that were written stay, each with its citation', async () => {
  const stop = new AbortController();
  const answer = await answerWith((document) => {
    if (document === 40) stop.abort();
  }, stop.signal);
  expect(answer).toMatchObject({ ended: 'stopped', grounded: true, error: null });
  expect(answer.walk!.read).toBeGreaterThanOrEqual(27);
  expect(answer.walk!.read).toBeLessThan(60);
  expect(answer.citations).toHaveLength(answer.answer.split('\n\n').length);
});

test('stopped before the first line: nothing is left', async () => {
  const stop = new AbortController();
  const reading = answerWith(() => {
    stop.abort();
    stop.signal.throwIfAborted();
  }, stop.signal);
  await expect(reading).rejects.toThrow();
});

test('a failure in the middle cuts it and says why', async () => {
  const answer = await answerWith((document) => {
    if (document === 40) throw new LorekeepError('INDEX_DAMAGED', { file: 'index.db' });
  }, new AbortController().signal);
  expect(answer).toMatchObject({
    ended: 'failed',
    error: { code: 'INDEX_DAMAGED' },
    grounded: true,
  });
  expect(answer.citations.length).toBeGreaterThan(20);
});
