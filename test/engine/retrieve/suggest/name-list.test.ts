import { expect, test } from 'vitest';
import {
  foldName,
  markName,
  nameWords,
} from '../../../../src/engine/retrieve/suggest/fold-name.ts';
import { createNameList } from '../../../../src/engine/retrieve/suggest/name-list.ts';
import { suggestWords } from '../../../../src/engine/retrieve/suggest/suggest-words.ts';
import { seeded } from '../../../support/random.ts';

const texts = [
  'notes/annual-report-2024.pdf',
  'report.md',
  'archive/reports/minutes.txt',
  'unreported.txt',
  'Größe/Übersicht.docx',
  '会议/年度报告.docx',
  'misc/ANNUAL budget.xlsx',
  'a/very/long/folder/name/with/an/annual/thing/report of all things that were.pdf',
];
const list = createNameList({ isPath: true });
list.add(texts.slice(0, 3).map(named(0)));
list.add(texts.slice(3).map(named(3)));

function named(from: number) {
  return (text: string, i: number) => ({ document: from + i, place: 0, folder: i % 2, text });
}

const found = (typed: string, folders: ReadonlySet<number> | null = null, limit = 10) =>
  list.find(nameWords(typed), folders, limit).map(({ document }) => texts[document]);

test('names that begin with it come first, then words that do, then the others', () => {
  expect(found('report')).toEqual([
    'report.md',
    'a/very/long/folder/name/with/an/annual/thing/report of all things that were.pdf',
    'notes/annual-report-2024.pdf',
    'archive/reports/minutes.txt',
    'unreported.txt',
  ]);
});

test('all words must stand in it, in any order', () => {
  expect(found('2024 annual')).toEqual(['notes/annual-report-2024.pdf']);
  expect(found('budget ann')).toEqual(['misc/ANNUAL budget.xlsx']);
  expect(found('annual nothing')).toEqual([]);
});

test('letters are compared folded', () => {
  expect(found('grosse')).toEqual(['Größe/Übersicht.docx']);
  expect(found('UBERSICHT')).toEqual(['Größe/Übersicht.docx']);
  expect(found('Ubersicht')).toEqual(['Größe/Übersicht.docx']);
  expect(found('报告')).toEqual(['会议/年度报告.docx']);
});

test('only folders that count, and no more than asked for', () => {
  // The second list's folders are counted from its first name.
  expect(found('report', new Set([1]))).toEqual(['report.md']);
  expect(found('report', null, 2)).toHaveLength(2);
  expect(found('report', new Set())).toEqual([]);
});

test('a random list is searched as a plain loop would', () => {
  const random = seeded(3);
  const letters = Array.from('abcß/é -日');
  const names = Array.from({ length: 500 }, () =>
    random.text(1 + random.int(12), () => random.pick(letters)),
  );
  const all = createNameList({ isPath: true });
  for (let i = 0; i < names.length; i += 7) {
    all.add(
      names.slice(i, i + 7).map((text, j) => ({ document: i + j, place: 0, folder: 0, text })),
    );
  }
  for (let i = 0; i < 300; i++) {
    const words = nameWords(random.text(1 + random.int(4), () => random.pick(letters)));
    if (words.length === 0) continue;
    const expected = names.flatMap((name, document) =>
      words.every((word) => foldName(name).includes(word)) ? [document] : [],
    );
    const matches = all.find(words, null, 1000);
    expect(matches.map(({ document }) => document).toSorted((a, b) => a - b)).toEqual(expected);
    const scores = matches.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  }
});

test('marks stand where the words are shown, whatever folding does to lengths', () => {
  const marked = (name: string, typed: string) =>
    markName(name, nameWords(typed)).map(({ start, end }) => name.slice(start, end));
  expect(marked('Größe der Straße.txt', 'strasse')).toEqual(['Straße']);
  expect(marked('Cafe\u0301 Menu.txt', 'cafe')).toEqual(['Cafe\u0301']);
  expect(marked('ＲＥＰＯＲＴ-2024.pdf', 'report 24')).toEqual(['ＲＥＰＯＲＴ', '24']);
  expect(marked('ana-anal', 'ana anal')).toEqual(['ana', 'anal']);
  expect(marked('👍 report', 'report')).toEqual(['report']);
  expect(marked('nothing', 'report')).toEqual([]);
});

test.each([
  ['annual rep', ['annual', 'rep']],
  ['annual -draft "net sales"', ['annual', 'net', 'sales']],
  ['annual type:pdf', []],
  ['a', []],
  ['a b', []],
  ['报', ['报']],
  ['How many days of leave do parents get?', []],
  ['', []],
  ['type:pdf', []],
])('%j is looked for as %j', (text, words) => {
  expect(suggestWords(text)).toEqual(words);
});
