// Conversations through the contract, in a real engine and without a model.
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import type { Client } from '../../../../src/shared/contract/contract.ts';
import type { Turn } from '../../../../src/shared/contract/conversations.ts';
import { openLibraryStore } from '../../../../src/engine/store/library/library-store.ts';
import { endOf, indexFolder, startEngine, type TestEngine } from '../../../support/engine.ts';
import { folderWith } from '../../../support/folder.ts';

let engine: TestEngine;
let client: Client;

beforeEach(async () => {
  engine = await startEngine();
  ({ client } = engine);
  await indexFolder(
    client,
    folderWith({
      'leave.md': '# Leave\n\nParents get twelve weeks of paid leave. Managers approve it in May.',
      'pay.md': '# Pay\n\nSalaries are paid on the 25th. Overtime is paid a month later.',
    }),
  );
});

type Asked = Parameters<Client['conversations']['ask']>[0];

async function ask(asked: Asked): Promise<Turn & { conversationId: string }> {
  let conversationId = '';
  for await (const event of await client.conversations.ask(asked)) {
    if (event.type === 'started') ({ conversationId } = event);
    if (event.type === 'done') return { ...event.turn, conversationId };
  }
  throw new Error('no answer');
}

const weeks = 'How many weeks of paid leave do parents get?';

test('a question begins a conversation that is called after it and found by its words', async () => {
  const { conversationId: id, answer } = await ask({ question: weeks });
  expect(answer!.answer).toContain('twelve weeks');
  await ask({ question: 'When are salaries paid?' });
  const list = await client.conversations.list({});
  expect(list.map(({ title }) => title)).toEqual(['When are salaries paid?', weeks]);
  const found = (words: string) => client.conversations.list({ words });
  expect(await found('TWELVE weeks')).toMatchObject([{ id, found: weeks }]);
  expect(await found('twelve salaries')).toEqual([]);

  await client.conversations.change({ id, title: 'Parents', pinned: true });
  expect((await client.conversations.list({}))[0]).toMatchObject({ id, title: 'Parents' });
  expect(await found('parents')).toMatchObject([{ id, found: '' }]);
  expect(await client.conversations.change({ id, title: '' })).toMatchObject({ title: weeks });

  await client.conversations.remove({ id });
  await expect(client.conversations.get({ id })).rejects.toMatchObject({
    code: 'CONVERSATION_UNKNOWN',
  });
});

test('a follow-up is searched with the words that it lacks', async () => {
  const { conversationId } = await ask({ question: weeks });
  const { answer } = await ask({ conversationId, question: 'And who approves it?' });
  expect(answer!.searched).toContain('leave');
  expect(answer!.answer).toContain('Managers approve it');
  const other = await ask({
    conversationId,
    question: 'Is overtime paid a month later than salaries?',
  });
  expect(other.answer!.searched).toBeNull();
  expect(other.answer!.answer).toContain('a month later');
});

test('what was said before is no source: a question beyond the documents is refused', async () => {
  const { conversationId } = await ask({ question: weeks });
  const beyond = 'Which planet has the largest volcano?';
  const { answer } = await ask({ conversationId, question: beyond });
  expect(answer).toMatchObject({ grounded: false, answer: '', citations: [] });
});

test('an edited question is a branch beside the first; either can be shown again', async () => {
  const first = await ask({ question: weeks });
  const { conversationId: id } = first;
  const second = await ask({ conversationId: id, question: 'Who approves leave in May?' });
  const edited = await ask({
    conversationId: id,
    parent: first.id,
    question: 'When are salaries paid?',
  });
  expect(edited.siblings).toEqual([second.id, edited.id]);
  const shown = async () =>
    (await client.conversations.turns({ id })).turns.map(({ question }) => question);
  expect(await shown()).toEqual([weeks, 'When are salaries paid?']);
  await client.conversations.change({ id, show: second.id });
  expect(await shown()).toEqual([weeks, 'Who approves leave in May?']);
  const anew = await ask({ conversationId: id, parent: null, question: 'When is overtime paid?' });
  expect(anew.siblings).toEqual([first.id, anew.id]);
  expect(await shown()).toEqual(['When is overtime paid?']);
  // From the beginning of a branch to its latest end.
  await client.conversations.change({ id, show: first.id });
  expect(await shown()).toEqual([weeks, 'When are salaries paid?']);
});

test('two windows ask at once: both are kept, neither waits for the other', async () => {
  const { conversationId } = await ask({ question: weeks });
  const leaf = (await client.conversations.get({ id: conversationId })).leaf;
  const both = await Promise.all(
    ['When are salaries paid?', 'When is overtime paid?'].map((question) =>
      ask({ conversationId, parent: leaf, question }),
    ),
  );
  const last = await client.conversations.turn({ turnId: both[0]!.id });
  expect(new Set(last.siblings)).toEqual(new Set(both.map(({ id }) => id)));
  expect(both.every(({ answer }) => answer!.grounded)).toBe(true);
});

test('who watches hears of every change', async () => {
  const stop = new AbortController();
  const heard = (async () => {
    let times = 0;
    for await (const _ of await client.conversations.watch(undefined, { signal: stop.signal })) {
      if (++times === 3) return times;
    }
    return times;
  })();
  const { conversationId, id } = await ask({ question: weeks });
  await client.conversations.rate({ turnId: id, rating: 1 });
  await expect
    .poll(async () => {
      await client.conversations.change({ id: conversationId, pinned: true });
      return Promise.race([heard, new Promise((resolve) => setTimeout(resolve, 50, 0))]);
    })
    .toBe(3);
  stop.abort();
  expect((await client.conversations.turn({ turnId: id })).rating).toBe(1);
});

test('why an answer is as it is: question, steps, passages with their scores', async () => {
  const { conversationId } = await ask({ question: weeks });
  const { id } = await ask({ conversationId, question: 'Who approves it?' });
  const trace = await client.conversations.trace({ turnId: id });
  expect(trace).toMatchObject({ question: 'Who approves it?', searchedBy: 'rules', model: null });
  expect(trace!.steps.map(({ name }) => name)).toEqual(['rewrite', 'search', 'write', 'check']);
  expect(trace!.passages[0]!.hit.explain.keywordRank).toBe(1);
});

test('over a thousand turns: shown page by page, asked in, copied out and removed', async () => {
  const { conversationId: id, id: first } = await ask({ question: weeks });
  await engine.close();
  const store = await openLibraryStore(engine.dataDir);
  const answer = JSON.parse(store.turns.find(first)!.answer!) as { answer: string };
  let parent = first;
  for (let i = 0; i < 1200; i++) {
    const turn = store.turns.begin(id, parent, `Question ${i}`, {});
    store.turns.finish(turn.id, answer, answer.answer, null);
    parent = turn.id;
  }
  store.conversations.change(id, { leaf: parent });
  store.close();

  engine = await startEngine(engine.dataDir);
  ({ client } = engine);
  let page = await client.conversations.turns({ id });
  expect(page.turns.map(({ question }) => question).at(-1)).toBe('Question 1199');
  let seen = page.turns.length;
  while (page.earlier) {
    page = await client.conversations.turns({ id, before: page.turns[0]!.id, limit: 200 });
    seen += page.turns.length;
  }
  expect([seen, page.turns[0]!.question]).toEqual([1201, weeks]);
  const { answer: next } = await ask({ conversationId: id, question: 'When are salaries paid?' });
  expect(next!.grounded).toBe(true);
  const { text } = await client.conversations.export({ id, format: 'markdown' });
  expect(text.match(/^## /gm)).toHaveLength(1202);
  await client.conversations.remove({ id });
  expect(await client.conversations.list({})).toEqual([]);
});

test('a conversation as Markdown, HTML and JSON: with its sources, and nothing in it runs', async () => {
  const { conversationId: id, answer } = await ask({ question: weeks });
  expect(answer!.citations.length).toBeGreaterThan(0);
  await client.conversations.change({ id, title: '<img src=x onerror=alert(1)> *leave*' });
  const markdown = await client.conversations.export({ id, format: 'markdown' });
  expect(markdown.name).toMatch(/\.md$/);
  expect(markdown.text).toContain('# \\<img');
  expect(markdown.text).toContain('leave.md');
  const html = (await client.conversations.export({ id, format: 'html' })).text;
  expect(html).not.toMatch(/<img|<script/);
  expect(html).toContain('&lt;img');
  const json = (await client.conversations.export({ id, format: 'json' })).text;
  expect(JSON.parse(json)).toMatchObject({ id, turns: [{ question: weeks }] });
});

test('a file of its own is found in its conversation alone, and goes with it', async () => {
  const { id } = await client.conversations.create({});
  const path = join(
    folderWith({ 'trip.md': '# Trip\n\nThe ferry to Merrow leaves at 06:40.' }),
    'trip.md',
  );
  const added = await client.conversations.attach({ id, path });
  await endOf(client, added.taskId);
  const question = 'When does the ferry to Merrow leave?';
  expect((await ask({ conversationId: id, question })).answer!.citations).toMatchObject([
    { folderId: added.folderId, relativePath: 'trip.md' },
  ]);
  expect((await ask({ question })).answer!.grounded).toBe(false);
  expect((await client.search.query({ query: 'ferry Merrow' })).hits).toEqual([]);
  expect(await client.library.folders()).toHaveLength(1);
  const only = { documents: [{ folderId: added.folderId, relativePath: added.relativePath }] };
  await client.conversations.change({ id, settings: { scope: only } });
  const { answer } = await ask({ conversationId: id, question: weeks });
  expect(answer!.nearest.every(({ relativePath }) => relativePath === 'trip.md')).toBe(true);

  await client.conversations.remove({ id });
  const gone = { folderId: added.folderId, relativePath: 'trip.md' };
  await expect
    .poll(() => client.documents.read(gone).catch(({ code }) => code as string))
    .toBe('DOCUMENT_UNKNOWN');
  await expect(client.conversations.attach({ id, path })).rejects.toMatchObject({
    code: 'CONVERSATION_UNKNOWN',
  });
});

test('what cannot be answered at all says why, in the conversation as well', async () => {
  const settings = { mode: 'free' } as const;
  await expect(ask({ question: weeks, settings })).rejects.toMatchObject({ code: 'MODEL_NEEDED' });
  const [latest] = await client.conversations.list({});
  const { turns } = await client.conversations.turns({ id: latest!.id });
  expect(turns).toMatchObject([
    { question: weeks, answer: { ended: 'failed', error: { code: 'MODEL_NEEDED' }, answer: '' } },
  ]);
});

test('left at once, it is not written for ever', async () => {
  for await (const event of await client.conversations.ask({ question: weeks })) {
    if (event.type === 'started') break;
  }
  const last = async () => {
    const [latest] = await client.conversations.list({});
    return (await client.conversations.turns({ id: latest!.id })).turns.at(-1);
  };
  await expect.poll(async () => (await last())?.answer).not.toBeNull();
});

test('a scope that was emptied meanwhile is a refusal, not a failure', async () => {
  const [folder] = await client.library.folders();
  const { conversationId } = await ask({
    question: weeks,
    settings: { scope: { folderIds: [folder!.id] } },
  });
  await client.library.removeFolder({ folderId: folder!.id });
  const { answer } = await ask({ conversationId, question: weeks });
  expect(answer).toMatchObject({ grounded: false, citations: [], nearest: [] });
});
