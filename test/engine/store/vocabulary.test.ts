import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTextIndex, type TextIndex, textRecord } from '../../support/text-index.ts';

let index: TextIndex;
beforeEach(() => (index = openTextIndex()));
afterEach(() => index.close());

const allWords = () => index.reader.vocabulary.wordsAfter(0).words.split('\n').toSorted();

test('holds the words of the texts, folded, each once; no numbers and nothing unspaced', () => {
  index.writer.writeDocuments([
    textRecord('a.md', ['Vacations and VACATIONS: naïve Straße, 2024, x86, 休暇 отпуск.']),
    textRecord('b.md', ['Their vacations.']),
  ]);
  expect(allWords()).toEqual(['naive', 'strasse', 'their', 'vacations', 'отпуск'].toSorted());
});

test('what is common is told first', () => {
  const rare = ['vacant', 'vacate', 'vacuum'];
  index.writer.writeDocuments([
    textRecord('a.md', [rare.join(' '), ...Array.from({ length: 20 }, (_, i) => `vacation ${i}`)]),
  ]);
  index.writer.maintain();
  const { vocabulary } = index.reader;
  expect(vocabulary.beginningWith('vac', 2)[0]).toBe('vacation');
  expect(vocabulary.beginningWith('vac', 9)).toHaveLength(4);
  expect(vocabulary.beginningWith('vacu', 9)).toEqual(['vacuum']);
  expect(vocabulary.beginningWith('zzz', 9)).toEqual([]);
  expect(vocabulary.seen('vacation')).toBeGreaterThan(vocabulary.seen('vacant'));
  expect(vocabulary.seen('never')).toBe(0);
});

test('words of a text whose writing failed are learnt when it is written after all', () => {
  const record = textRecord('a.md', ['A walrus.']);
  const broken = { ...textRecord('b.md', ['Another.']), state: null as never };
  expect(() => index.writer.writeDocuments([record, broken])).toThrow();
  expect(allWords()).toEqual(['']);
  index.writer.writeDocuments([record]);
  expect(allWords()).toEqual(['walrus']);
});
