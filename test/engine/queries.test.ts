// Whatever a person types is a search or a sentence, never a failure of ours.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EngineConnection } from '../../src/engine/connect.ts';
import type { Client } from '../../src/shared/contract/contract.ts';
import { maxQueryLength, searchModes } from '../../src/shared/contract/search.ts';
import { sentenceOf } from '../../src/shared/texts/format.ts';
import { indexFolder, openTestEngine, pathsFound } from '../support/engine.ts';
import { folderWith, temporaryFolder } from '../support/folder.ts';
import { expectWholeIndex } from '../support/index-check.ts';
import { seeded } from '../support/random.ts';

const dataDir = temporaryFolder();
let connection: EngineConnection;
let client: Client;

const texts = {
  'plain.md': '# Plain\n\nThe ferry leaves at noon. NEAR the AND gate stands NOT a sign.',
  'german.md': '# Größe\n\nDie Straßenbahn fährt über die Brücke. Kündigungsfrist: drei Monate.',
  'chinese.md': '# 假期\n\n员工每年有二十天带薪假期。',
  'japanese.md': '# 休暇\n\n社員は毎年二十日の有給休暇を取得できます。',
  'korean.md': '# 휴가\n\n직원은 매년 이십 일의 유급 휴가를 받습니다.',
  'thai.md': '# วันลา\n\nพนักงานมีวันลาพักร้อนปีละยี่สิบวัน',
  'arabic.md': '# إجازة\n\nيحصل الموظف على عشرين يوما من الإجازة.',
  'russian.md': '# Отпуск\n\nСотрудник получает двадцать дней отпуска.',
  'greek.md': '# Άδεια\n\nΟ υπάλληλος έχει είκοσι ημέρες άδειας.',
  'hindi.md': '# छुट्टी\n\nकर्मचारी को बीस दिन की छुट्टी मिलती है।',
  'adlam.txt': '𞤀𞤣𞤤𞤢𞤥 𞤆𞤵𞤤𞤢𞤪',
  'cherokee.txt': 'ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ',
  'code.md': 'Call `fooBar_baz(42)` with C++ or C#, version 3.14.15.',
  'emoji.md': 'The fox 🦊 says 👩‍👩‍👧 hello.',
  'signs.txt': '!!! ??? --- *** ((( )))\n\n@@@ ### $$$',
  'surrogate.md': 'A pair 𝒳𝒴𝒵 of letters beyond the plane.',
};

beforeAll(async () => {
  connection = await openTestEngine(dataDir);
  ({ client } = connection);
  await indexFolder(client, folderWith(texts));
});
afterAll(async () => {
  await expectWholeIndex(dataDir);
  await connection.close();
});

test.each([
  ['ferry noon', 'plain.md'],
  ['STRASSENBAHN', 'german.md'],
  ['strassenbahn', 'german.md'],
  ['uber die brucke', 'german.md'],
  ['带薪假期', 'chinese.md'],
  ['有給休暇', 'japanese.md'],
  ['유급 휴가', 'korean.md'],
  ['วันลา', 'thai.md'],
  ['الإجازة', 'arabic.md'],
  ['отпуска', 'russian.md'],
  ['αδεια', 'greek.md'],
  ['छुट्टी', 'hindi.md'],
  ['𞤀𞤣𞤤𞤢𞤥', 'adlam.txt'],
  ['ᏣᎳᎩ', 'cherokee.txt'],
  ['ＦＥＲＲＹ', 'plain.md'],
  ['𝒳𝒴𝒵', 'surrogate.md'],
])('“%s” finds %s by its words', async (query, path) => {
  expect((await pathsFound(client, query, { mode: 'keyword' }))[0]).toBe(path);
  expect((await pathsFound(client, query))[0]).toBe(path);
});

const operators = [
  '"',
  '""',
  '(',
  ')',
  '*',
  ':',
  '^',
  'NEAR',
  'AND',
  'OR',
  'NOT',
  '-',
  '+',
  '{',
  '}',
  '\\',
  "'",
  ';',
  '%',
  ',',
];

test.each([
  ...operators.map((sign) => `ferry ${sign} noon`),
  ...operators.filter((sign) => !/\w/.test(sign)).map((sign) => `${sign}ferry${sign}`),
  '"ferry',
  'ferry*',
  'body:ferry',
  'context : ferry',
  '^ferry',
  'NEAR(ferry noon, 5)',
  'ferry AND (noon OR',
  `ferry'; DROP TABLE documents; --`,
  'ferry\0noon',
  '\0ferry',
  'ferry \ud800 noon',
  '\udc00ferry',
  'ferry\r\n\tnoon',
  'ferry\u200bnoon ferry',
  '\u202eferry noon',
  'ferry 🦊 noon',
])('%j is a search for the ferry', async (query) => {
  for (const mode of searchModes) {
    const { hits, query: echoed } = await client.search.query({ query, mode });
    expect(echoed).toBe(query);
    if (mode !== 'semantic') expect(hits[0]?.relativePath).toBe('plain.md');
    for (const { score, start, end } of hits) {
      expect(Number.isFinite(score)).toBe(true);
      expect(end).toBeGreaterThan(start);
    }
  }
});

test('operators are words like others', async () => {
  expect((await pathsFound(client, 'NEAR AND', { mode: 'keyword' }))[0]).toBe('plain.md');
});

test.each(['', ' ', '\n\t', '"', '()*:^', '!!!', '🦊', '\0', '\ud800', '…—', '___'])(
  '%j holds no word, and that is said',
  async (query) => {
    for (const mode of searchModes) {
      const error = await client.search.query({ query, mode }).catch((error: unknown) => error);
      expect(error).toMatchObject({ code: 'QUERY_EMPTY' });
      expect(sentenceOf(error)).toBe('Type at least one word to search for.');
    }
    await expect(answerTo(query)).rejects.toMatchObject({ code: 'QUERY_EMPTY' });
  },
);

async function answerTo(question: string) {
  for await (const event of await client.answer.ask({ question })) {
    if (event.type === 'done') return event.answer;
  }
  return null;
}

test('a query of 20,000 characters is searched, one of 20,001 is refused with both numbers', async () => {
  const long = 'ferry noon '.repeat(2000).slice(0, maxQueryLength - 1) + 'x';
  expect(long.length).toBe(20_000);
  expect((await pathsFound(client, long))[0]).toBe('plain.md');
  for (const ask of [() => pathsFound(client, `${long}x`), () => answerTo(`${long}x`)]) {
    const error = await ask().catch((error: unknown) => error);
    expect(error).toMatchObject({
      code: 'QUERY_TOO_LONG',
      params: { length: 20_001, limit: 20_000 },
    });
    expect(sentenceOf(error)).toContain('20001');
  }
});

test('20,000 characters of different words are searched in reasonable time', async () => {
  const random = seeded(7);
  const letters = Array.from('abcdefghijklmnopqrstuvwxyzäöü假期员工วัน');
  const word = () => random.text(1 + random.int(9), () => random.pick(letters));
  let query = 'ferry';
  while (query.length < 19_980) query += ` ${word()}`;
  const started = Date.now();
  await client.search.query({ query });
  await answerTo(query);
  expect(Date.now() - started).toBeLessThan(4000);
});

test('one word of 20,000 letters is a word that nothing holds', async () => {
  const query = 'x'.repeat(20_000);
  expect((await client.search.query({ query, mode: 'keyword' })).hits).toEqual([]);
});

test('random strings never fail but for having nothing to look for', async () => {
  const random = seeded(11);
  const alphabet = [
    ...Array.from('"()*:^-+ \0\n{}[]\\/%_\'`;,.'),
    'NEAR',
    'AND',
    'ferry',
    'é',
    '期',
    '🦊',
    '\ud800',
    '\udfff',
    '\u0301',
  ];
  for (let i = 0; i < 150; i++) {
    const query = random.text(1 + random.int(30), () => random.pick(alphabet));
    const mode = random.pick(searchModes);
    const found = await client.search.query({ query, mode }).catch((error: unknown) => error);
    if (!(found instanceof Error)) continue;
    const code = expect.stringMatching(/^QUERY_(EMPTY|ONLY_EXCLUDES)$/) as string;
    expect([query, found]).toMatchObject([query, { code }]);
  }
});

test('a limit outside its range is not understood', async () => {
  for (const limit of [0, -1, 201, 1.5, Number.NaN]) {
    await expect(client.search.query({ query: 'ferry', limit })).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
    });
  }
});

test('a text without words is near to nothing', async () => {
  const { hits } = await client.search.query({ query: 'ferry', mode: 'semantic', limit: 200 });
  expect(hits.map(({ relativePath }) => relativePath)).not.toContain('signs.txt');
  expect(hits[0]?.relativePath).toBe('plain.md');
  expect(hits[0]!.score).toBeGreaterThan(hits[1]!.score);
});

test('a search that is given up says so as a cancellation', async () => {
  const stop = new AbortController();
  stop.abort();
  const asked = client.search.query({ query: 'ferry' }, { signal: stop.signal });
  await expect(asked).rejects.toMatchObject({ code: 'CANCELLED' });
  expect((await pathsFound(client, 'ferry'))[0]).toBe('plain.md');
});
