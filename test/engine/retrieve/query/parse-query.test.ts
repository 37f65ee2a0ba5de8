import { describe, expect, test } from 'vitest';
import {
  mostOperators,
  parseQuery,
  plainQuery,
} from '../../../../src/engine/retrieve/query/parse-query.ts';
import { termsOf } from '../../../../src/engine/text/terms.ts';
import { everyDocument } from '../../../../src/engine/store/index/document-filter.ts';
import { maxQueryLength } from '../../../../src/shared/contract/search.ts';
import { errorCodes, LorekeepError } from '../../../../src/shared/errors.ts';
import { seeded } from '../../../support/random.ts';

const now = new Date(2026, 2, 31, 15, 30);
const parse = (text: string) => parseQuery(text, { now, typing: false });
const typed = (text: string) => parseQuery(text, { now, typing: true });
const failing = (text: string) => {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof LorekeepError) return { code: error.code, params: error.params };
    throw error;
  }
  return null;
};
const day = (year: number, month: number, date = 1) => new Date(year, month - 1, date).getTime();

test('a question becomes the terms that say something, each once, in order', () => {
  const text = 'How are the Policies and a policy for leaves?';
  expect(parse(text)).toEqual({
    query: {
      text,
      terms: [...termsOf('policy leaves')].map(({ term }) => term),
      words: ['Policies', 'policy', 'leaves'],
      phrases: [],
      excluded: [],
      filter: everyDocument,
      unfinished: null,
      newestFirst: false,
    },
    filters: [],
    notices: [],
    collections: [],
    onlyFilters: false,
    unsettled: null,
  });
});

test.each(['', '   \n', '( ) * : ^ —', '👍', '""', '"', '“”', '-', '--', '\u200e', '"!!"'])(
  '%j holds no word',
  (text) => {
    expect(failing(text)).toMatchObject({ code: 'QUERY_EMPTY' });
    expect(() => typed(text)).toThrow(expect.objectContaining({ code: 'QUERY_EMPTY' }));
  },
);

test('the longest query is taken and one more character is not', () => {
  const longest = 'word '.repeat(maxQueryLength / 5);
  expect(parse(longest).query.terms).toEqual(['word']);
  expect(failing(`${longest}x`)).toEqual({
    code: 'QUERY_TOO_LONG',
    params: { length: maxQueryLength + 1, limit: maxQueryLength },
  });
});

describe('phrases', () => {
  test.each([
    ['"annual report" 2024', 'annual report'],
    ['“annual report” 2024', 'annual report'],
    ['„annual report“ 2024', 'annual report'],
    ['«annual report» 2024', 'annual report'],
    ['＂annual report＂ 2024', 'annual report'],
    ['“annual report" 2024', 'annual report'],
    ['("annual report") 2024', 'annual report'],
  ])('%s', (text, phrase) => {
    const { query, filters } = parse(text);
    expect(query.phrases).toEqual([{ text: phrase, terms: ['annual', 'report'] }]);
    expect(query.terms).toEqual(['annual', 'report', '2024']);
    expect(filters).toMatchObject([{ kind: 'phrase', value: phrase }]);
    expect(text.slice(filters[0]!.start, filters[0]!.end)).toContain(phrase);
  });

  test('in scripts without spaces they need none before them', () => {
    const { query } = parse('员工「带薪假期」规定"二十天"');
    expect(query.phrases.map(({ text }) => text)).toEqual(['带薪假期', '二十天']);
    expect(query.text).toBe('员工 带薪假期 规定 二十天');
  });

  test('stop words are part of a phrase, and what is embedded has no quotes', () => {
    const { query } = parse('who said "to be or not to be" first');
    expect(query.phrases[0]!.terms).toEqual(['to', 'be', 'or', 'not', 'to', 'be']);
    expect(query.text).toBe('who said to be or not to be first');
  });

  test('an open one goes to the end, and that is told', () => {
    const { query, notices } = parse('minutes "annual report 2024');
    expect(query.phrases.map(({ text }) => text)).toEqual(['annual report 2024']);
    expect(notices).toEqual([{ code: 'QUOTE_OPEN', params: {}, start: 8, end: 27 }]);
  });

  test('while it is typed it is words, the last of them unfinished', () => {
    const { query, notices } = typed('minutes "annual rep');
    expect(query).toMatchObject({ phrases: [], unfinished: 'rep' });
    expect(query.terms).toEqual(['minut', 'annual', 'rep']);
    expect(notices).toEqual([]);
  });

  test('inches and letters are no quotes', () => {
    for (const text of ['a 12" record and a 7" one', 'צה"ל צבא', "l'homme d'affaires"]) {
      expect(parse(text).query.phrases).toEqual([]);
      expect(parse(text).query.text).toBe(text);
    }
  });
});

describe('exclusions', () => {
  test('of words and phrases, in several kinds of minus', () => {
    const { query, filters } = parse('heron -draft −"old tower" －east');
    expect(query.excluded).toEqual([
      { text: 'draft', terms: ['draft'] },
      { text: 'old tower', terms: ['old', 'tower'] },
      { text: 'east', terms: ['east'] },
    ]);
    expect(query).toMatchObject({ text: 'heron', terms: ['heron'] });
    expect(filters.map(({ kind, start, end }) => [kind, start, end])).toEqual([
      ['exclude', 6, 12],
      ['exclude', 13, 25],
      ['exclude', 26, 31],
    ]);
  });

  test.each(['e-mail', 'a - b', '-ferry-', '--ferry', 'mother-in-law', 'x -', '- x', '-?! x'])(
    '%j excludes nothing',
    (text) => {
      expect(parse(text).query.excluded).toEqual([]);
      expect(parse(text).query.text).toBe(text);
    },
  );

  test('alone they say nothing of what is looked for', () => {
    expect(failing('-draft -"old tower"')).toEqual({ code: 'QUERY_ONLY_EXCLUDES', params: {} });
  });
});

describe('filters', () => {
  test('paths: quoted, with either slash, with stars, turned around', () => {
    const { query, filters } = parse(
      'x path:"My Documents" path:docs\\*.MD -path:old path：新しい',
    );
    expect(query.filter.paths).toEqual(['My Documents', 'docs/', '.MD', '新しい']);
    expect(query.filter.notPaths).toEqual(['old']);
    expect(filters.map(({ kind, value }) => [kind, value])).toEqual([
      ['path', 'My Documents'],
      ['path', 'docs\\*.MD'],
      ['notPath', 'old'],
      ['path', '新しい'],
    ]);
    expect(query.text).toBe('x');
  });

  test.each([
    ['type:pdf', { formats: ['pdf'], extensions: [] }],
    ['TYPE:PDFs', { formats: ['pdf'], extensions: [] }],
    ['ｔｙｐｅ：ｐｄｆ', { formats: ['pdf'], extensions: [] }],
    ['type:word', { formats: ['docx', 'doc'], extensions: [] }],
    ['type:Excel', { formats: ['xlsx', 'xls'], extensions: [] }],
    ['type:mails', { formats: ['eml', 'msg', 'mbox'], extensions: [] }],
    ['type:markdown', { formats: ['markdown'], extensions: [] }],
    ['type:web', { formats: ['html', 'mhtml'], extensions: [] }],
    ['type:md', { formats: [], extensions: ['md'] }],
    ['type:.Log', { formats: [], extensions: ['log'] }],
    ['type:*.log', { formats: [], extensions: ['log'] }],
    ['type:pdf,c++', { formats: ['pdf'], extensions: ['cpp', 'cc', 'cxx', 'hpp', 'hh', 'hxx'] }],
    ['type:pdf type:txt', { formats: ['pdf'], extensions: ['txt'] }],
    ['type:mail -type:msg', { formats: ['eml', 'mbox'], extensions: [] }],
    ['type:pdf -type:pdf', { formats: [], extensions: [] }],
  ])('%s', (text, types) => {
    expect(parse(`x ${text}`).query.filter.types).toEqual(types);
  });

  test('a type left out leaves all others', () => {
    const { formats, extensions } = parse('x -type:pdf').query.filter.types!;
    expect(formats).not.toContain('pdf');
    expect(formats).toContain('docx');
    expect(extensions).toEqual([]);
  });

  test.each([
    ['2024', day(2024, 1)],
    ['2024-02', day(2024, 2)],
    ['2024-2', day(2024, 2)],
    ['2024-02-29', day(2024, 2, 29)],
    ['2024/02/29', day(2024, 2, 29)],
    ['2024.02.29', day(2024, 2, 29)],
    ['today', day(2026, 3, 31)],
    ['Yesterday', day(2026, 3, 30)],
    ['7d', day(2026, 3, 24)],
    ['2w', day(2026, 3, 17)],
    ['1m', day(2026, 2, 28)],
    ['13m', day(2025, 2, 28)],
    ['1y', day(2025, 3, 31)],
    ['"2024-02"', day(2024, 2)],
    ['２０２４－０２', day(2024, 2)],
  ])('after:%s begins there', (value, time) => {
    expect(parse(`x after:${value}`).query.filter).toMatchObject({
      modifiedFrom: time,
      modifiedBefore: null,
    });
    expect(parse(`x before:${value}`).query.filter.modifiedBefore).toBe(time);
  });

  test('the narrowest of several dates counts', () => {
    const { filter } = parse('x after:2020 after:2023 before:2026 before:2025').query;
    expect(filter).toMatchObject({ modifiedFrom: day(2023, 1), modifiedBefore: day(2025, 1) });
  });

  test.each([
    ['after:yesterdayish', 'QUERY_DATE_UNCLEAR', { key: 'after', value: 'yesterdayish' }],
    ['before:2024-13', 'QUERY_DATE_UNCLEAR', { key: 'before', value: '2024-13' }],
    ['after:2023-02-29', 'QUERY_DATE_UNCLEAR', { key: 'after', value: '2023-02-29' }],
    ['after:0000', 'QUERY_DATE_UNCLEAR', { key: 'after', value: '0000' }],
    ['after:99999d', 'QUERY_DATE_UNCLEAR', { key: 'after', value: '99999d' }],
    [
      'after:2025 before:2024',
      'QUERY_DATES_CONTRADICT',
      { from: '2025-01-01', before: '2024-01-01' },
    ],
    [
      'before:today after:today',
      'QUERY_DATES_CONTRADICT',
      { from: '2026-03-31', before: '2026-03-31' },
    ],
    ['type:unknown', 'QUERY_TYPE_UNKNOWN', { value: 'unknown' }],
    ['type:pdf,constructor', 'QUERY_TYPE_UNKNOWN', { value: 'constructor' }],
    ['-type:.log', 'QUERY_NOT_NEGATED', { key: 'type' }],
    ['-after:2024', 'QUERY_NOT_NEGATED', { key: 'after' }],
    ['-in:Work', 'QUERY_NOT_NEGATED', { key: 'in' }],
    ['sort:size', 'QUERY_SORT_UNKNOWN', { value: 'size' }],
  ])('%s is explained', (text, code, params) => {
    expect(failing(`x ${text}`)).toEqual({ code, params });
  });

  test('collections are named, not resolved', () => {
    const { collections, filters } = parse('in:"Old work" x in:Play');
    expect(collections).toEqual([
      { name: 'Old work', filter: 0, open: false },
      { name: 'Play', filter: 1, open: false },
    ]);
    expect(filters.map(({ kind }) => kind)).toEqual(['collection', 'collection']);
  });

  test('without words they ask for all that they let through', () => {
    const { query, onlyFilters } = parse('type:pdf after:2024 -draft');
    expect(onlyFilters).toBe(true);
    expect(query).toMatchObject({ text: '', terms: [], phrases: [], unfinished: null });
    expect(query.excluded).toHaveLength(1);
    expect(parse('sort:newest')).toMatchObject({ onlyFilters: true, query: { newestFirst: true } });
  });

  test('an operator without its value is a word, and told', () => {
    for (const text of ['report type: pdf', 'report path:"" pdf', 'report in:']) {
      const { query, notices } = parse(text);
      expect(query.filter).toEqual(everyDocument);
      expect(notices).toMatchObject([{ code: 'VALUE_MISSING' }]);
      expect(query.terms[0]).toBe('report');
    }
  });
});

test.each([
  'C:\\temp\\file.txt',
  'http://example.org/a?b=c',
  'meet at 12:30',
  'std::vector<int>',
  'key:value',
  'mytype:pdf',
  'subpath:x',
  'a/path:x',
  'Note: the ferry',
  '+ferry',
  'NEAR(dogs*, 5) AND NOT body:mice ^first {a b} : col',
  'fooBar_baz(42)',
])('%s is words', (text) => {
  const { query, filters, notices } = parse(text);
  expect({ text: query.text, filters, notices }).toEqual({ text, filters: [], notices: [] });
  expect(query.filter).toEqual(everyDocument);
});

describe('while typing', () => {
  test('the last word may go on until a blank ends it', () => {
    expect(typed('annual vaca').query.unfinished).toBe('vaca');
    expect(typed('annual vaca ').query.unfinished).toBeNull();
    expect(typed('annual vaca.').query.unfinished).toBeNull();
    expect(parse('annual vaca').query.unfinished).toBeNull();
    expect(typed('the vaca -draft').query.unfinished).toBeNull();
    expect(typed('отпуск соб').query.unfinished).toBe('соб');
    expect(typed('员工假期').query.unfinished).toBeNull();
  });

  test.each(['after:20', 'after:yest', 'type:p', 'type:', 'sort:new3', '-in:', 'before:2024-0'])(
    '%s at the end waits for the rest',
    (operator) => {
      const { query, filters, notices, unsettled } = typed(`heron ${operator}`);
      expect({ filters, notices, unsettled }).toEqual({
        filters: [],
        notices: [],
        unsettled: { start: 6, end: 6 + operator.length },
      });
      expect(query).toMatchObject({ text: 'heron', filter: everyDocument });
    },
  );

  test('what is understood counts at once', () => {
    const { query, unsettled } = typed('heron after:2024');
    expect(query.filter.modifiedFrom).toBe(day(2024, 1));
    expect(unsettled).toBeNull();
    expect(typed('heron in:Wo').collections).toEqual([{ name: 'Wo', filter: 0, open: true }]);
  });

  test('a date is no contradiction before it is finished; an earlier fault still is one', () => {
    expect(typed('x after:2024 before:2023').unsettled).toEqual({ start: 13, end: 24 });
    expect(() => typed('x type:unknown after:20')).toThrow('QUERY_TYPE_UNKNOWN');
    expect(() => typed('x after:20 ')).toThrow('QUERY_DATE_UNCLEAR');
  });
});

test('a pasted text full of quotes and dashes is plain words', () => {
  const text = 'call "a" -b '.repeat(mostOperators);
  const { query, notices } = parse(text);
  expect(query).toMatchObject({ text, phrases: [], excluded: [] });
  expect(notices).toMatchObject([{ code: 'READ_AS_PLAIN', params: { limit: mostOperators } }]);
});

test('plain words have no operators', () => {
  expect(plainQuery('"type:pdf" -heron')).toMatchObject({
    terms: ['type', 'pdf', 'heron'],
    phrases: [],
    excluded: [],
    filter: everyDocument,
  });
});

test('right-to-left and mixed scripts keep their operators', () => {
  expect(parse('\u202bإجازة الموظف\u202c type:pdf').query).toMatchObject({
    filter: { types: { formats: ['pdf'] } },
  });
  expect(parse('\u200ftype:pdf إجازة').query.filter.types).not.toBeNull();
  expect(parse('отпуск 假期 "paid leave" -драфт').query).toMatchObject({
    phrases: [{ text: 'paid leave' }],
    excluded: [{ text: 'драфт' }],
  });
});

describe('random input', () => {
  const known: ReadonlySet<string> = new Set(errorCodes);
  const operators = ['path:', 'type:', 'after:', 'before:', 'in:', 'sort:'];
  const words = ['pdf', '2024', '7d', 'ferry', 'the'];
  const pieces = [
    ...words,
    ...operators,
    ...Array.from(' \t"“”„«»「」-−－:：,.()[]\\/*\0\u200f\ud800\udfff\u0301é期日ไทא🦊＂１'),
  ];

  test('is a query or a known sentence, and places lie within it in order', () => {
    const random = seeded(5);
    for (let i = 0; i < 4000; i++) {
      const text = random.text(1 + random.int(24), () => random.pick(pieces));
      for (const read of [parse, typed]) {
        try {
          const { filters, query } = read(text);
          let at = 0;
          for (const { start, end } of filters) {
            expect(start, text).toBeGreaterThanOrEqual(at);
            expect(end, text).toBeGreaterThan(start);
            at = end;
          }
          expect(at).toBeLessThanOrEqual(text.length);
          expect(new Set(query.terms).size).toBe(query.terms.length);
        } catch (error) {
          if (!(error instanceof LorekeepError)) throw error;
          expect(known.has(error.code) && error.code.startsWith('QUERY_'), text).toBe(true);
        }
      }
    }
  });

  // Each of these makes a reader quadratic that looks for the end of everything it meets.
  test.each(['"', '“', '「', ' "', ' -', ' «a', ' path:', ' path:"a', '-"', 'a"', '\u200f', '- '])(
    'repeated %j takes no longer than a text of its length',
    (piece) => {
      const text = piece.repeat(Math.floor(maxQueryLength / piece.length));
      try {
        expect(parse(text).query.terms.length).toBeLessThan(mostOperators * 2);
      } catch (error) {
        expect(error).toMatchObject({ code: 'QUERY_EMPTY' });
      }
    },
  );
});
