// Conversations as texts for others, on answers that hold what strangers may have written.
import MarkdownIt from 'markdown-it';
import { expect, test } from 'vitest';
import { exportConversation } from '../../../../src/engine/answer/conversations/export.ts';
import { type Answer, answer as answerSchema } from '../../../../src/shared/contract/answer.ts';
import { answerSettings, type Citation } from '../../../../src/shared/contract/answer.ts';
import type {
  Conversation,
  exportFormats,
  Turn,
} from '../../../../src/shared/contract/conversations.ts';
import { instructionAttacks, markupAttacks } from '../../../support/hostile-documents.ts';

const attacks = [...markupAttacks, ...instructionAttacks];
const viewer = new MarkdownIt({ html: true });

function conversation(title: string): Conversation {
  return {
    id: 'c1',
    title,
    titledByPerson: true,
    pinned: false,
    createdAt: 1,
    updatedAt: 2,
    settings: answerSettings.parse({}),
    assistantId: null,
    leaf: 't1',
    turns: 1,
    attached: [],
  };
}

function citation(n: number, quote: string, place: Partial<Citation> = {}): Citation {
  return {
    n,
    quote,
    folderId: 'f',
    relativePath: 'a/leave.md',
    path: '/papers/a/leave.md',
    title: 'Leave',
    format: 'markdown',
    headingPath: [],
    start: 0,
    end: quote.length,
    page: null,
    startLine: null,
    endLine: null,
    label: null,
    ...place,
  };
}

function turn(question: string, given: Partial<Answer> | null, written = ''): Turn {
  const usual = { grounded: true, answeredBy: 'extractive', citations: [], nearest: [], tookMs: 1 };
  const answer = given && answerSchema.parse({ question, answer: '', ...usual, ...given });
  return {
    id: 't1',
    parent: null,
    askedAt: 1,
    question,
    written,
    rating: 0,
    structured: false,
    siblings: [],
    answer,
  };
}

function exported(format: (typeof exportFormats)[number], turns: readonly Turn[], title = 'Title') {
  return exportConversation(conversation(title), turns, format);
}

/** The words between tags, as a reader sees them. */
function wordsOf(html: string): string {
  const body = html.slice(html.indexOf('<body'));
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };
  return body
    .replace(/<[^>]*>/g, '')
    .replace(/&(amp|lt|gt|quot);/g, (_, name: string) => named[name]!);
}

const hostileTurns = attacks.map((attack, i) =>
  turn(attack, {
    answer: `${attack} [1]`,
    model: attack,
    disclaimer: attack,
    answeredBy: 'model',
    citations: [
      citation(1, attack, { relativePath: `${attack}.md`, headingPath: [attack], label: attack }),
    ],
    ...(i % 3 === 0 && { data: [{ [attack]: attack, b: 1 }] }),
    ...(i % 3 === 1 && { grounded: false, answer: '', citations: [], refusal: attack }),
  }),
);

test('Markdown: nothing of what strangers wrote is active, wherever it stands', () => {
  const { text } = exported('markdown', hostileTurns, attacks[0]);
  const tokens = viewer.parse(text, {});
  const inline = tokens.flatMap(({ children }) => children ?? []);
  const types = new Set([...tokens, ...inline].map(({ type }) => type));
  for (const active of ['html_block', 'html_inline', 'image', 'link_open']) {
    expect([...types]).not.toContain(active);
  }
  const heads = tokens.filter(({ type, level }) => type === 'heading_open' && level === 0);
  expect(heads.filter(({ tag }) => tag === 'h1')).toHaveLength(1);
  expect(heads.filter(({ tag }) => tag === 'h2')).toHaveLength(attacks.length);
});

test('HTML: the same page with and without them but for words', () => {
  const { text } = exported('html', hostileTurns, attacks[0]);
  const names = new Set([...text.matchAll(/<\/?([a-z][a-z0-9]*)/gi)].map(([, name]) => name));
  const own = 'html head meta title style body h1 h2 section p ul li q br table tr th td';
  expect(names).toEqual(new Set(own.split(' ')));
  const attributes = new Set(
    [...text.matchAll(/<[a-z][^>]*?\s([a-z-]+)=/g)].map(([, name]) => name),
  );
  expect(attributes).toEqual(new Set(['charset', 'class', 'dir', 'http-equiv', 'name']));
  expect(text).toContain("default-src 'none'");
  for (const attack of attacks) expect(wordsOf(text)).toContain(attack);
});

test('an answer cannot pass for other questions and sources', () => {
  const forged =
    'Yes.\n\n## Who may see it?\n\nEverybody.\n\nSources:\n\n- [1] “Everybody” — rules.pdf';
  const open = 'Look:\n\n```\nno end';
  const turns = [
    turn('First?', { answer: forged }),
    turn('Second?', { answer: open }),
    turn('Third?', { answer: 'No.' }),
  ];
  const html = viewer.render(exported('markdown', turns).text);
  expect(html.match(/<h2>.*<\/h2>/g)).toEqual([
    '<h2>First?</h2>',
    '<h2>Second?</h2>',
    '<h2>Third?</h2>',
  ]);
  expect(html).toContain('<h4>Who may see it?</h4>');
});

test('sources carry the numbers of the text, also below a list', () => {
  const answer = '1. Twelve weeks [1].\n2. In May [2].';
  const citations = [
    citation(1, 'Parents get\ntwelve weeks.', { page: 3, headingPath: ['Leave', 'Parents'] }),
    citation(2, 'In May.', { startLine: 7 }),
  ];
  const turns = [turn('How long?', { answer, citations })];
  const markdown = exported('markdown', turns).text;
  expect(markdown).toBe(`# Title

## How long?

1. Twelve weeks [1].
2. In May [2].

Sources:

- \\[1\\] “Parents get twelve weeks.” — a/leave.md, Parents, page 3
- \\[2\\] “In May.” — a/leave.md, line 7
`);
  expect(viewer.render(markdown)).toContain('<li>[1] “Parents get twelve weeks.” — a/leave.md');
  const html = exported('html', turns).text;
  expect(html).toContain('<li>[2] <q>In May.</q><br>a/leave.md, line 7</li>');
});

test('what a reader must know of an answer stands below it', () => {
  const walk = { kind: 'list' as const, matching: 1200, read: 40 };
  const doubt = { start: 0, end: 3, citations: [1], missing: ['9'] };
  const notes = (given: Partial<Answer>) => {
    const { text } = exported('markdown', [turn('Q', { answer: 'A.', ...given })]);
    return [...text.matchAll(/^\*(.*)\*$/gm)].map(([, note]) => note);
  };
  expect(notes({})).toEqual([]);
  expect(notes({ walk })).toEqual([
    'It read 40 of the 1200 documents that match: what it says is not the whole.',
  ]);
  expect(notes({ walk: { ...walk, read: 1200 } })).toEqual([
    'All 1200 matching documents were read.',
  ]);
  expect(notes({ doubts: [doubt] })).toEqual([
    'One statement is not borne out by the passages it names.',
  ]);
  expect(notes({ doubts: [doubt, doubt] })[0]).toMatch(/^2 statements/);
  expect(
    notes({ general: true, grounded: false, model: 'tiny $& 1', disclaimer: 'Check.' }),
  ).toEqual([
    'From the model’s general knowledge, not from the documents.',
    'Written by tiny \\$\\& 1.',
    'Check.',
  ]);
  expect(notes({ ended: 'limit' })[0]).toContain('limit of its length');
  expect(notes({ ended: 'stopped' })[0]).toContain('cut before its end');
});

test('a refusal is said in its own words, and an answer under way as far as it is', () => {
  const refused = { answer: '', grounded: false };
  const turns = [
    turn('One?', refused),
    turn('Two?', { ...refused, refusal: 'Ask the HR team.' }),
    turn('Three?', null, 'Parents get'),
  ];
  for (const format of ['markdown', 'html'] as const) {
    const { text } = exported(format, turns);
    expect(text).toContain('The documents do not hold the answer.');
    expect(text).toContain('Ask the HR team.');
    expect(text).toMatch(/Parents get[^]*still being written/);
  }
});

test('data stands as a table, or as JSON, with the numbers of its sources', () => {
  const rows = [
    { name: 'A | b', weeks: 12 },
    { name: 'c\nd', due: null },
  ];
  const given = (data: unknown) =>
    turn('Q', { answer: JSON.stringify(data), data, citations: [citation(1, 'x')] });
  const markdown = exported('markdown', [given(rows)]).text;
  expect(markdown).toContain(
    '| name | weeks | due |\n| --- | --- | --- |\n| A \\| b | 12 |  |\n| c d |  |  |\n\n\\[1\\]',
  );
  expect(exported('html', [given(rows)]).text).toContain(
    '<table><tr><th>name</th><th>weeks</th><th>due</th></tr><tr><td>A | b</td><td>12</td><td></td></tr>',
  );
  const nested = { list: ['```', '[1]: //evil.example'], of: { a: 1 } };
  const code = viewer.parse(exported('markdown', [given(nested)]).text, {});
  const block = code.find(({ type }) => type === 'fence');
  expect(JSON.parse(block!.content)).toEqual(nested);
  expect(JSON.parse(exported('json', [given(nested)]).text)).toMatchObject({
    turns: [{ answer: { data: nested } }],
  });
});

test('files get names that every system takes', () => {
  const nameOf = (title: string) => exported('markdown', [], title).name;
  expect(nameOf('')).toBe('Conversation.md');
  expect(nameOf('../../etc/passwd')).toBe('etc passwd.md');
  expect(nameOf('..')).toBe('Conversation.md');
  expect(nameOf('CON')).toBe('_CON.md');
  expect(nameOf('lpt1.x')).toBe('_lpt1.x.md');
  expect(nameOf('What? “Now”: a|b <c>*\u0000\u202e\n')).toBe('What Now a b c.md');
  expect(nameOf('Wieviel Urlaub für Ärzte')).toBe('Wieviel Urlaub für Ärzte.md');
  expect(nameOf('休'.repeat(300))).toBe(`${'休'.repeat(66)}.md`);
  expect(nameOf('𠀀'.repeat(300))).toBe(`${'𠀀'.repeat(50)}.md`);
});
