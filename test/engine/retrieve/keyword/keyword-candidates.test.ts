// The keyword side against the plain ranking of all chunks, and what people type.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keywordCandidates } from '../../../../src/engine/retrieve/keyword/keyword-candidates.ts';
import {
  type KeywordLimits,
  keywordLimits,
} from '../../../../src/engine/retrieve/keyword/ranked-search.ts';
import type { ParsedQuery } from '../../../../src/engine/retrieve/query/parsed-query.ts';
import { everyDocument } from '../../../../src/engine/store/index/document-filter.ts';
import { fold, termsOf } from '../../../../src/engine/text/terms.ts';
import { type Random, seeded } from '../../../support/random.ts';
import { openTextIndex, type TextIndex, textRecord } from '../../../support/text-index.ts';

const phrase = (text: string) => ({ text, terms: [...termsOf(text)].map(({ term }) => term) });

/** As the parser gives it, all words kept. */
function queryOf(
  text: string,
  {
    phrases = [],
    excluded = [],
    typing = false,
    paths = [],
  }: { phrases?: string[]; excluded?: string[]; typing?: boolean; paths?: string[] } = {},
): ParsedQuery {
  const all = [text, ...phrases].join('\n');
  const found = [...termsOf(all)].map(({ term, start, end }) => ({
    term,
    word: all.slice(start, end),
  }));
  return {
    text,
    terms: [...new Set(found.map(({ term }) => term))],
    words: [...new Set(found.map(({ word }) => word))],
    phrases: phrases.map(phrase),
    excluded: excluded.map(phrase),
    filter: { ...everyDocument, paths },
    unfinished: typing ? (found.at(-1)?.word ?? null) : null,
    newestFirst: false,
  };
}

function search(index: TextIndex, query: ParsedQuery, limits: KeywordLimits = keywordLimits) {
  const documents = index.reader.filters.wanted(query.filter);
  const wanted = documents && index.reader.chunkDocuments.wantedChunks(documents);
  return keywordCandidates(index.source, query, wanted, limits);
}

/** The texts found, best first. */
function texts(index: TextIndex, query: ParsedQuery, limits?: KeywordLimits): string[] {
  const { candidates } = search(index, query, limits);
  const chunks = index.reader.chunks(candidates.map(({ chunkId }) => chunkId));
  const byId = new Map(chunks.map(({ chunkId, text }) => [chunkId, text]));
  return candidates.map(({ chunkId }) => byId.get(chunkId)!);
}

/** Some words are common and most are rare, as in any language. */
const zipfWord = (random: Random) =>
  `w${'abcdefghij'.charAt(random.int(10))}${Math.floor(600 * (random.int(1000) / 1000) ** 3)}`;

describe('among many chunks', () => {
  let index: TextIndex;
  const random = seeded(5);
  const passage = () => random.text(30 + random.int(60), () => `${zipfWord(random)} `);
  const documents = 300;
  beforeAll(() => {
    index = openTextIndex();
    index.writer.writeDocuments(
      Array.from({ length: documents }, (_, n) =>
        textRecord(`part-${n % 10}/d${n}.md`, Array.from({ length: 8 }, passage), {
          headings: [zipfWord(random)],
        }),
      ),
    );
  });
  afterAll(() => index.close());

  const unbounded = { ...keywordLimits, ranked: 1e9, walked: 1e9 };
  /** As tight for these 2,400 chunks as the real ones are for a million. */
  const tight = { ...keywordLimits, ranked: 240, walked: 1500 };

  function overlap(query: ParsedQuery, bounds: KeywordLimits): number {
    const all = search(index, query, unbounded).candidates.slice(0, 10);
    const some = search(index, query, bounds).candidates.slice(0, 10);
    const least = (all.at(-1)?.score ?? 0) - 1e-9;
    return some.filter(({ score }) => score >= least).length / all.length;
  }

  test('without bounds all words are ranked as FTS5 ranks them', () => {
    const query = queryOf('wa1 wb20 wc300');
    const expected = index.reader.keywords.best('"wa1" OR "wb20" OR "wc300"', 1e9, 100, null);
    const ids = search(index, query, unbounded).candidates.map(({ chunkId }) => chunkId);
    expect(ids).toEqual(expected.map(({ chunkId }) => chunkId));
  });

  test('pruned by document frequency the first results stay', () => {
    const queries = Array.from({ length: 60 }, () =>
      queryOf(random.text(2 + random.int(6), () => `${zipfWord(random)} `)),
    );
    const overlaps = queries.map((query) => overlap(query, tight));
    const mean = overlaps.reduce((sum, one) => sum + one, 0) / overlaps.length;
    expect(mean).toBeGreaterThan(0.9);
    expect(queries.some((query) => search(index, query).terms.some((t) => t.frequency > 240))).toBe(
      true,
    );
  });

  test('what matches another expression too counts for more, whatever stands in it how often', () => {
    const { keywords } = index.reader;
    const plain = keywords.best('"wa1"', 1e9, 1000, null);
    const both = new Set(keywords.all('"wa1" AND "wb0"', null));
    expect(both.size).toBeGreaterThan(0);
    expect(both.size).toBeLessThan(plain.length);
    const beside = { expression: '"wb0" OR "none"', weight: 5 };
    const scores = new Map(plain.map(({ chunkId, score }) => [chunkId, score]));
    for (const found of [
      keywords.best('"wa1"', 1e9, 1000, null, [beside]),
      keywords.best('"wa1"', 1e9, 1000, null, [beside, { expression: '"none"', weight: 9 }]),
    ]) {
      expect(found).toHaveLength(plain.length);
      for (const { chunkId, score } of found) {
        expect(score).toBeCloseTo(scores.get(chunkId)! + (both.has(chunkId) ? 5 : 0), 9);
      }
    }
  });

  test('a word too common to be counted brings the newest of its chunks, within a filter too', () => {
    const bounds = { ...keywordLimits, ranked: 50, walked: 100, read: 40 };
    const all = index.reader.keywords.all('"wa0"', null);
    expect(all.length).toBeGreaterThan(bounds.walked);
    const newest = all.toSorted((a, b) => b - a).slice(0, bounds.read);
    const found = search(index, queryOf('wa0'), bounds).candidates.map(({ chunkId }) => chunkId);
    expect(newest.every((id) => found.includes(id))).toBe(true);
    const inPart = search(index, queryOf('wa0', { paths: ['part-3/'] }), bounds).candidates;
    expect(inPart.length).toBeGreaterThan(0);
  });

  test('scores are parts of the query, alike with and without bounds', () => {
    for (const bounds of [tight, unbounded]) {
      const { candidates } = search(index, queryOf('wa0 wb0 wc0 wd77 we250'), bounds);
      expect(candidates.length).toBeGreaterThan(10);
      for (const { score } of candidates) {
        expect(score).toBeGreaterThan(0);
        expect(score).toBeLessThanOrEqual(1);
      }
    }
  });

  test.each([unbounded, tight])('a filter holds before the limit (%j)', (bounds) => {
    for (const text of ['wa0', 'wb3 wc4 wd5', 'we90 wf100 wa0']) {
      const filtered = search(index, queryOf(text, { paths: ['part-3/'] }), bounds).candidates;
      const chunks = index.reader.chunks(filtered.map(({ chunkId }) => chunkId));
      expect(new Set(chunks.map(({ relativePath }) => relativePath.split('/')[0]))).toEqual(
        new Set(['part-3']),
      );
      const { terms } = search(index, queryOf(text));
      const expression = terms.map(({ term }) => `"${term}"`).join(' OR ');
      const all = index.reader.keywords.best(expression, 1e9, 1e9, null);
      const inside = index.reader
        .chunks(all.map(({ chunkId }) => chunkId))
        .filter(({ relativePath }) => relativePath.startsWith('part-3/'));
      if (bounds === unbounded) {
        expect(filtered.length).toBe(Math.min(inside.length, bounds.returned));
      } else {
        expect(filtered.length).toBeGreaterThanOrEqual(Math.min(inside.length, 10));
      }
    }
  });

  test('a filter that lets nothing through finds nothing', () => {
    expect(texts(index, queryOf('wa0', { paths: ['nowhere'] }))).toEqual([]);
  });

  test('20,000 characters are searched by their rarest words', () => {
    const text = random.text(4000, () => `${zipfWord(random)} `);
    const { candidates, terms } = search(index, queryOf(text));
    expect(candidates.length).toBeGreaterThan(0);
    expect(terms.length).toBeLessThanOrEqual(48);
  });

  test('a search goes on while the index is being emptied', () => {
    const names = Array.from({ length: documents }, (_, n) => `part-${n % 10}/d${n}.md`);
    for (let i = 0; i < documents; i += 30) {
      index.writer.removeFiles('folder', names.slice(i, i + 30));
      const found = texts(index, queryOf('wa0 wb0 wc9', { paths: ['part-'] }));
      expect(found.length).toBe(Math.min(found.length, 100));
      expect(found).not.toContain(undefined);
    }
    expect(texts(index, queryOf('wa0 wb0 wc9'))).toEqual([]);
  });
});

describe('among a few texts', () => {
  let index: TextIndex;
  const passages = [
    'Every employee has twenty days of vacation a year.',
    'The ferry leaves the harbour at noon; running shoes are fine.',
    'She runs to the ferry in one shoe.',
    'To be or not to be, that is the question.',
    'Not to be outdone, they asked what is to be or to do.',
    'Сотрудник получает двадцать дней отпуска.',
    'Ο υπάλληλος έχει είκοσι ημέρες άδειας κάθε χρόνο.',
    'يحصل الموظف على عشرين يوما من الإجازة السنوية.',
    'कर्मचारी को बीस दिन की छुट्टियाँ मिलती है।',
    'Die Kündigungsfrist beträgt drei Monate.',
    '员工每年有二十天带薪假期。',
    'Invoice INV-2024-0071 was paid; planning and plans for planets.',
    'A vacancy is announced.',
  ];
  const at = (start: string) => passages.find((text) => text.startsWith(start))!;
  beforeAll(() => {
    index = openTextIndex();
    index.writer.writeDocuments(
      passages.map((text, n) =>
        textRecord(`${n}.md`, [text], n === 0 ? { title: 'Time off' } : {}),
      ),
    );
    index.writer.maintain();
  });
  afterAll(() => index.close());

  test('a phrase must stand there as it is written', () => {
    expect(texts(index, queryOf('', { phrases: ['running shoes'] }))).toEqual([at('The ferry')]);
    expect(texts(index, queryOf('ferry', { phrases: ['one shoe'] }))).toEqual([at('She')]);
    expect(texts(index, queryOf('', { phrases: ['ferry shoes'] }))).toEqual([]);
    expect(texts(index, queryOf('', { phrases: ['time off'] }))).toEqual([at('Every')]);
    expect(texts(index, queryOf('', { phrases: ['带薪假期'] }))).toEqual([at('员工')]);
  });

  test('words that are not in the phrase only order what is found', () => {
    const found = texts(index, queryOf('harbour nowhere', { phrases: ['the ferry'] }));
    expect(found).toEqual([at('The ferry'), at('She')]);
    const either = texts(index, queryOf('outdone', { phrases: ['to be'] }));
    expect(either).toEqual([at('Not'), at('To be')]);
  });

  test('a phrase of the commonest words is found', () => {
    expect(texts(index, queryOf('', { phrases: ['to be or not to be'] }))).toEqual([at('To be')]);
  });

  test('excluded words and phrases are nowhere in what is found', () => {
    expect(texts(index, queryOf('ferry', { excluded: ['harbour'] }))).toEqual([at('She')]);
    expect(texts(index, queryOf('ferry', { excluded: ['run'] }))).toEqual([]);
    expect(texts(index, queryOf('ferry', { excluded: ['running shoes'] }))).toEqual([at('She')]);
    expect(texts(index, queryOf('ferry', { excluded: ['harbour', 'one shoe'] }))).toEqual([]);
  });

  test.each([
    ['vaction', 'vacation', 'Every'],
    ['Vcaation', 'vacation', 'Every'],
    ['employe', 'employee', 'Every'],
    ['двадцатъ', 'двадцать', 'Сотрудник'],
    ['сотрудик', 'сотрудник', 'Сотрудник'],
    ['υπαλληλς', 'υπαλληλος', 'Ο υπάλληλος'],
    ['الموطف', 'الموظف', 'يحصل'],
    ['कर्मचरी', 'कर्मचारी', 'कर्मचारी'],
    ['Kuendigungsfrist', 'kundigungsfrist', 'Die'],
    ['Kudnigungsfrist', 'kundigungsfrist', 'Die'],
  ])('%s is read as %s', (typed, word, start) => {
    const { corrections } = search(index, queryOf(typed));
    expect(corrections).toEqual([{ word: fold(typed), term: word }]);
    expect(texts(index, queryOf(typed))[0]).toBe(at(start));
  });

  test('words that stand somewhere stay as they are, however rare; numbers and codes too', () => {
    for (const text of ['vacancy', 'ferry', 'INV-2024-0072', '2025', 'x9', 'noo', '员公']) {
      expect(search(index, queryOf(text)).corrections).toEqual([]);
    }
    expect(texts(index, queryOf('vacancy'))).toEqual([at('A vacancy')]);
    expect(texts(index, queryOf('zzzzzzzz'))).toEqual([]);
  });

  test('a corrected word counts a little less than the right one', () => {
    const right = search(index, queryOf('vacation year')).candidates[0]!.score;
    const wrong = search(index, queryOf('vaction year')).candidates[0]!.score;
    expect(wrong).toBeLessThan(right);
    expect(wrong).toBeGreaterThan(right / 2);
  });

  test('a word is not corrected to one whose last text is gone', () => {
    index.writer.writeDocuments([textRecord('gone.md', ['A walrus.'])]);
    expect(search(index, queryOf('walris')).corrections).toHaveLength(1);
    index.writer.removeFiles('folder', ['gone.md']);
    expect(search(index, queryOf('walris'))).toEqual({
      candidates: [],
      terms: [],
      corrections: [],
    });
  });

  test('the word being typed finds what it begins', () => {
    const typed = (text: string) => texts(index, queryOf(text, { typing: true }));
    expect(typed('vaca')).toContain(at('Every'));
    expect(typed('vaca')).toContain(at('A vacancy'));
    expect(typed('days of vacati')[0]).toBe(at('Every'));
    expect(typed('отпу')).toEqual([at('Сотрудник')]);
    expect(typed('υπαλ')).toEqual([at('Ο υπάλληλος')]);
    expect(texts(index, queryOf('vaca'))).toEqual([]);
    expect(search(index, queryOf('vaca', { typing: true })).corrections).toEqual([]);
  });

  test('as typed comes before what it only begins', () => {
    index.writer.writeDocuments([textRecord('plan.md', ['One plan.'])]);
    expect(texts(index, queryOf('plan', { typing: true }))[0]).toBe('One plan.');
  });

  test.each([
    queryOf(''),
    queryOf('', { phrases: ['…'] }),
    queryOf('', { excluded: ['ferry'] }),
    queryOf('a'),
    queryOf('x'.repeat(20_000)),
    queryOf('', { phrases: ['y'.repeat(20_000)] }),
    queryOf('ferry', { excluded: ['—'] }),
    { ...queryOf('ferry'), unfinished: '👍' },
    { ...queryOf('ferry'), unfinished: '', words: [] },
  ])('nothing of what a query can be breaks it (%#)', (query) => {
    const { candidates } = search(index, query);
    for (const { score } of candidates) expect(Number.isFinite(score)).toBe(true);
  });
});
