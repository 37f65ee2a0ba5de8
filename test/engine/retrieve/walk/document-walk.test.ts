import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseQuery } from '../../../../src/engine/retrieve/query/parse-query.ts';
import {
  type DocumentWalk,
  openDocumentWalk,
} from '../../../../src/engine/retrieve/walk/document-walk.ts';
import { everyDocument } from '../../../../src/engine/store/index/document-filter.ts';
import { seeded } from '../../../support/random.ts';
import { openTextIndex, type TextIndex, textRecord } from '../../../support/text-index.ts';

let index: TextIndex;
let walk: DocumentWalk;

beforeEach(() => {
  index = openTextIndex();
  walk = openDocumentWalk(index.file);
});

afterEach(() => {
  walk.close();
  index.close();
});

function queryOf(text: string, filter = everyDocument) {
  const { query } = parseQuery(text, { now: new Date(), typing: false });
  return { ...query, filter: { ...query.filter, folderIds: filter.folderIds } };
}

const pathsOf = (documents: readonly { document: number }[]) =>
  index.reader
    .textsNamed(documents.map(({ document }) => document))
    .map(({ relativePath }) => relativePath)
    .toSorted();

const holding = (text: string, most = 1000) => {
  const { count, documents } = walk.holding(queryOf(text), most);
  expect(count).toBeGreaterThanOrEqual(documents.length);
  return pathsOf(documents);
};

describe('documents that hold words', () => {
  test('are all of them, as a plain look at each text finds them', () => {
    const { int } = seeded(4);
    const words = ['alder', 'birch', 'cedar', 'dogwood', 'elder', 'fir', 'gorse', 'hazel'];
    const texts = Array.from({ length: 400 }, (_, i) => {
      const passages = Array.from({ length: 1 + int(4) }, () =>
        Array.from({ length: 6 }, () => words[int(words.length)]).join(' '),
      );
      return { path: `d${i}.txt`, passages };
    });
    index.writer.writeDocuments(texts.map(({ path, passages }) => textRecord(path, passages)));
    for (const asked of ['hazel', 'alder birch', 'cedar elder fir gorse']) {
      const wanted = texts
        .filter(({ passages }) =>
          passages.some((text) => asked.split(' ').every((word) => text.split(' ').includes(word))),
        )
        .map(({ path }) => path)
        .toSorted();
      expect(wanted.length).toBeGreaterThan(20);
      expect(holding(asked)).toEqual(wanted);
      const few = walk.holding(queryOf(asked), 5);
      expect(few).toMatchObject({ count: wanted.length });
      expect(few.documents).toHaveLength(5);
    }
  });

  test('count by a heading too, by a whole document where no passage holds all, and not without', () => {
    index.writer.writeDocuments([
      textRecord('heading.txt', ['Twelve weeks.'], { headings: ['Parental leave'] }),
      textRecord('apart.txt', ['The red door.', 'A green window.']),
      textRecord('other.txt', ['A red roof.']),
    ]);
    expect(holding('parental weeks')).toEqual(['heading.txt']);
    expect(holding('red window')).toEqual(['apart.txt']);
    expect(holding('red')).toEqual(['apart.txt', 'other.txt']);
    expect(holding('red -window')).toEqual(['other.txt']);
    expect(holding('purple')).toEqual([]);
  });

  test('hold a phrase as it is written', () => {
    index.writer.writeDocuments([
      textRecord('to-the-letter.txt', ['We sell running shoes here.']),
      textRecord('stems.txt', ['They run shoe shops.']),
      textRecord('apart.txt', ['Shoes for running.']),
    ]);
    expect(holding('"running shoes"')).toEqual(['to-the-letter.txt']);
  });

  test('are those in scope', () => {
    index.writer.writeDocuments([
      textRecord('a.txt', ['red'], { folderId: 'one' }),
      textRecord('b.txt', ['red'], { folderId: 'two' }),
    ]);
    const { count, documents } = walk.holding(
      queryOf('red', { ...everyDocument, folderIds: ['two'] }),
      9,
    );
    expect([count, pathsOf(documents)]).toEqual([1, ['b.txt']]);
  });

  test('name their best chunks, which come with what stands around them', () => {
    index.writer.writeDocuments([
      textRecord('a.txt', ['Nothing here. ', 'Red, red, red. ', 'The end, with one red. ']),
    ]);
    const [first] = walk.holding(queryOf('red'), 9).documents;
    const passages = walk.passages(first!.chunks, ['red']);
    expect(passages).toHaveLength(1);
    expect(passages[0]!.text).toBe('Nothing here. Red, red, red. The end, with one red.');
    expect(passages[0]!.marks.length).toBe(4);
  });
});

describe('documents of a name', () => {
  beforeEach(() =>
    index.writer.writeDocuments([
      textRecord('hr/leave-policy.txt', ['Weeks.']),
      textRecord('hr/travel.txt', ['Trains.'], { title: 'Travel policy' }),
      textRecord('notes/leave policy and all that came of it in the end.txt', ['Notes.']),
      textRecord('old/report.pdf', ['2020']),
      textRecord('old/report.txt', ['2021']),
      textRecord('年度报告.txt', ['利润']),
    ]),
  );
  const named = (name: string) => pathsOf(walk.named(name, everyDocument, 9).documents);

  test.each([
    ['leave policy', ['hr/leave-policy.txt']],
    ['Leave-Policy.txt', ['hr/leave-policy.txt']],
    ['the travel policy', ['hr/travel.txt']],
    ['travel', ['hr/travel.txt']],
    ['report.pdf', ['old/report.pdf']],
    ['report', ['old/report.pdf', 'old/report.txt']],
    ['年度报告', ['年度报告.txt']],
    ['end', []],
    ['weeks', []],
    ['', []],
  ])('%s', (name, paths) => expect(named(name)).toEqual(paths));

  test('all in scope, in order, or those of a directory', () => {
    expect(walk.inScope(everyDocument, null, 2)).toMatchObject({ count: 6 });
    expect(pathsOf(walk.inScope(everyDocument, 'HR', 9).documents)).toEqual([
      'hr/leave-policy.txt',
      'hr/travel.txt',
    ]);
    expect(walk.inScope(everyDocument, 'h', 9).count).toBe(0);
  });
});

test('a document read part by part is its text', () => {
  const passages = Array.from({ length: 40 }, (_, i) => `Passage ${i} of many words. `);
  index.writer.writeDocuments([textRecord('long.txt', passages)]);
  const { document } = walk.inScope(everyDocument, null, 1).documents[0]!;
  const texts: string[] = [];
  for (let from: number | null = 0; from !== null;) {
    const { parts, next } = walk.parts(document, from, 7);
    texts.push(...parts.map(({ text }) => text));
    from = next;
  }
  expect(texts.length).toBeLessThan(10);
  expect(texts.join(' ')).toBe(passages.join('').trim());
});
