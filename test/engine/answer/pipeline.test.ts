// The whole pipeline through the contract, with a server on this machine as the model: what it writes
// is scripted to the letter.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Answer, GivenSettings } from '../../../src/shared/contract/answer.ts';
import type { Client } from '../../../src/shared/contract/contract.ts';
import type { Turn } from '../../../src/shared/contract/conversations.ts';
import type { EngineConnection } from '../../../src/engine/connect.ts';
import { indexFolder, openTestEngine } from '../../support/engine.ts';
import { folderWith, temporaryFolder } from '../../support/folder.ts';
import {
  type AskedOfServer,
  chunk,
  messagesOf,
  type ModelServer,
  openModelServer,
} from '../../support/model-server.ts';

let server: ModelServer;
let engine: EngineConnection;
let client: Client;
const model = 'server:lab/writer';

beforeAll(async () => {
  server = await openModelServer();
  engine = await openTestEngine(temporaryFolder());
  ({ client } = engine);
  await indexFolder(
    client,
    folderWith({
      'leave.md': '# Leave\n\nParents get twelve weeks of paid leave. Managers approve it in May.',
      'pay.md': '# Pay\n\nSalaries are paid on the 25th. Overtime is paid a month later.',
    }),
  );
  await client.servers.add({ address: server.address, name: 'lab' });
  await client.servers.agree({ name: 'lab', address: server.address });
  await client.settings.update({ chatModel: model });
});

beforeEach(() => {
  Object.assign(server, { parts: [], script: null, pauseMs: 0, finish: 'stop', instead: {} });
  server.asked.length = 0;
});

afterAll(async () => {
  await engine.close();
  await server.close();
});

const weeks = 'How many weeks of paid leave do parents get?';

interface Said {
  answer: Answer;
  /** What was streamed. */
  text: string;
}

async function ask(
  parts: readonly string[],
  asked: GivenSettings & { question?: string; schema?: Record<string, unknown> } = {},
): Promise<Said> {
  server.parts = parts;
  let text = '';
  for await (const event of await client.answer.ask({ question: weeks, ...asked })) {
    if (event.type === 'text') text += event.text;
    if (event.type === 'done') return { answer: event.answer, text };
  }
  throw new Error('no answer');
}

const chats = () => server.asked.filter(({ path }) => path === '/v1/chat/completions');
const lastPrompt = () => messagesOf(chats().at(-1)!);

test('references to passages that do not exist are taken out while it streams, and counted', async () => {
  const parts = ['Parents get twelve weeks', ' [', '1', '][9]', ' of paid leave [1, 77].'];
  const { answer, text } = await ask(parts);
  expect(text).toBe('Parents get twelve weeks [1] of paid leave [1].');
  expect(answer).toMatchObject({ grounded: true, droppedReferences: 2, doubts: [] });
  expect(answer.citations.map(({ quote }) => quote)).toEqual([
    'Parents get twelve weeks of paid leave.',
  ]);
});

test('a statement that its passage does not bear out is doubted', async () => {
  const { answer } = await ask(['Parents get 14 weeks of paid leave [1]. Ask early.']);
  expect(answer.doubts).toMatchObject([
    { citations: [1], missing: [expect.stringContaining('14')] },
  ]);
});

test('what a passage bears out gets its number where the model forgot it', async () => {
  const { answer } = await ask(['Parents get twelve weeks of paid leave.']);
  expect(answer).toMatchObject({ grounded: true, citations: [{ relativePath: 'leave.md' }] });
  expect(answer.answer).toMatch(/\[1\]/);
});

test('documents alone: what no passage bears out is no answer, and kept apart', async () => {
  const { answer } = await ask(['The moon is made of cheese and the sea is deep.']);
  expect(answer).toMatchObject({ grounded: false, answer: '', citations: [], general: false });
  expect(answer.unbacked).toContain('cheese');
  expect(answer.nearest.length).toBeGreaterThan(0);
});

test('the words of a refusal are not shown', async () => {
  const { answer, text } = await ask(['NOT IN', ' THE DOCUMENTS', '. I looked.']);
  expect([text, answer.answer, answer.unbacked, answer.grounded]).toEqual(['', '', '', false]);
});

test('documents first: what they do not hold is answered from general knowledge, marked', async () => {
  const refuses = (asked: AskedOfServer) =>
    messagesOf(asked)[0]!.content.includes('passages')
      ? ['NOT IN THE DOCUMENTS']
      : ['Olympus Mons.'];
  server.script = refuses;
  const question = 'Which planet has the largest volcano?';
  const { answer } = await ask([], { question, mode: 'documentsFirst' });
  expect(answer).toMatchObject({ answer: 'Olympus Mons.', general: true, grounded: false });
  expect((await ask([], { question })).answer).toMatchObject({ answer: '', general: false });
  server.script = () => ['Parents get twelve weeks [1].'];
  const held = await ask([], { mode: 'documentsFirst' });
  expect(held.answer).toMatchObject({ general: false, grounded: true });
});

test('a model that says the same again and again is ended', async () => {
  const parts = Array.from({ length: 400 }, () => 'Parents get twelve weeks of paid leave [1]. ');
  const { answer } = await ask(parts);
  expect(answer).toMatchObject({ ended: 'repeated', grounded: true });
  expect(answer.answer.length).toBeLessThan(1000);
});

test('a model that never stops is ended at the limit', async () => {
  server.finish = 'length';
  const { answer } = await ask(['Parents get twelve weeks [1] and'], { writing: { maxTokens: 8 } });
  expect(answer).toMatchObject({ ended: 'limit', grounded: true });
  expect(chats()[0]!.json).toMatchObject({ max_tokens: 8 });
});

test('a stream that is cut: what was written is there, and why it ended', async () => {
  server.instead['/v1/chat/completions'] = async (_asked, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const first = chunk({ delta: { content: 'Parents get twelve ' }, finish_reason: null });
    await new Promise((resolve) => response.write(first, resolve));
    setTimeout(() => response.destroy(), 50);
  };
  const { answer } = await ask([]);
  expect(answer).toMatchObject({ ended: 'failed', grounded: false, answer: 'Parents get twelve' });
  expect(answer.error!.message).not.toBe('');
});

test('rules, examples and the refusal of an assistant', async () => {
  const rules = {
    language: 'Dutch',
    length: 'long' as const,
    tone: 'warm',
    format: 'steps' as const,
    prompt: 'Call people by their first name.',
    examples: [{ question: 'Who pays?', answer: 'We do.' }],
    refusal: 'Ask Kim.',
    disclaimer: 'No advice.',
  };
  const { answer } = await ask(['NOT IN THE DOCUMENTS'], { rules });
  expect(answer).toMatchObject({ refusal: 'Ask Kim.', disclaimer: 'No advice.' });
  const [system] = lastPrompt();
  for (const words of ['Dutch', 'thoroughly', 'warm', 'numbered steps', 'first name', 'We do.']) {
    expect(system!.content).toContain(words);
  }
  const parts = ['Parents get twelve weeks [1].'];
  const assistantId = 'HR policy';
  let asked: Answer | null = null;
  server.parts = parts;
  for await (const event of await client.answer.ask({ question: weeks, assistantId })) {
    if (event.type === 'done') asked = event.answer;
  }
  expect(asked!.disclaimer).toContain('policy');
  await expect(
    client.answer.ask({ question: weeks, assistantId: 'Nobody' }).then(drained),
  ).rejects.toMatchObject({ code: 'ASSISTANT_UNKNOWN' });
});

async function drained(events: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of events);
}

test('as data: JSON by schema with its sources; not found is a refusal', async () => {
  const schema = {
    type: 'array',
    items: { type: 'object', properties: { who: { type: 'string' }, weeks: { type: 'integer' } } },
  };
  const result = [{ who: 'Parents', weeks: 12 }];
  const { answer } = await ask([JSON.stringify({ found: true, sources: [1, 9], result })], {
    schema,
  });
  expect(answer).toMatchObject({ grounded: true, data: result });
  expect(answer.citations).toMatchObject([{ relativePath: 'leave.md' }]);
  expect(chats()[0]!.json).toMatchObject({
    response_format: { json_schema: { schema: { properties: { result: schema } } } },
  });
  const none = await ask([JSON.stringify({ found: false, sources: [], result: [] })], { schema });
  expect(none.answer).toMatchObject({ grounded: false, answer: '' });
  expect(none.answer.data).toBeUndefined();
  const half = ['{"found": true, "sources": [1'];
  const odd = { type: 'string', pattern: '^a' };
  await expect(ask([], { schema: odd })).rejects.toMatchObject({ code: 'SCHEMA_UNSUPPORTED' });
  // A server that keeps to no schema; the limit of tokens: what was written is kept, and it is said.
  const other = await ask(half, { schema });
  expect(other.answer).toMatchObject({ ended: 'failed', error: { code: 'ANSWER_FORM' } });
  expect(other.answer).toMatchObject({ grounded: false, answer: half[0] });
  server.finish = 'length';
  const cut = await ask(half, { schema });
  expect(cut.answer).toMatchObject({ ended: 'failed', error: { code: 'ANSWER_CUT' } });
});

test('as data without documents: JSON by schema, marked as general', async () => {
  const schema = { type: 'object', properties: { planets: { type: 'integer' } } };
  const asked = { schema, mode: 'free' as const };
  const { answer } = await ask([JSON.stringify({ result: { planets: 8 } })], asked);
  expect(answer).toMatchObject({ general: true, grounded: false, data: { planets: 8 } });
  expect(JSON.parse(answer.answer)).toEqual({ planets: 8 });
  expect(chats()[0]!.json).toMatchObject({
    response_format: { json_schema: { schema: { properties: { result: schema } } } },
  });
  expect(lastPrompt()[0]!.content).toContain('"result"');
  const none = await ask(['Eight.'], asked);
  expect(none.answer).toMatchObject({ ended: 'failed', error: { code: 'ANSWER_FORM' } });
});

test('a turn says that it asks for data, while it is written and after', async () => {
  server.parts = [JSON.stringify({ found: true, sources: [1], result: { weeks: 12 } })];
  const schema = { type: 'object', properties: { weeks: { type: 'integer' } } };
  const seen: boolean[] = [];
  for await (const event of await client.conversations.ask({ question: weeks, schema })) {
    if (event.type === 'started') {
      const { structured, answer } = await client.conversations.turn({ turnId: event.turnId });
      expect(answer).toBe(null);
      seen.push(structured);
    }
    if (event.type === 'done') seen.push(event.turn.structured);
  }
  expect(seen).toEqual([true, true]);
  expect((await converse(weeks)).structured).toBe(false);
});

async function converse(question: string, conversationId?: string): Promise<Turn & { in: string }> {
  let id = '';
  const asked = { question, ...(conversationId !== undefined && { conversationId }) };
  for await (const event of await client.conversations.ask(asked)) {
    if (event.type === 'started') id = event.conversationId;
    if (event.type === 'done') return { ...event.turn, in: id };
  }
  throw new Error('no answer');
}

test('a follow-up is rewritten by the model, its words in the prompt and the history before it', async () => {
  const kinds: string[] = [];
  server.script = (asked) => {
    const [system] = messagesOf(asked);
    if (system!.content.startsWith('Rewrite')) {
      kinds.push('rewrite');
      return ['Who approves the paid leave of parents?'];
    }
    if (system!.content.startsWith('Write a title')) {
      kinds.push('title');
      return ['"Leave for parents"'];
    }
    kinds.push('answer');
    return ['Managers approve it in May [1].'];
  };
  const first = await converse(weeks);
  await expect
    .poll(async () => (await client.conversations.get({ id: first.in })).title)
    .toBe('Leave for parents');
  const next = await converse('Who approves it?', first.in);
  expect(next.answer).toMatchObject({ searched: 'Who approves the paid leave of parents?' });
  expect(kinds).toEqual(['answer', 'title', 'rewrite', 'answer']);
  const prompt = lastPrompt();
  expect(prompt.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
  expect(prompt[1]!.content).toContain(weeks);
  expect(prompt[2]!.content).toBe('Managers approve it in May.');
  // The beginning is that of the first question: it need not be read again.
  expect(prompt[0]).toEqual(messagesOf(chats()[0]!)[0]);
  const trace = await client.conversations.trace({ turnId: next.id });
  expect(trace!.searchedBy).toBe('model');
  expect(trace!.messages.map(({ text }) => text)).toEqual(prompt.map(({ content }) => content));
});

test.each([
  [
    'an answer',
    'Leave is approved by managers in May, as the staff rules of the firm tell at length.',
  ],
  ['nothing', ''],
])('a rewriting that is %s is left aside', async (_, rewriting) => {
  server.script = (asked) =>
    messagesOf(asked)[0]!.content.startsWith('Rewrite') ? [rewriting] : ['It is May [1].'];
  const first = await converse(weeks);
  const next = await converse('And who approves it?', first.in);
  expect(next.answer!.searched).toMatch(/^And who approves it\? .*leave/);
});
