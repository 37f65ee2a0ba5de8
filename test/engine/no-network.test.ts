// Nothing leaves the machine unless a person started it: every process and thread of a whole session
// with models is watched from inside, the one that runs the models too.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { folderWith, temporaryFolder } from '../support/folder.ts';
import { embedderModel, rerankerModel } from '../support/gguf/bert-model.ts';
import { chatModel } from '../support/gguf/chat-model.ts';
import { madeModel } from '../support/gguf/made-files.ts';
import { modelBytes, serveHub } from '../support/hub.ts';

const support = join(import.meta.dirname, '../support');
const watch = pathToFileURL(join(support, 'network-watch.entry.ts')).href;

interface Seen {
  program: string;
  what: string;
}

/** Runs a program under watch; what it printed, and what was seen of its processes and threads. */
async function watched(words: readonly string[]): Promise<{ printed: string; seen: Seen[] }> {
  const file = join(temporaryFolder(), 'seen');
  writeFileSync(file, '');
  const child = spawn(process.execPath, [...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: `--import=${watch}`, NETWORK_WATCH: file },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  const [code] = (await once(child, 'close')) as [number | null];
  expect(code).toBe(0);
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return { printed, seen: lines.map((line) => JSON.parse(line) as Seen) };
}

const attempts = (seen: Seen[]) => seen.filter(({ what }) => !what.endsWith('started'));

async function session(...more: string[]) {
  const folder = folderWith({
    'leave.md': '# Leave\n\nParents get twelve weeks of leave.',
    'travel.md': '# Travel\n\nTrains are paid for, flights must be asked for.',
  });
  const models = [
    await madeModel('writer', () => chatModel()),
    await madeModel('embedder', () => embedderModel()),
    await madeModel('reranker', () => rerankerModel()),
  ];
  const entry = join(support, 'offline-session.entry.ts');
  const data = join(temporaryFolder(), 'data');
  const { printed, seen } = await watched([entry, data, folder, ...models, ...more]);
  return { came: JSON.parse(printed) as Record<string, unknown>, seen };
}

test('the watch sees what is tried, in a thread and a child process too', async () => {
  const tries = `
    import { connect } from 'node:net';
    import { lookup } from 'node:dns';
    import { createSocket } from 'node:dgram';
    connect(9, '127.0.0.1').on('error', () => {});
    lookup('localhost', () => {});
    const socket = createSocket('udp4');
    socket.send('x', 9, '127.0.0.1', () => setTimeout(() => socket.close(), 300));
    fetch('http://127.0.0.1:59999/').catch(() => {});`;
  const script = join(temporaryFolder(), 'tries.mjs');
  writeFileSync(
    script,
    `import { Worker, isMainThread } from 'node:worker_threads';
    import { fork } from 'node:child_process';
    if (isMainThread && process.argv.length < 3) {
      new Worker(new URL(import.meta.url));
      fork(new URL(import.meta.url), ['child']);
    } else {${tries.replaceAll(/import (.*) from (.*);/g, 'const $1 = await import($2);')}}`,
  );
  const { seen } = await watched([script]);
  const counts = (what: string) => seen.filter((one) => one.what === what).length;
  expect(counts('started')).toBe(2);
  expect(counts('thread started')).toBe(1);
  expect(counts('connect')).toBeGreaterThanOrEqual(4);
  expect(counts('lookup')).toBeGreaterThanOrEqual(2);
  expect(counts('send')).toBeGreaterThanOrEqual(2);
  if (process.platform === 'linux') expect(counts('udp socket')).toBeGreaterThanOrEqual(1);
}, 60_000);

test('a session with models, from indexing to an answer, reaches for no network at all', async () => {
  const { came, seen } = await session();
  expect(came).toEqual({
    found: 2,
    reranked: true,
    answeredBy: 'model',
    embedder: 'embedder',
    downloaded: null,
    requests: 0,
  });
  const started = new Set(seen.map(({ program, what }) => `${program} ${what}`));
  for (const program of ['offline-session', 'inference', 'parser']) {
    expect(started).toContain(`${program}.entry.ts started`);
  }
  for (const thread of ['index-writer', 'searcher', 'scanner', 'embedder']) {
    expect(started).toContain(`${thread}.thread.ts thread started`);
  }
  expect(attempts(seen)).toEqual([]);
}, 120_000);

test('a download that is started reaches out, from the engine’s process alone', async () => {
  const hub = await serveHub({ 'me/it': { files: { 'it-Q8_0.gguf': modelBytes(1_000_000) } } });
  const { came, seen } = await session('hf:me/it:Q8_0', hub.mirror);
  // What came is no model; it came over the network.
  expect(came).toMatchObject({ downloaded: 'failed', requests: 4 });
  const programs = new Set(attempts(seen).map(({ program }) => program));
  expect([...programs]).toEqual(['offline-session.entry.ts']);
}, 120_000);
