// What the screens of conversations make of turns, structured answers, copies and old citations.
import { describe, expect, it } from 'vitest';
import type { AskingNow } from '../../src/renderer/app/asking.ts';
import { copyWithSources, plainCopy } from '../../src/renderer/features/answer/answer-copy.ts';
import { answerNotes } from '../../src/renderer/features/answer/answer-notes.ts';
import { askingWords } from '../../src/renderer/features/answer/asking-words.ts';
import { toCsv } from '../../src/renderer/features/answer/data-table.ts';
import { dataTable } from '../../src/shared/data-table.ts';
import {
  addEarlier,
  mergeNewest,
  putTurn,
  shownTurns,
} from '../../src/renderer/features/chat/turn-list.ts';
import { compare } from '../../src/renderer/features/documents/use-cited.ts';
import { answer as answerSchema, type Answer } from '../../src/shared/contract/answer.ts';
import type { Turn } from '../../src/shared/contract/conversations.ts';

const answerOf = (part: Partial<Answer> = {}): Answer => ({
  ...answerSchema.parse({
    question: 'Q',
    answer: 'A',
    grounded: true,
    answeredBy: 'model',
    citations: [],
    nearest: [],
    tookMs: 1,
  }),
  ...part,
});
const turnOf = (id: string, parent: string | null, part: Partial<Turn> = {}): Turn => ({
  id,
  parent,
  askedAt: 0,
  question: `Question ${id}`,
  answer: answerOf(),
  written: '',
  rating: 0,
  structured: false,
  siblings: [id],
  ...part,
});
const now = (part: Partial<AskingNow>): AskingNow => ({
  step: 'asked',
  question: 'New',
  parent: undefined,
  structured: false,
  writing: {},
  conversationId: 'c',
  turnId: null,
  searched: '',
  passages: null,
  walk: null,
  text: '',
  turn: null,
  sentence: '',
  ...part,
});
const chain = (...ids: string[]) => ids.map((id, i) => turnOf(id, ids[i - 1] ?? null));
const ids = (turns: readonly { id: string }[]) => turns.map(({ id }) => id);

describe('turns', () => {
  const known = { turns: chain('a', 'b', 'c', 'd'), earlier: true };

  it('keep earlier ones when the newest are read again', () => {
    const merged = mergeNewest(known, { turns: chain('c', 'd', 'e'), earlier: true });
    expect(ids(merged.turns)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(merged.earlier).toBe(true);
  });

  it('keep the same objects for what did not change, so that nothing is drawn anew', () => {
    const merged = mergeNewest(known, { turns: chain('c', 'd'), earlier: true });
    expect(merged.turns[2]).toBe(known.turns[2]);
    const [first] = shownTurns(merged.turns, null);
    expect(shownTurns(merged.turns, now({}))[0]).toBe(first);
  });

  it('are wholly replaced by another branch', () => {
    const other = { turns: chain('x', 'y'), earlier: false };
    expect(mergeNewest(known, other)).toEqual(other);
  });

  it('come in above once, even if they are there already', () => {
    const more = addEarlier(known, { turns: chain('y', 'z', 'a'), earlier: false });
    expect(ids(more.turns)).toEqual(['y', 'z', 'a', 'b', 'c', 'd']);
    expect(more.earlier).toBe(false);
  });

  it('end with the question that is on its way', () => {
    const shown = shownTurns(known.turns, now({}));
    expect(shown.map(({ question }) => question).at(-1)).toBe('New');
    expect(shown).toHaveLength(5);
  });

  it('are cut where an edited question branches off', () => {
    const shown = shownTurns(known.turns, now({ parent: 'b' }));
    expect(shown.map(({ key }) => key)).toEqual(['a', 'b', 'asked']);
    expect(shownTurns(known.turns, now({ parent: null }))).toHaveLength(1);
  });

  it('show a question once that was read again while it is on its way', () => {
    const turns = [...known.turns, turnOf('e', 'd', { answer: null })];
    const shown = shownTurns(turns, now({ turnId: 'e', text: 'so far' }));
    expect(shown).toHaveLength(5);
    expect(shown.at(-1)).toMatchObject({ key: 'e', now: { text: 'so far' } });
  });

  it('take the kept answer over what is still on its way', () => {
    const shown = shownTurns(known.turns, now({ turnId: 'd', step: 'writing' }));
    expect(shown.at(-1)).toMatchObject({ key: 'd', now: null });
  });

  it('are put in their place when they are done', () => {
    expect(ids(putTurn(known, turnOf('e', 'b')).turns)).toEqual(['a', 'b', 'e']);
    const rated = putTurn(known, turnOf('b', 'a', { rating: 1 }));
    expect(rated.turns[1]?.rating).toBe(1);
    expect(rated.turns).toHaveLength(4);
  });
});

describe('a structured answer', () => {
  it('is a table if it is a list of flat objects', () => {
    const data = [
      { name: 'Ida', days: 18 },
      { name: 'Tom', left: null },
    ];
    expect(dataTable(data)).toEqual({
      columns: ['name', 'days', 'left'],
      rows: [
        ['Ida', '18', ''],
        ['Tom', '', ''],
      ],
    });
    expect(dataTable({ people: data })?.rows).toHaveLength(2);
  });

  it.each([[{ a: 1 }], [[]], [[1, 2]], [[{ a: { b: 1 } }]], ['text'], [null], [{ a: [{}] }]])(
    'is none otherwise: %j',
    (data) => expect(dataTable(data)).toBeNull(),
  );

  it('is copied as CSV that no spreadsheet runs', () => {
    const rows = [
      ['=SUM(A1)', '-5'],
      ['+49 30', 'a,"b"\nc'],
      ['@x', '-5 boats'],
    ];
    expect(toCsv({ columns: ['a', 'b'], rows })).toBe(
      'a,b\r\n\'=SUM(A1),-5\r\n\'+49 30,"a,""b""\nc"\r\n\'@x,\'-5 boats\r\n',
    );
  });
});

describe('a copied answer', () => {
  const citation = {
    n: 1,
    folderId: 'f',
    relativePath: 'rules.md',
    path: '/home/ida/rules.md',
    title: 'Rules',
    format: 'markdown' as const,
    headingPath: [],
    page: null,
    label: null,
    startLine: 4,
    endLine: 4,
    start: 10,
    end: 20,
    quote: 'Thirty\ndays.',
  };
  const answer = answerOf({
    answer: 'Thirty days [1]. See [2024].',
    citations: [citation],
    disclaimer: 'No advice.',
  });

  it('is its words without the numbers', () => {
    expect(plainCopy(answer)).toBe('Thirty days. See [2024].');
  });

  it('names its sources', () => {
    expect(copyWithSources(answer)).toBe(
      'Q\n\nThirty days [1]. See [2024].\n\nSources\n[1] Rules (/home/ida/rules.md, Line 4): “Thirty days.”\n\nNo advice.',
    );
  });
});

describe('what must be known of an answer', () => {
  it('is nothing for a good one', () => {
    expect(answerNotes(answerOf())).toEqual([]);
  });

  it('is said, the weightiest first', () => {
    const looks = answerNotes(
      answerOf({
        grounded: false,
        doubts: [{ start: 0, end: 1, citations: [1], missing: ['12 %'] }],
        droppedReferences: 2,
        leftOut: 3,
        walk: { kind: 'list', matching: 9, read: 4 },
      }),
    ).map(({ look }) => look);
    expect(looks).toEqual(['warn', 'warn', 'warn', 'plain', 'plain']);
  });

  it('says nothing twice of general knowledge and refusals', () => {
    expect(answerNotes(answerOf({ grounded: false, general: true }))).toEqual([]);
    expect(answerNotes(answerOf({ grounded: false, answer: '' }))).toEqual([]);
    const cut = { grounded: false, mode: 'free', ended: 'stopped' } as const;
    expect(answerNotes(answerOf(cut))).toEqual([]);
  });
});

describe('what is being done', () => {
  it.each<[Partial<AskingNow>, string]>([
    [{ step: 'searching', searched: 'annual leave' }, 'Searching “annual leave”…'],
    [{ step: 'reading', passages: 7 }, 'Reading 7 passages…'],
    [
      { step: 'walking', walk: { kind: 'list', matching: 40, read: 31 } },
      'Reading documents: 31 of 40',
    ],
    [{ step: 'writing' }, 'Writing…'],
    [{ step: 'stopping' }, 'Stopping…'],
  ])('is said: %j', (part, words) => expect(askingWords(now(part), '')).toBe(words));

  it('says that the model is loaded first', () => {
    expect(askingWords(now({ step: 'reading' }), 'qwen')).toBe('Loading qwen…');
  });
});

describe('what was cited', () => {
  const text = 'Head. Thirty days. Tail. Thirty days.';

  it('stands where it stood', () => {
    expect(compare({ start: 6, end: 18, quote: 'Thirty days.' }, text)).toEqual({ kind: 'same' });
  });

  it('is found where it moved to, the nearest place', () => {
    expect(compare({ start: 0, end: 12, quote: 'Thirty days.' }, text)).toMatchObject({
      passage: { start: 6, end: 18 },
    });
    expect(compare({ start: 30, end: 42, quote: 'Thirty days.' }, text)).toMatchObject({
      passage: { start: 25, end: 37 },
    });
  });

  it('is shown as it was if it is gone', () => {
    expect(compare({ start: 6, end: 18, quote: 'Forty days.' }, text)).toEqual({
      kind: 'changed',
      quote: 'Forty days.',
    });
  });
});
