// What is computed from texts must be what FTS5 computes from its index: both are mixed in one
// ranking.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { anyOf } from '../../../../src/engine/retrieve/keyword/expressions.ts';
import { termCounter } from '../../../../src/engine/retrieve/keyword/score-text.ts';
import { idf } from '../../../../src/engine/retrieve/keyword/weigh-terms.ts';
import { termsOf } from '../../../../src/engine/text/terms.ts';
import { seeded } from '../../../support/random.ts';
import { openTextIndex, type TextIndex, textRecord } from '../../../support/text-index.ts';

let index: TextIndex;
beforeEach(() => (index = openTextIndex()));
afterEach(() => index.close());

const words = [
  ...'policy policies Leaves leave running ran naïve Straße STRASSE e-mail x y2 2024 1,000 1000 2.500,00 io'.split(
    ' ',
  ),
  ...'отпуск отпуска ёлка Άδεια إجازة الإجازة छुट्टी 年假 有給休暇を取得 휴가 พนักงานมีวันลา ﬁne ＡＢＣ'.split(
    ' ',
  ),
];

test('BM25 from the text is BM25 from the index, in every script', () => {
  const random = seeded(23);
  const passage = () => random.text(5 + random.int(60), () => `${random.pick(words)} `);
  const records = Array.from({ length: 60 }, (_, n) =>
    textRecord(`folder ${n % 3}/leave-policy-${n}.md`, [passage(), passage()], {
      format: random.pick(['markdown', 'text'] as const),
      headings: [random.pick(words), random.pick(words)],
      ...(n % 2 === 0 && { title: `${random.pick(words)} policy` }),
    }),
  );
  index.writer.writeDocuments(records);
  const { keywords } = index.reader;
  const sizes = keywords.sizes();
  expect(sizes.chunks).toBe(120);
  for (let i = 0; i < 20; i++) {
    const asked = Array.from({ length: 1 + random.int(4) }, () => random.pick(words)).join(' ');
    const terms = [...new Set([...termsOf(asked)].map(({ term }) => term))];
    const expected = keywords.best(anyOf(terms), 1000, 1000, null);
    const count = termCounter(terms, sizes);
    const weights = terms.map((term) => idf(keywords.frequency(term), sizes.chunks));
    const scores = new Map(
      index.reader
        .measuredChunks(expected.map(({ chunkId }) => chunkId))
        .map((chunk) => [
          chunk.chunkId,
          count(chunk).reduce((sum, one, place) => sum + one * weights[place]!, 0),
        ]),
    );
    expect(expected.length).toBeGreaterThan(0);
    for (const { chunkId, score } of expected) expect(scores.get(chunkId)).toBeCloseTo(score, 6);
  }
});
