import { expect, test } from 'vitest';
import { addDocumentSupport } from '../../../../src/engine/retrieve/rank/document-support.ts';

test('a document’s second passage adds a tenth of itself to all of them, its third half of that', () => {
  const candidates = [
    { documentId: 1, score: 0.6, support: 0 },
    { documentId: 2, score: 0.6, support: 0 },
    { documentId: 1, score: 0.4, support: 0 },
    { documentId: 1, score: 0.2, support: 0 },
    { documentId: 1, score: 0.1, support: 0 },
  ];
  addDocumentSupport(candidates);
  const expected = [0.65, 0.6, 0.45, 0.25, 0.15];
  for (const [i, { score }] of candidates.entries()) expect(score).toBeCloseTo(expected[i]!, 12);
});

test('of two that fit alike the one with more behind it comes first; a single one stays', () => {
  const single = [{ documentId: 1, score: 0.5, support: 0 }];
  addDocumentSupport(single);
  expect(single[0]!.score).toBe(0.5);
  addDocumentSupport([]);
});
