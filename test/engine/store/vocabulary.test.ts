import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTextIndex, type TextIndex, textRecord } from '../../support/text-index.ts';

let index: TextIndex;
beforeEach(() => (index = openTextIndex()));
afterEach(() => index.close());

const allWords = () => index.reader.vocabulary.wordsAfter(null).words.split('\n').toSorted();

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

test('who follows gets what was added, or all of it after a long list was dropped', () => {
  const { vocabulary } = index.reader;
  index.writer.writeDocuments([textRecord('a.md', ['The walrus sleeps.'])]);
  const first = vocabulary.wordsAfter(null);
  expect(first).toMatchObject({ all: true, words: 'sleeps\nwalrus' });
  expect(vocabulary.wordsAfter(first.last)).toEqual({ ...first, all: false, words: '' });
  index.writer.writeDocuments([textRecord('b.md', ['A walrus swims.'])]);
  index.writer.maintain();
  const second = vocabulary.wordsAfter(first.last);
  expect(second).toMatchObject({ all: false, words: 'swims' });

  const letters = Array.from('abcdefghijklmnopqrst');
  const many = letters.flatMap((a) => letters.flatMap((b) => letters.map((c) => `x${a}${b}${c} `)));
  index.writer.writeDocuments([textRecord('c.md', [many.slice(1).join(''), many[0]!])]);
  index.writer.maintain();
  const third = vocabulary.wordsAfter(second.last);
  expect(third.all).toBe(true);
  expect(third.words.split('\n')).toHaveLength(many.length + 3);
  index.writer.writeDocuments([textRecord('d.md', ['An auk.', 'The auks dive.'])]);
  const fourth = vocabulary.wordsAfter(third.last);
  expect(fourth).toMatchObject({ all: false, words: 'auks\ndive' });
  expect(fourth.last).toBe(many.length + 7);
});

test('words of a text whose writing failed are learnt when it is written after all', () => {
  const record = textRecord('a.md', ['A walrus.']);
  const broken = { ...textRecord('b.md', ['Another.']), state: null as never };
  expect(() => index.writer.writeDocuments([record, broken])).toThrow();
  expect(allWords()).toEqual(['']);
  index.writer.writeDocuments([record]);
  expect(allWords()).toEqual(['walrus']);
});
