// Models and adapters are taken in, told apart, refused with a reason, and taken out again. Real
// engines, real files, the real inference process.
import {
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { Client } from '../../../src/shared/contract/contract.ts';
import { LorekeepError } from '../../../src/shared/errors.ts';
import { sentenceOf } from '../../../src/shared/texts/format.ts';
import { endOf, startEngine } from '../../support/engine.ts';
import { filesIn, temporaryFolder } from '../../support/folder.ts';
import { badFiles, withTokenTwice, withUnknownArchitecture } from '../../support/gguf/bad-files.ts';
import { embedderModel, rerankerModel } from '../../support/gguf/bert-model.ts';
import { chatModel } from '../../support/gguf/chat-model.ts';
import { loraAdapter } from '../../support/gguf/lora-adapter.ts';
import { saveInParts } from '../../support/gguf/split-model.ts';
import { saveModel, u32 } from '../../support/gguf/weights.ts';
import { randomAdapter, writeAdapter } from '../../support/peft/adapter.ts';
import { type Family, randomModel } from '../../support/peft/hf-model.ts';
import { writeModel } from '../../support/peft/hf-to-gguf.ts';

const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const chat = chatModel();

beforeAll(async () => {
  await saveModel(at('chat.gguf'), chat);
  await saveModel(at('Grüße an die 🦊 im Wald.gguf'), chatModel({ seed: 2 }));
  await saveModel(at('embedder.gguf'), embedderModel());
  await saveModel(at('reranker.gguf'), rerankerModel());
  await saveModel(at('adapter.gguf'), loraAdapter(chat));
});

/** Adds a file and waits until it is there. @returns its name */
async function add(client: Client, path: string, more: { copy?: boolean; base?: string } = {}) {
  const { name, taskId } = await client.models.add({ path, ...more });
  if (taskId === null) return name;
  const task = await endOf(client, taskId);
  if (task.error) throw new LorekeepError(task.error.code, task.error.params);
  return task.progress.current!;
}

/** The sentence that something is refused with. */
async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    return sentenceOf(error);
  }
  return 'nothing was refused';
}

test('files are told apart by what they say of themselves, and keep what they say', async () => {
  const { client } = await startEngine();
  for (const name of ['chat', 'embedder', 'reranker', 'adapter'])
    await add(client, at(`${name}.gguf`));
  const { models, adapters } = await client.models.list();
  expect(models.map(({ name, role }) => [name, role])).toEqual([
    ['chat', 'chat'],
    ['embedder', 'embedder'],
    ['reranker', 'reranker'],
  ]);
  expect(models[0]).toMatchObject({
    path: at('chat.gguf'),
    linked: true,
    state: 'ready',
    sizeBytes: readFileSync(at('chat.gguf')).length,
    facts: {
      architecture: 'llama',
      layers: 2,
      quantisation: 'F32',
      hasTemplate: true,
      licence: 'mit',
    },
    fit: null,
  });
  expect(adapters).toMatchObject([
    { name: 'adapter', architecture: 'llama', rank: 4, alpha: 8, targets: 6, fits: ['chat'] },
  ]);
  const { backend } = await client.models.machine({});
  expect(backend).toBeTypeOf('string');
  const fits = (await client.models.list()).models.map(({ fit }) => fit?.verdict);
  expect(fits).toEqual(Array(3).fill(expect.stringMatching(/^fits/)));
  const inspected = await client.models.inspect({ target: 'Reranker' });
  expect(inspected).toMatchObject({ kind: 'reranker', template: null });
  expect(inspected.metadata).toContainEqual({ key: 'bert.pooling_type', value: '4' });
});

test('the same file is one entry; names are short, unique and hold any letters', async () => {
  const { client, dataDir } = await startEngine();
  symlinkSync(at('chat.gguf'), at('other name.gguf'));
  expect(await add(client, at('chat.gguf'))).toBe('chat');
  expect(await add(client, at('other name.gguf'))).toBe('chat');
  expect(await add(client, at('chat.gguf'), { copy: true })).toBe('chat');
  const odd = at('Grüße an die 🦊 im Wald.gguf');
  expect(await add(client, odd, { copy: true })).toBe('Grüße an die 🦊 im Wald');
  expect(await add(client, odd, { copy: true })).toBe('Grüße an die 🦊 im Wald');
  const elsewhere = join(temporaryFolder(), 'CHAT.gguf');
  await saveModel(elsewhere, chatModel({ seed: 3 }));
  expect(await add(client, elsewhere)).toBe('CHAT-2');
  expect(filesIn(join(dataDir, 'models'))).toEqual(['Grüße an die 🦊 im Wald.gguf']);
  const { models } = await client.models.list();
  expect(models.map(({ linked, sha256 }) => [linked, sha256 !== null])).toEqual([
    [true, false],
    [false, true],
    [true, false],
  ]);
  await expect(client.models.load({ name: 'Grüße an die 🦊 im Wald' })).resolves.toMatchObject({
    state: 'ready',
  });
});

test('a model in parts is one entry, whichever part is given; a missing part is named', async () => {
  const { client } = await startEngine();
  const [first, second] = await saveInParts(temporaryFolder(), 'big', chat, 3);
  expect(await add(client, second!)).toBe('big');
  expect(await add(client, first!)).toBe('big');
  const { models } = await client.models.list();
  expect(models).toMatchObject([{ path: first, facts: { parameters: 117_696 } }]);
  await expect(client.models.load({ name: 'big' })).resolves.toMatchObject({ state: 'ready' });
  rmSync(second!);
  expect((await client.models.list()).models).toMatchObject([{ state: 'missing' }]);
  expect(await refusal(add(client, first!))).toContain(
    '“big-00002-of-00003.gguf” is not beside it',
  );
});

test(
  'what is no model is refused in a sentence, and nothing is kept',
  { timeout: 60_000 },
  async () => {
    const { client } = await startEngine();
    const bad = at('bad.gguf');
    for (const { bytes, says } of Object.values(badFiles)) {
      writeFileSync(bad, bytes);
      expect(await refusal(add(client, bad))).toMatch(says);
    }
    const whole = readFileSync(at('chat.gguf'));
    writeFileSync(bad, whole.subarray(0, whole.length / 2));
    expect(await refusal(add(client, bad))).toMatch(/is damaged\. It should have at least/);
    await saveModel(bad, withTokenTwice(chat));
    expect(await refusal(add(client, bad))).toContain('Its vocabulary holds');
    await saveModel(bad, withUnknownArchitecture(chat));
    expect(await refusal(add(client, bad))).toContain("unknown model architecture: 'perceptron9'");
    expect(await refusal(add(client, at('nowhere.gguf')))).toContain('There is no such file');
    expect(await refusal(add(client, folder))).toContain('holds no adapter_config.json');
    expect(await client.models.list()).toMatchObject({ models: [], adapters: [], loaded: [] });
  },
);

test('a file that ends llama.cpp is refused, and the model that is loaded goes on', async () => {
  const { client } = await startEngine();
  await add(client, at('chat.gguf'));
  await client.models.load({ name: 'chat' });
  // Experts without the number that is used of them: an assertion of llama.cpp's.
  const deadly = { ...chat, metadata: new Map([...chat.metadata, ['llama.expert_count', u32(8)]]) };
  await saveModel(at('deadly.gguf'), deadly);
  expect(await refusal(add(client, at('deadly.gguf')))).toContain(
    'It ends the process that opens it',
  );
  expect((await client.models.list()).loaded).toMatchObject([{ name: 'chat', state: 'ready' }]);
});

test(
  'a model that crashes twice at load is marked, until it is asked for again',
  { timeout: 60_000 },
  async () => {
    const { client, dataDir, close } = await startEngine();
    // Heads of keys that do not share out the heads: seen only when something is computed.
    await saveModel(at('crashes.gguf'), chatModel({ kvHeads: 3 }));
    await add(client, at('crashes.gguf'));
    const load = (who: Client) => refusal(who.models.load({ name: 'crashes' }));
    expect(await load(client)).toContain('process ended (crashes)');
    expect(await load(client)).toContain('process ended (crashes)');
    expect((await client.models.list()).models).toMatchObject([{ state: 'crashes' }]);
    await close();
    const { client: later } = await startEngine(dataDir);
    expect(await load(later)).toContain('ended its process twice');
    await later.models.tryAgain({ name: 'crashes' });
    expect((await later.models.list()).models).toMatchObject([{ state: 'ready' }]);
    expect(await load(later)).toContain('process ended (crashes)');
  },
);

test('an adapter must fit an installed model; a model is no adapter, nor the other way round', async () => {
  const { client } = await startEngine();
  await saveModel(at('wide.gguf'), loraAdapter(chatModel({ embedding: 128 })));
  await saveModel(at('qwen.gguf'), loraAdapter(chat, { architecture: 'qwen2' }));
  // Without a model nothing can be said against it.
  expect(await add(client, at('wide.gguf'))).toBe('wide');
  expect((await client.models.list()).adapters).toMatchObject([{ fits: [] }]);
  await client.models.remove({ name: 'wide' });
  await add(client, at('chat.gguf'));
  expect(await refusal(add(client, at('wide.gguf')))).toMatch(/128 × 128 weights there.* 64 × 64/);
  expect(await refusal(add(client, at('qwen.gguf')))).toContain('for models of the kind qwen2');
  const asModel = client.models.add({ path: at('adapter.gguf'), as: 'model' });
  expect(await refusal(asModel)).toContain('is an adapter');
  const asAdapter = client.models.add({ path: at('chat.gguf'), as: 'adapter' });
  expect(await refusal(asAdapter)).toContain('is a chat model, and an adapter is needed');
  const noBase = add(client, at('adapter.gguf'), { base: 'nobody' });
  expect(await refusal(noBase)).toBe('“nobody” is not installed. There are: chat.');
});

test('only what has the role can be chosen; what is removed is chosen no longer', async () => {
  const { client, dataDir } = await startEngine();
  await add(client, at('chat.gguf'));
  await add(client, at('embedder.gguf'), { copy: true });
  const { update } = client.settings;
  expect(await refusal(update({ chatModel: 'embedder' }))).toContain('is an embedding model');
  expect(await refusal(update({ reranker: 'chat' }))).toContain('is a chat model, and a reranking');
  expect(await refusal(update({ chatModel: 'who' }))).toBe(
    '“who” is not installed. There are: chat.',
  );
  expect(await update({ chatModel: 'CHAT', embedder: 'embedder' })).toMatchObject({
    chatModel: 'chat',
  });
  await client.models.load({ name: 'chat' });
  await client.models.remove({ name: 'chat' });
  await client.models.remove({ name: 'embedder' });
  expect(await client.settings.get()).toMatchObject({ chatModel: '', embedder: '' });
  expect(existsSync(at('chat.gguf'))).toBe(true);
  expect(filesIn(join(dataDir, 'models'))).toEqual([]);
  expect(await client.models.list()).toMatchObject({ models: [], loaded: [] });
});

test('a file that is gone or has changed is seen, and told when it is used', async () => {
  const { client } = await startEngine();
  const path = join(temporaryFolder(), 'here.gguf');
  await saveModel(path, chat);
  await add(client, path);
  await client.settings.update({ chatModel: 'here' });
  renameSync(path, `${path}.away`);
  expect((await client.models.list()).models).toMatchObject([{ state: 'missing' }]);
  expect(await refusal(client.models.load({ name: 'here' }))).toContain('is not at');
  await saveModel(path, chatModel({ layers: 3 }));
  utimesSync(path, 1, 1);
  expect((await client.models.list()).models).toMatchObject([
    { state: 'ready', facts: { layers: 3 } },
  ]);
  writeFileSync(path, 'no model any more');
  expect((await client.models.list()).models).toMatchObject([{ state: 'damaged' }]);
  await client.models.remove({ name: 'here' });
  expect(readFileSync(path, 'utf8')).toBe('no model any more');
});

test('watching tells of what is added, loaded and removed', async () => {
  const { client } = await startEngine();
  const stop = new AbortController();
  const seen: string[] = [];
  const watching = (async () => {
    for await (const { models, loaded } of await client.models.watch(undefined, {
      signal: stop.signal,
    })) {
      const now = `${models.map(({ name }) => name).join()}/${loaded.map(({ state }) => state).join()}`;
      if (seen.at(-1) !== now) seen.push(now);
      if (now === '/' && seen.length > 1) return;
    }
  })();
  await expect.poll(() => seen.length).toBe(1);
  await add(client, at('chat.gguf'));
  await client.models.load({ name: 'chat' });
  await expect.poll(() => seen).toContain('chat/ready');
  await client.models.remove({ name: 'chat' });
  await watching;
  stop.abort();
  expect(seen[0]).toBe('/');
});

test('a PEFT adapter is converted for the model that it fits, or for the one that is named', async () => {
  const { client, dataDir } = await startEngine();
  const hf = (family: Family) => randomModel(family, 5);
  const peft = at('my tone');
  writeAdapter(peft, randomAdapter(hf('llama'), { scale: () => 2, seed: 6 }));
  expect(await refusal(add(client, peft))).toContain(
    'the model that it was trained on (tiny/llama)',
  );
  await writeModel(hf('gemma'), at('gemma.gguf'));
  await writeModel(hf('llama'), at('llama.gguf'));
  await writeModel(hf('qwen2'), at('qwen2.gguf'));
  await add(client, at('gemma.gguf'));
  expect(await refusal(add(client, peft))).toContain('does not fit the model');
  await add(client, at('llama.gguf'), { copy: true });
  expect(await add(client, peft)).toBe('my tone');
  expect(await add(client, peft)).toBe('my tone');
  const { adapters, models } = await client.models.list();
  const llama = models.find(({ name }) => name === 'llama')!;
  expect(adapters).toMatchObject([
    { linked: false, architecture: 'llama', rank: 4, fits: ['llama'], baseSha256: llama.sha256 },
  ]);
  expect(filesIn(join(dataDir, 'models/adapters'))).toEqual(['my tone.gguf']);
  // The same shapes in another order: only a person can know.
  await add(client, at('qwen2.gguf'));
  const other = at('other tone');
  writeAdapter(other, randomAdapter(hf('llama'), { scale: () => 2, seed: 7 }));
  expect(await refusal(add(client, other))).toContain('llama, qwen2. Name the one');
  expect(await add(client, other, { base: 'qwen2' })).toBe('other tone');
  await client.models.remove({ name: 'my tone' });
  expect(filesIn(join(dataDir, 'models/adapters'))).toEqual(['other tone.gguf']);
});

test('another backend counts from the next use on; one that is not there is said', async () => {
  const { client } = await startEngine();
  const absent = process.platform === 'darwin' ? 'cuda' : 'metal';
  await add(client, at('chat.gguf'));
  await client.models.load({ name: 'chat' });
  await client.settings.update({ modelBackend: absent });
  await expect.poll(async () => (await client.models.list()).loaded).toEqual([]);
  expect(await refusal(client.models.load({ name: 'chat' }))).toContain('Models cannot run here');
  expect(await refusal(client.models.machine({}))).toContain(`no ${absent} program`);
  // To look at a file the processor is enough.
  expect(await add(client, at('embedder.gguf'))).toBe('embedder');
  await client.settings.update({ modelBackend: 'auto' });
  await expect(client.models.load({ name: 'chat' })).resolves.toMatchObject({ state: 'ready' });
});
