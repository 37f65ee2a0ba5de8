import { expect, test } from 'vitest';
import {
  queryWithoutAll,
  readRequest,
} from '../../../../src/engine/retrieve/query/read-request.ts';
import { waysOut } from '../../../../src/engine/retrieve/query/ways-out.ts';
import { LorekeepError } from '../../../../src/shared/errors.ts';

const collections = [
  { name: 'Work', folderIds: ['a', 'b'] },
  { name: 'Work archive', folderIds: ['c'] },
  { name: 'Straße', folderIds: ['b', 'd'] },
];
const read = (text: string, typing = false) =>
  readRequest({
    text,
    folderIds: ['a', 'b', 'c'],
    collections,
    typing,
    now: new Date(2026, 2, 31),
  });

test.each([
  ['x in:work', ['a', 'b'], 'in Work'],
  ['x in:"WORK archive"', ['c'], 'in Work archive'],
  ['x in:stra', ['b'], 'in Straße'],
  ['x in:"work a"', ['c'], 'in Work archive'],
  ['x in：ｗｏｒｋ', ['a', 'b'], 'in Work'],
])('%s is that collection', (text, folderIds, label) => {
  const { query, filters } = read(text);
  expect(query.filter.folderIds).toEqual(folderIds);
  expect(filters).toMatchObject([{ kind: 'collection', label, without: 'x' }]);
});

test('several collections are any of them; none is the whole scope', () => {
  expect(read('x in:work in:straße').query.filter.folderIds).toEqual(['a', 'b']);
  expect(read('x').query.filter.folderIds).toEqual(['a', 'b', 'c']);
});

test('a name that fits none or several is explained with the names that there are', () => {
  expect(() => read('x in:play')).toThrow(
    expect.objectContaining({
      code: 'QUERY_COLLECTION_UNKNOWN',
      params: { value: 'play', names: '“Work”, “Work archive”, “Straße”' },
    }),
  );
  expect(() => read('x in:wo')).toThrow(
    expect.objectContaining({
      code: 'QUERY_COLLECTION_UNCLEAR',
      params: { value: 'wo', names: '“Work”, “Work archive”' },
    }),
  );
});

test('while it is typed it waits', () => {
  const { filters, unsettled, query } = read('x type:pdf in:wo', true);
  expect(filters.map(({ kind }) => kind)).toEqual(['type']);
  expect(unsettled).toEqual({ start: 11, end: 16 });
  expect(query.filter.folderIds).toEqual(['a', 'b', 'c']);
  expect(() => read('in:wo', true)).toThrow('QUERY_EMPTY');
});

test('filters and notices have words for people, and the query without each', () => {
  const text = 'report "net sales" type:pdf after:2024 -draft "open';
  const { filters, notices } = read(text);
  expect(filters.map(({ label }) => label)).toEqual([
    'exactly “net sales”',
    'type: pdf',
    'since 2024-01-01',
    'without “draft”',
    'exactly “open”',
  ]);
  expect(filters.map(({ without }) => without)).toEqual([
    'report net sales type:pdf after:2024 -draft "open',
    'report "net sales" after:2024 -draft "open',
    'report "net sales" type:pdf -draft "open',
    'report "net sales" type:pdf after:2024 "open',
    'report "net sales" type:pdf after:2024 -draft open',
  ]);
  expect(notices).toMatchObject([{ code: 'QUOTE_OPEN', start: 46, end: 51 }]);
  expect(queryWithoutAll(text, filters)).toBe('report net sales open');
});

test('ways out: each filter that alone is to blame, with what there is without it', async () => {
  const { filters } = read('heron type:pdf path:tower sort:newest');
  const counts: Record<string, number> = { 'heron path:tower sort:newest': 3 };
  const count = (query: string) => Promise.resolve(counts[query] ?? 0);
  expect(await waysOut('heron type:pdf path:tower sort:newest', filters, count)).toEqual([
    { filters: [0], query: 'heron path:tower sort:newest', hits: 3 },
  ]);
});

test('ways out: all together if none alone helps, none if they are not to blame', async () => {
  const text = 'heron type:pdf "north tower" -owl';
  const { filters } = read(text);
  const found = (query: string) => Promise.resolve(query === 'heron north tower' ? 2 : 0);
  expect(await waysOut(text, filters, found)).toEqual([
    { filters: [0, 1, 2], query: 'heron north tower', hits: 2 },
  ]);
  expect(await waysOut(text, filters, () => Promise.resolve(0))).toEqual([]);
});

test('ways out: what is no query without a filter is none; other failures are failures', async () => {
  const { filters } = read('type:pdf after:2024');
  const empty = () => Promise.reject(new LorekeepError('QUERY_EMPTY'));
  expect(await waysOut('type:pdf after:2024', filters, empty)).toEqual([]);
  const stopped = () => Promise.reject(new LorekeepError('CANCELLED'));
  await expect(waysOut('type:pdf after:2024', filters, stopped)).rejects.toThrow('CANCELLED');
});
