// Assistants through the contract, in a real engine: saved, copied, shared as files, and used.
import { beforeEach, expect, test } from 'vitest';
import { answerSettings, type AnswerSettings } from '../../../src/shared/contract/answer.ts';
import type { Assistant } from '../../../src/shared/contract/assistants.ts';
import type { Client } from '../../../src/shared/contract/contract.ts';
import { indexFolder, startEngine } from '../../support/engine.ts';
import { folderWith } from '../../support/folder.ts';

let client: Client;

beforeEach(async () => {
  ({ client } = await startEngine());
});

type Given = Partial<Omit<AnswerSettings, 'rules'>> & { rules?: Partial<AnswerSettings['rules']> };

function settingsWith({ rules, ...given }: Given = {}): AnswerSettings {
  const usual = answerSettings.parse({});
  return { ...usual, ...given, rules: { ...usual.rules, ...rules } };
}

function save(name: string, given: Given = {}, id?: string): Promise<Assistant> {
  const draft = { name, description: 'Made by a test.', settings: settingsWith(given) };
  return client.assistants.save({ ...draft, ...(id !== undefined && { id }) });
}

const namesOf = async () => (await client.assistants.list()).map(({ name }) => name);
const builtIn = async () => (await client.assistants.list()).filter((one) => one.builtIn);

async function ask(asked: Parameters<Client['conversations']['ask']>[0]) {
  let conversationId = '';
  for await (const event of await client.conversations.ask(asked)) {
    if (event.type === 'started') ({ conversationId } = event);
    if (event.type === 'done') return { turn: event.turn, conversationId };
  }
  throw new Error('no answer');
}

test('those that come along each have a purpose, a manner and a way of refusing', async () => {
  const along = await builtIn();
  expect(along.map(({ id }) => id)).toEqual([
    'customer-support',
    'hr-policy',
    'legal',
    'medical',
    'technical-documentation',
    'finance-audit',
  ]);
  const refusals = along.map(({ settings }) => settings.rules.refusal);
  expect(new Set(refusals).size).toBe(along.length);
  for (const { description, settings } of along) {
    expect(description).not.toBe('');
    expect(settings.rules.prompt).not.toBe('');
    expect(settings).toMatchObject({ scope: {}, mode: 'documents' });
  }
});

test('saved ones come first, by name, and are changed under their id', async () => {
  const b = await save('beta', { rules: { tone: 'dry' } });
  await save('Ärzte');
  await save('Alpha 10');
  await save('Alpha 9');
  expect((await namesOf()).slice(0, 4)).toEqual(['Alpha 9', 'Alpha 10', 'Ärzte', 'beta']);
  const renamed = await save('Beta two', { mode: 'documentsFirst' }, b.id);
  expect(renamed).toMatchObject({ id: b.id, builtIn: false, settings: { mode: 'documentsFirst' } });
  expect(await client.assistants.get({ id: b.id })).toEqual(renamed);
  // Its own name in other letters is not taken by itself.
  expect((await save('BETA TWO', {}, b.id)).name).toBe('BETA TWO');
});

test('a name belongs to one assistant, in whatever letters it is typed', async () => {
  const own = await save('Öffnungszeiten');
  for (const name of ['öffnungszeiten', '  Öffnungszeiten ', 'ÖFFNUNGSZEITEN'.normalize('NFD')]) {
    await expect(save(name)).rejects.toMatchObject({ code: 'ASSISTANT_NAME_TAKEN' });
  }
  const other = await save('Other');
  await expect(save('öffnungszeiten', {}, other.id)).rejects.toMatchObject({
    code: 'ASSISTANT_NAME_TAKEN',
  });
  await expect(save('LEGAL')).rejects.toMatchObject({ code: 'ASSISTANT_NAME_TAKEN' });
  expect(await client.assistants.get({ id: own.id })).toEqual(own);
  expect((await client.assistants.get({ id: other.id })).name).toBe('Other');
});

test('a name is one visible line', async () => {
  for (const name of ['', '   ', '\u200b\u0007', 'x'.repeat(121)]) {
    await expect(save(name)).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
  }
  expect((await save(' two\n\u202elines ')).name).toBe('two lines');
});

test('a changed built-in one is a copy; it itself stays as it came', async () => {
  const legal = await client.assistants.get({ id: 'legal' });
  const { name, description, settings } = legal;
  const copy = await client.assistants.save({ id: 'legal', name, description, settings });
  const renamed = await save('Contracts', {}, 'legal');
  expect(copy).toMatchObject({ name: 'Legal 2', builtIn: false, settings });
  expect(copy.id).not.toBe('legal');
  expect(renamed.id).not.toBe(copy.id);
  expect(await client.assistants.get({ id: 'legal' })).toEqual(legal);
  await expect(client.assistants.remove({ id: 'legal' })).rejects.toMatchObject({
    code: 'ASSISTANT_UNKNOWN',
  });
  expect(await builtIn()).toHaveLength(6);
});

test('an id that nobody has is told', async () => {
  const none = { id: 'no such id' };
  const calls = [
    () => client.assistants.get(none),
    () => client.assistants.remove(none),
    () => client.assistants.export(none),
    () => client.conversations.create({ assistantId: none.id }),
    () => ask({ question: 'Who?', assistantId: none.id }),
  ];
  for (const call of calls) {
    await expect(call()).rejects.toMatchObject({ code: 'ASSISTANT_UNKNOWN' });
  }
  // One that was deleted while it was being edited is kept.
  expect(await save('Late', {}, none.id)).toMatchObject({ name: 'Late', builtIn: false });
});

test('a file carries everything but what only this machine knows', async () => {
  const { folderId } = await indexFolder(client, folderWith({ 'a.md': '# A\n\nWords.' }));
  const rules = {
    language: 'German',
    length: 'long' as const,
    tone: 'dry',
    format: 'list' as const,
    prompt: 'Say “why”.',
    examples: [{ question: 'Q?', answer: 'A [1].' }],
    refusal: 'No.',
    disclaimer: 'Check it.',
  };
  const writing = {
    model: 'tiny',
    adapters: [{ name: 'tone', scale: 0.5 }],
    temperature: 0,
    seed: 7,
    maxTokens: 300,
  };
  const given = { scope: { folderIds: [folderId] }, mode: 'documentsFirst' as const };
  const own = await save('Über „Uns“: a/b\\c', { ...given, writing, rules });
  const { name, text } = await client.assistants.export({ id: own.id });
  expect(name).toBe('Über Uns a b c.json');
  expect(text).not.toContain(folderId);
  expect(text).not.toContain(own.id);

  const { client: elsewhere } = await startEngine();
  const settings = { scope: {}, mode: 'documentsFirst', writing, rules };
  expect(await elsewhere.assistants.import({ text })).toMatchObject({ name: own.name, settings });
  const again = await elsewhere.assistants.import({ text: `\uFEFF${text}` });
  expect(again).toMatchObject({ name: `${own.name} 2`, settings });
});

test('a file neither names a server nor chooses one', async () => {
  const writing = { model: 'server:lab/writer', adapters: [], temperature: 1 };
  const own = await save('Remote', { writing });
  const { text } = await client.assistants.export({ id: own.id });
  expect(text).not.toContain('server:');
  const foreign = text.replace('"temperature"', '"model": "server:lab/writer", "temperature"');
  expect(foreign).not.toBe(text);
  const { settings } = await client.assistants.import({ text: foreign });
  expect(settings.writing).toEqual({ temperature: 1 });
});

test('imported names that are long and taken are numbered within their length', async () => {
  const name = `${'x'.repeat(114)}🦊${'x'.repeat(4)}`;
  const own = await save(name);
  const { text } = await client.assistants.export({ id: own.id });
  const names = [];
  for (let i = 0; i < 11; i++) names.push((await client.assistants.import({ text })).name);
  expect(names.at(-1)).toBe(`${'x'.repeat(114)} 12`);
  expect(new Set(names).size).toBe(11);
  expect((await client.assistants.import({ text: await fileOf('legal') })).name).toBe('Legal 2');
});

async function fileOf(id: string): Promise<string> {
  return (await client.assistants.export({ id })).text;
}

test('files that are damaged, foreign or newer are refused with the reason', async () => {
  const good = await fileOf('legal');
  type File = { version: number; kind: string; assistant: Record<string, unknown> };
  const changed = (change: (file: File) => void) => {
    const file = JSON.parse(good) as File;
    change(file);
    return JSON.stringify(file);
  };
  const settings = (more: object) =>
    changed((file) => Object.assign(file.assistant['settings'] as object, more));
  const bad: [text: string, reason: string][] = [
    ['', 'no JSON'],
    ['\u0000\u0001GGUF', 'no JSON'],
    [good.slice(0, -40), 'no JSON'],
    ['[]', 'another kind'],
    ['null', 'another kind'],
    ['{"name": "x", "instructions": "y"}', 'another kind'],
    [changed((file) => (file.kind = 'other')), 'another kind'],
    [changed((file) => (file.version = 2)), 'newer version'],
    [changed((file) => delete file.assistant['name']), 'assistant.name: '],
    [changed((file) => (file.assistant['name'] = ' \u200b ')), 'assistant.name: '],
    [settings({ mode: 'anything' }), 'assistant.settings.mode: '],
    [settings({ writing: { temperature: 9 } }), 'assistant.settings.writing.temperature: '],
    [settings({ rules: { prompt: 'x'.repeat(8001) } }), 'assistant.settings.rules.prompt: '],
  ];
  const before = await namesOf();
  for (const [text, reason] of bad) {
    const failure = await client.assistants.import({ text }).catch((error: unknown) => error);
    expect([text.slice(0, 40), failure]).toMatchObject([
      text.slice(0, 40),
      { code: 'ASSISTANT_INVALID', params: { reason: expect.stringContaining(reason) as string } },
    ]);
  }
  expect(await namesOf()).toEqual(before);
  // What a later version may add is left out, and what is left out is as usual.
  const bare = { kind: 'lorekeep-assistant', version: 1, more: 1 };
  const text = JSON.stringify({
    ...bare,
    assistant: { name: 'Bare', description: '', settings: { mode: 'free', colour: 'red' } },
  });
  expect((await client.assistants.import({ text })).settings).toEqual(
    settingsWith({ mode: 'free' }),
  );
});

test('a conversation with an assistant keeps its ways when the assistant is gone', async () => {
  await indexFolder(
    client,
    folderWith({ 'leave.md': '# Leave\n\nParents get twelve weeks of paid leave.' }),
  );
  const rules = { refusal: 'Nobody wrote that down.', disclaimer: 'As of today.' };
  const { id } = await save('Keeper', { rules });
  const question = 'How many weeks of paid leave do parents get?';
  const { turn, conversationId } = await ask({ question, assistantId: id });
  expect(turn.answer).toMatchObject({ grounded: true, disclaimer: 'As of today.' });

  await client.assistants.remove({ id });
  const beyond = 'Which planet has the largest volcano?';
  const after = await ask({ conversationId, question: beyond });
  expect(after.turn.answer).toMatchObject({
    grounded: false,
    answer: '',
    refusal: rules.refusal,
  });
  const kept = await client.conversations.get({ id: conversationId });
  expect(kept).toMatchObject({ assistantId: id, settings: { rules } });
  // Only who chooses it anew is told.
  const chosen = client.conversations.change({ id: conversationId, assistantId: id });
  await expect(chosen).rejects.toMatchObject({ code: 'ASSISTANT_UNKNOWN' });
  const left = await client.conversations.change({ id: conversationId, assistantId: null });
  expect(left).toMatchObject({ assistantId: null, settings: { rules } });
});

test('what was chosen beside an assistant counts instead of what it brings', async () => {
  const { id, settings } = await save('Warm', { writing: { temperature: 1.5, seed: 3 } });
  const plain = await client.conversations.create({ assistantId: id });
  expect(plain.settings).toEqual(settings);
  const writing = { seed: 4 };
  const own = await client.conversations.create({ assistantId: id, settings: { writing } });
  expect(own.settings.writing).toEqual({ seed: 4 });
});

test('an assistant is asked by id or name; an id goes before a name', async () => {
  await indexFolder(client, folderWith({ 'a.md': '# A\n\nParents get twelve weeks.' }));
  await save('hr-policy', { rules: { refusal: 'Said by the namesake.' } });
  const refusalOf = async (assistantId: string) => {
    const question = 'Which planet has the largest volcano?';
    for await (const event of await client.answer.ask({ question, assistantId })) {
      if (event.type === 'done') return event.answer.refusal;
    }
    return null;
  };
  const { settings } = await client.assistants.get({ id: 'hr-policy' });
  expect(settings.rules.refusal).toContain('HR team');
  expect(await refusalOf('hr-policy')).toBe(settings.rules.refusal);
  expect(await refusalOf('HR POLICY ')).toBe(settings.rules.refusal);
  await expect(refusalOf('hr')).rejects.toMatchObject({ code: 'ASSISTANT_UNKNOWN' });
});
