// Models, adapters and settings from the terminal: each step is a process of its own, as people run
// them. The hub is one on this machine.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { cliJson, runCli, startCli } from '../../support/cli.ts';
import { startEngine } from '../../support/engine.ts';
import { filesIn, temporaryFolder } from '../../support/folder.ts';
import { badFiles } from '../../support/gguf/bad-files.ts';
import { embedderModel } from '../../support/gguf/bert-model.ts';
import { chatModel } from '../../support/gguf/chat-model.ts';
import { loraAdapter } from '../../support/gguf/lora-adapter.ts';
import { saveModel } from '../../support/gguf/weights.ts';
import { serveHub } from '../../support/hub.ts';
import { randomAdapter, writeAdapter } from '../../support/peft/adapter.ts';
import { randomModel } from '../../support/peft/hf-model.ts';
import { writeModel } from '../../support/peft/hf-to-gguf.ts';

const slow = { timeout: 90_000 };
const folder = temporaryFolder();
const at = (name: string) => join(folder, name);
const odd = 'Grüße vom 🦊.gguf';

beforeAll(async () => {
  const chat = chatModel();
  await saveModel(at(odd), chat);
  await saveModel(at('embedder.gguf'), embedderModel());
  await saveModel(at('adapter.gguf'), loraAdapter(chat));
});

test('a model is added, looked at, chosen and removed', slow, async () => {
  const data = temporaryFolder();
  const words = await runCli(['models', 'add', odd, '--copy'], { data, cwd: folder });
  expect(words).toMatchObject({ code: 0, stderr: '' });
  expect(words.stdout).toContain('lorekeep config set chat-model "Grüße vom 🦊"');
  const added = await cliJson(['models', 'add', 'embedder.gguf'], { data, cwd: folder });
  expect(added).toMatchObject({ name: 'embedder', role: 'embedder', path: at('embedder.gguf') });

  const wrong = await runCli(['config', 'set', 'chat-model', 'embedder'], { data });
  expect(wrong).toMatchObject({ code: 1, stdout: '' });
  expect(wrong.stderr).toContain('“embedder” is an embedding model, and a chat model is needed');
  const set = await cliJson(['config', 'set', 'chat-model', 'GRÜße vom 🦊'.toLowerCase()], {
    data,
  });
  expect(set).toEqual({ 'chat-model': 'Grüße vom 🦊' });
  expect(await cliJson(['models', 'ls'], { data })).toMatchObject([
    { name: 'Grüße vom 🦊', chosen: true, linked: false, state: 'ready' },
    { name: 'embedder', chosen: false, linked: true },
  ]);
  expect((await runCli(['models'], { data })).stdout).toContain(
    'Grüße vom 🦊  a chat model, in use',
  );

  const [byName, byFile] = await Promise.all([
    cliJson(['models', 'info', 'Grüße vom 🦊'], { data }),
    cliJson(['models', 'info', `./${odd}`], { data, cwd: folder }),
  ]);
  const facts = { architecture: 'llama', hasTemplate: true, contextTrained: 8192 };
  expect(byName).toMatchObject({ kind: 'chat', facts, installed: { name: 'Grüße vom 🦊' } });
  expect(byFile).toMatchObject({ facts, installed: null, fit: { verdict: expect.any(String) } });

  const removed = await cliJson(['models', 'rm', 'Grüße vom 🦊'], { data });
  expect(removed).toEqual({ removed: 'Grüße vom 🦊' });
  expect(await cliJson(['config', 'get', 'chat-model'], { data })).toEqual({ 'chat-model': '' });
  expect(filesIn(join(data, 'models'))).toEqual([]);
  expect(readFileSync(at(odd)).length).toBeGreaterThan(0);
});

test('adapters: from a GGUF file, and converted from a PEFT folder', slow, async () => {
  const { dataDir: data } = await startEngine();
  const model = randomModel('llama', 5);
  await writeModel(model, at('base.gguf'));
  writeAdapter(at('tone'), randomAdapter(model, { scale: () => 2, seed: 6 }));
  await runCli(['models', 'add', at(odd)], { data });
  await runCli(['models', 'add', at('base.gguf')], { data });
  const added = await runCli(['adapters', 'add', at('adapter.gguf')], { data });
  expect(added.stdout).toContain('fits Grüße vom 🦊\n');
  const tone = await cliJson(['adapters', 'add', at('tone'), '--base', 'base'], { data });
  expect(tone).toMatchObject({ name: 'tone', baseName: 'tiny/llama', fits: ['base'] });
  expect(await cliJson(['adapters', 'ls'], { data })).toHaveLength(2);
  expect(await cliJson(['adapters', 'info', 'tone'], { data })).toMatchObject({ kind: 'adapter' });
  const [alone, unknown] = await Promise.all([
    runCli(['models', 'add', at('adapter.gguf')], { data }),
    runCli(['models', 'rm', 'tone'], { data }),
  ]);
  expect(alone.stderr).toContain('is an adapter');
  expect(unknown.stderr).toContain('“tone” is not installed. There are: Grüße vom 🦊, base.');
  expect((await runCli(['adapters', 'rm', 'tone'], { data })).stdout).toBe('Removed tone.\n');
});

test('what cannot work is refused with the reason', slow, async () => {
  const data = temporaryFolder();
  const bad = at('bad.gguf');
  for (const name of ['empty', 'text', 'zeros', 'manyTensors'] as const) {
    const { bytes, says } = badFiles[name]!;
    writeFileSync(bad, bytes);
    const { code, stdout, stderr } = await runCli(['models', 'add', bad], { data });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(says);
  }
  const list = await runCli(['models', 'ls'], { data });
  expect(list.stdout).toContain('No models yet');
});

test('a download that is cut goes on by itself', slow, async () => {
  const bytes = readFileSync(at(odd));
  const files = { 'tiny-Q8_0.gguf': bytes, 'README.md': Buffer.from('hello') };
  const hub = await serveHub({ 'me/tiny-GGUF': { files, licence: 'mit' } });
  const data = temporaryFolder();
  await runCli(['config', 'set', 'hub-mirror', hub.mirror], { data });
  hub.cuts = [bytes.length / 2];
  const model = await cliJson(['models', 'add', 'hf:me/tiny-GGUF:Q8_0'], { data });
  expect(model).toMatchObject({
    name: 'tiny-Q8_0',
    role: 'chat',
    linked: false,
    source: 'hf:me/tiny-GGUF:Q8_0',
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    facts: { licence: 'mit' },
  });
  // What was on its way when the line was cut may be lost.
  const [start, rest, ...more] = hub.fetched.map(({ headers }) => headers.range);
  expect([start, more]).toEqual([undefined, []]);
  const from = Number(/^bytes=(\d+)-$/.exec(rest ?? '')?.[1]);
  expect(from).toBeGreaterThan(0);
  expect(from).toBeLessThanOrEqual(bytes.length / 2);
  // Once it is there nothing is fetched again.
  expect(await cliJson(['models', 'add', 'hf:me/tiny-GGUF:Q8_0'], { data })).toMatchObject({
    name: 'tiny-Q8_0',
  });
  expect(hub.fetched).toHaveLength(2);
  await runCli(['models', 'rm', 'tiny-Q8_0'], { data });
  expect(filesIn(join(data, 'models'))).toEqual([]);
});

test('a download that is stopped goes on with the next command', slow, async () => {
  const bytes = readFileSync(at(odd));
  const hub = await serveHub({ 'me/tiny-GGUF': { files: { 'tiny.gguf': bytes } } });
  const data = temporaryFolder();
  await runCli(['config', 'set', 'hub-mirror', hub.mirror], { data });
  hub.speed = 40;
  const first = startCli(['models', 'add', 'hf:me/tiny-GGUF'], { data });
  await expect.poll(() => hub.fetched.length, { timeout: 20_000 }).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 3000));
  first.process.kill('SIGINT');
  expect(await first.ended).toMatchObject({ code: 130, stdout: '' });
  expect(await cliJson(['models', 'ls'], { data })).toEqual([]);
  hub.speed = 0;
  expect(await cliJson(['models', 'add', 'hf:me/tiny-GGUF'], { data })).toMatchObject({
    name: 'tiny',
  });
  expect(hub.fetched).toHaveLength(2);
  expect(Number(/^bytes=(\d+)-$/.exec(hub.fetched[1]!.headers.range ?? '')?.[1])).toBeGreaterThan(
    0,
  );
});

test('what came of a download that was stopped is removed by its reference', slow, async () => {
  const files = { 'tiny.gguf': readFileSync(at(odd)) };
  const hub = await serveHub({ 'me/tiny-GGUF': { files } });
  const data = temporaryFolder();
  await runCli(['config', 'set', 'hub-mirror', hub.mirror], { data });
  hub.speed = 40;
  const first = startCli(['models', 'add', 'hf:me/tiny-GGUF'], { data });
  await expect.poll(() => hub.fetched.length, { timeout: 20_000 }).toBe(1);
  first.process.kill('SIGINT');
  await first.ended;
  expect(filesIn(join(data, 'models'))).not.toEqual([]);
  const removed = await runCli(['models', 'rm', 'hf:me/tiny-GGUF'], { data });
  expect(removed).toMatchObject({ code: 0, stdout: 'Removed what had come of hf:me/tiny-GGUF.\n' });
  expect(filesIn(join(data, 'models'))).toEqual([]);
  const again = await runCli(['models', 'rm', 'hf:me/tiny-GGUF'], { data });
  expect(again).toMatchObject({ code: 1, stdout: '' });
  expect(again.stderr).toContain('“hf:me/tiny-GGUF” is not installed');
});

test('what the hub refuses, and what is no model, is said; nothing is left', slow, async () => {
  const data = temporaryFolder();
  const hub = await serveHub({
    'me/odd-GGUF': { files: { 'odd.gguf': Buffer.from('GGUF but not really') } },
  });
  await runCli(['config', 'set', 'hub-mirror', hub.mirror], { data });
  const [none, odd, words] = await Promise.all([
    runCli(['models', 'add', 'hf:me/nothing'], { data }),
    runCli(['models', 'add', 'hf:me/odd-GGUF'], { data }),
    runCli(['models', 'add', 'hf:nothing'], { data }),
  ]);
  expect(none.stderr).toContain('There is no “me/nothing”');
  expect(odd.stderr).toMatch(/odd\.gguf” (is damaged|cannot be used)/);
  expect(words.stderr).toContain('names no model on Hugging Face');
  expect([none.code, odd.code, words.code]).toEqual([1, 1, 1]);
  expect(filesIn(join(data, 'models'))).toEqual([]);
});

test('settings: all of them, typed values, and what does not fit', slow, async () => {
  const { dataDir: data } = await startEngine();
  const all = (await cliJson(['config'], { data })) as Record<string, unknown>;
  expect(all).toMatchObject({ 'chat-model': '', 'gpu-layers': -1, 'flash-attention': true });
  const sets = [
    ['context-size', '4096', 4096],
    ['flash-attention', 'off', false],
    ['kv-cache', 'q8_0', 'q8_0'],
    ['gpu-layers', 'auto', -1],
    ['ocr-languages', 'eng,deu', ['eng', 'deu']],
    ['embedder', 'built-in', ''],
  ] as const;
  for (const [key, text, value] of sets) {
    expect(await cliJson(['config', 'set', key, text], { data })).toEqual({ [key]: value });
  }
  const wrong = [
    ['set', 'context-size', 'large'],
    ['set', 'kv-cache', 'q2'],
    ['set', 'contextsize', '1'],
    ['get', 'nothing'],
    ['set', 'hub-mirror', 'ftp://x.example'],
  ];
  const results = await Promise.all(wrong.map((words) => runCli(['config', ...words], { data })));
  expect(results.map(({ code }) => code)).toEqual([2, 2, 2, 2, 1]);
  expect(results.map(({ stderr }) => stderr.split('\n')[0])).toEqual([
    expect.stringContaining('“large” does not fit context-size'),
    expect.stringContaining('"q8_0"'),
    expect.stringContaining('There is no setting “contextsize”. There are: max-file-bytes,'),
    expect.stringContaining('There is no setting “nothing”'),
    expect.stringContaining('cannot be the place to download from'),
  ]);
});

test('the machine and the catalogue, as text and as JSON', slow, async () => {
  const { dataDir: data } = await startEngine();
  const machine = await cliJson(['hardware', '--again'], { data });
  expect(machine).toMatchObject({ backend: expect.any(String), ramTotal: expect.any(Number) });
  expect((await runCli(['hardware'], { data })).stdout).toMatch(
    /^Models compute with: .*\n[^]*Cores: /,
  );
  const models = (await cliJson(['models', 'catalogue'], { data })) as { role: string }[];
  expect(new Set(models.map(({ role }) => role))).toEqual(
    new Set(['chat', 'embedder', 'reranker']),
  );
  expect(models[0]).toMatchObject({ quantisations: [{ fit: { verdict: expect.any(String) } }] });
  const help = await runCli(['models', 'add', '--help']);
  expect(help.stdout).toContain('lorekeep models add hf:');
});
