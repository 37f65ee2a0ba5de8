// Questions about whole documents through the contract, without a model: real files, real index.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Answer, GivenSettings } from '../../../../src/shared/contract/answer.ts';
import type { Client } from '../../../../src/shared/contract/contract.ts';
import type { EngineConnection } from '../../../../src/engine/connect.ts';
import { indexFolder, openTestEngine } from '../../../support/engine.ts';
import { folderWith, temporaryFolder } from '../../../support/folder.ts';

let engine: EngineConnection;
let client: Client;
let folderId: string;

/** Sixty notes, every third of which speaks of a lighthouse, some in their second section. */
const notes = Object.fromEntries(
  Array.from({ length: 60 }, (_, i) => {
    const filler = 'The harbour was quiet and the boats lay at the quay. '.repeat(30);
    const lamp = `Keeper number ${i} lit the lighthouse lamp at dusk.`;
    const text = i % 3 === 0 ? `${i % 2 ? filler : ''}\n\n## Evening\n\n${lamp}\n` : filler;
    return [`notes/note-${i}.md`, `# Note ${i}\n\n${text}`];
  }),
);
const leave = `# Leave policy

Staff get thirty days of paid leave in a year. Leave is requested in the staff portal.

## Carry over

Five days of leave may be carried over to March. Managers approve the carry over of leave.

## Weather

It rained.
`;
const travel = `# Travel policy

Trips are requested in the staff portal before they are booked. Trains come before planes.

## Approval

Managers approve every trip that costs more than two thousand euros.
`;

beforeAll(async () => {
  engine = await openTestEngine(temporaryFolder());
  ({ client } = engine);
  ({ folderId } = await indexFolder(
    client,
    folderWith({ ...notes, 'rules/leave-policy.md': leave, 'rules/travel-policy.md': travel }),
  ));
});

afterAll(() => engine.close());

interface Said {
  answer: Answer;
  /** What was streamed. */
  text: string;
  progress: { matching: number; read: number }[];
}

async function ask(question: string, settings: GivenSettings = {}): Promise<Said> {
  const said = { text: '', progress: [] as Said['progress'] };
  for await (const event of await client.answer.ask({ question, ...settings })) {
    if (event.type === 'text') said.text += event.text;
    if (event.type === 'walk') said.progress.push(event.walk);
    if (event.type === 'done') return { ...said, answer: event.answer };
  }
  throw new Error('no answer');
}

/** Every reference has its citation, and each quote is in its document. */
async function expectChecked({ answer: text, citations }: Answer): Promise<void> {
  const named = [...text.matchAll(/\[(\d+)\]/g)].map(([, n]) => Number(n));
  expect(new Set(named)).toEqual(new Set(citations.map(({ n }) => n)));
  for (const { folderId: folder, relativePath, start, end, quote } of citations) {
    const document = await client.documents.read({ folderId: folder, relativePath });
    expect(document.text.slice(start, end)).toBe(quote);
  }
}

test('which: every document that holds the words is a line, and none else', async () => {
  const { answer, text, progress } = await ask('Which documents mention the lighthouse?');
  const wanted = Object.keys(notes).filter((path) => notes[path]!.includes('lighthouse'));
  expect(wanted).toHaveLength(20);
  expect(answer).toMatchObject({
    grounded: true,
    answeredBy: 'extractive',
    walk: { kind: 'which', matching: 20, read: 20 },
    nearest: [],
  });
  expect(answer.citations.map(({ relativePath }) => relativePath).toSorted()).toEqual(
    wanted.toSorted(),
  );
  for (const { quote } of answer.citations) expect(quote).toContain('lighthouse lamp');
  expect(answer.answer.split('\n\n')).toHaveLength(20);
  expect(answer.answer).toMatch(
    /^Note \d+: Keeper number \d+ lit the lighthouse lamp at dusk\. \[1\]/,
  );
  expect(text.trim()).toBe(answer.answer);
  expect(progress[0]).toMatchObject({ matching: 20, read: 0 });
  expect(progress.map(({ read }) => read)).toEqual(
    progress.map(({ read }) => read).toSorted((a, b) => a - b),
  );
  await expectChecked(answer);
});

test('how many: the number, and which ones', async () => {
  const { answer } = await ask('Wie viele Dokumente erwähnen „lighthouse lamp“?');
  expect(answer.answer).toMatch(/^Passende Dokumente: 20\n\nNote/);
  const all = await ask('How many documents are there?');
  expect(all.answer.answer).toMatch(/^Matching documents: 62\n\n/);
  expect(all.answer.walk).toMatchObject({ matching: 62, read: 62 });
});

test('the scope counts before anything is found', async () => {
  const documents = [
    { folderId, relativePath: 'notes/note-3.md' },
    { folderId, relativePath: 'notes/note-4.md' },
  ];
  const { answer } = await ask('Which documents mention the lighthouse?', { scope: { documents } });
  expect(answer.walk).toMatchObject({ matching: 1, read: 1 });
  expect(answer.citations[0]!.relativePath).toBe('notes/note-3.md');
});

test('which without any: refused as usual, with the nearest passages', async () => {
  const { answer } = await ask('Which documents mention zeppelins?');
  expect(answer).toMatchObject({ grounded: false, answer: '', citations: [] });
  expect(answer.walk).toEqual({ kind: 'which', matching: 0, read: 0 });
});

test('a document is summarised by its most telling sentences, in order', async () => {
  const { answer } = await ask('Summarise the leave policy');
  expect(answer.walk).toEqual({ kind: 'summarise', matching: 1, read: 1 });
  expect(new Set(answer.citations.map(({ relativePath }) => relativePath))).toEqual(
    new Set(['rules/leave-policy.md']),
  );
  const starts = answer.citations.map(({ start }) => start);
  expect(starts).toEqual(starts.toSorted((a, b) => a - b));
  expect(answer.answer).toContain('thirty days of paid leave');
  expect(answer.answer).not.toContain('rained');
  await expectChecked(answer);
});

test('this document is the one that was chosen; without one it is a usual question', async () => {
  const documents = [{ folderId, relativePath: 'rules/travel-policy.md' }];
  const { answer } = await ask('What is this document about?', { scope: { documents } });
  expect(answer.walk).toEqual({ kind: 'summarise', matching: 1, read: 1 });
  expect(answer.answer).toContain('Trips are requested');
  expect((await ask('What is this document about?')).answer.walk).toBeNull();
});

test('a folder is summarised document by document', async () => {
  const { answer } = await ask('Please summarise the folder rules');
  expect(answer.walk).toEqual({ kind: 'summarise', matching: 2, read: 2 });
  expect(answer.answer).toMatch(/^Leave policy: .*\[1\].*\n\nTravel policy: .*\[\d\]/s);
  const whole = await ask('Summarise this folder');
  expect(whole.answer.walk).toMatchObject({ matching: 62, read: 62 });
  await expectChecked(whole.answer);
});

test('two documents are quoted side by side, where they speak of the same', async () => {
  const { answer } = await ask('Compare the leave policy with the travel policy');
  expect(answer.walk).toEqual({ kind: 'compare', matching: 2, read: 2 });
  const lines = answer.answer.split('\n\n');
  expect(lines.map((line) => line.split(':')[0])).toEqual(
    lines.map((_, i) => (i % 2 === 0 ? 'leave policy' : 'travel policy')),
  );
  const pairs = lines.map((line, i) => [line, lines[i + 1]]);
  expect(
    pairs.some(
      ([a, b]) => a!.includes('Managers approve the') && b?.includes('Managers approve every'),
    ),
  ).toBe(true);
  await expectChecked(answer);
});

test('two topics are quoted one after the other', async () => {
  const { answer } = await ask('Compare carry over of leave and train trips');
  expect(answer.walk).toMatchObject({ kind: 'compare' });
  expect(answer.answer).toMatch(/^carry over of leave: .*\n\ntrain trips: /s);
});

test('what names no document, and a usual question, are answered as usual', async () => {
  for (const question of [
    'Summarise the meaning of life',
    'Which leave is carried over?',
    'What is the difference between trains and planes?',
    'List all unicorns',
  ]) {
    expect((await ask(question)).answer.walk, question).toBeNull();
  }
});

test('text of documents is data: their own bracketed numbers are no references', async () => {
  const own = { 'marks.md': '# Marks [3]\n\nThe okapi [7] is shy, as [12] says of the okapi.\n' };
  await indexFolder(client, folderWith(own));
  const { answer } = await ask('Which documents mention okapi?');
  expect(answer.citations.map(({ n }) => n)).toEqual([1]);
  expect(answer.answer.match(/\[\d+\]/g)).toEqual(['[1]']);
});

test('left in the middle, a conversation keeps what was written, with its citations', async () => {
  const stop = new AbortController();
  const question = 'Which documents mention the lighthouse?';
  const stream = await client.conversations.ask({ question }, { signal: stop.signal });
  let turnId = '';
  await expect(async () => {
    for await (const event of stream) {
      if (event.type === 'started') turnId = event.turnId;
      if (event.type === 'text') stop.abort();
    }
    throw new Error('it was not stopped');
  }).rejects.toThrow();
  const read = async () => (await client.conversations.turn({ turnId })).answer;
  await expect.poll(read).not.toBeNull();
  const answer = (await read())!;
  expect(answer.grounded).toBe(true);
  expect(answer.citations.length).toBeGreaterThan(0);
  expect(answer.walk!.matching).toBe(20);
  await expectChecked(answer);
  const trace = await client.conversations.trace({ turnId });
  expect(trace!.steps.map(({ name }) => name)).toContain('read');
  expect(trace!.passages.length).toBe(answer.citations.length);
});
