// The whole shell, with the real engine and real parsers in their processes: what a person does
// in the app, from the page's side of the port.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { bridgeChannels } from '../../src/shared/bridge-channels.ts';
import { connectClient } from '../../src/shared/client.ts';
import type { Client } from '../../src/shared/contract/contract.ts';
import { documentUrl } from '../../src/shared/document-url.ts';
import {
  BrowserWindow,
  electron,
  ipcMain,
  Preventable,
  state,
} from '../support/electron-double.ts';

vi.mock('electron', async () => (await import('../support/electron-double.ts')).electron);

let base: string;
let window: BrowserWindow;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'lorekeep-shell-'));
  await mkdir(join(base, 'papers'));
  await writeFile(join(base, 'papers', 'bees.md'), '# Bees\n\nA hive has one queen.\n');
  process.env.LOREKEEP_DATA = join(base, 'data');
  await import('../../src/main/index.ts');
  await vi.waitUntil(() => BrowserWindow.all.length === 1);
  window = BrowserWindow.all[0]!;
});
afterAll(async () => {
  delete process.env.LOREKEEP_DATA;
  await rm(base, { recursive: true });
});

/** Does what the preload and the page do to reach the engine. */
async function connectPage(): Promise<{ client: Client; closed: Promise<void> }> {
  const { webContents } = window;
  ipcMain.emit(bridgeChannels.port, { sender: webContents, senderFrame: webContents.mainFrame });
  const { channel, ports } = webContents.received.pop()!;
  expect(channel).toBe(bridgeChannels.port);
  const port = ports[0]!;
  const closed = new Promise<void>((resolve) => port.on('close', resolve));
  port.start();
  return { client: await connectClient({ kind: 'port', port }), closed };
}

test('the page gets a port to the engine, indexes a folder and searches it', async () => {
  const { client } = await connectPage();
  const { taskId } = await client.library.addFolder({ path: join(base, 'papers') });
  for await (const task of await client.tasks.follow({ taskId })) {
    if (task.state !== 'running') expect(task).toMatchObject({ state: 'done', error: null });
  }
  const { hits } = await client.search.query({ query: 'queen' });
  expect(hits[0]?.text).toContain('one queen');
});

test('the parser was started by main, with a heap limit, and reads for the engine alone', () => {
  const parsers = state.processes.filter(({ modulePath }) => modulePath.includes('parser'));
  expect(parsers.length).toBeGreaterThan(0);
  expect(parsers[0]!.options.execArgv).toEqual([
    expect.stringMatching(/^--max-old-space-size=\d+$/),
  ]);
});

test('app:// gives a document’s bytes in ranges, as the engine locates it', async () => {
  const { client } = await connectPage();
  const ref = await client.documents.find({ path: join(base, 'papers', 'bees.md') });
  const ask = (headers = {}) =>
    state.appHandler!(new Request(`app://lorekeep${documentUrl(ref)}`, { headers }));
  expect(await (await ask()).text()).toBe(await readFile(join(base, 'papers', 'bees.md'), 'utf8'));
  const part = await ask({ range: 'bytes=2-5' });
  expect(part.status).toBe(206);
  expect(part.headers.get('content-range')).toMatch(/^bytes 2-5\//);
  expect(await part.text()).toBe('Bees');
  const unknown = await state.appHandler!(new Request('app://lorekeep/documents/x/y.md'));
  expect(unknown.status).toBe(404);
});

test('an engine that dies is started again, and the page gets to the next one', async () => {
  const engines = () =>
    state.processes.filter(({ modulePath }) => modulePath.includes('engine.entry'));
  const before = engines().length;
  const first = await connectPage();
  engines().at(-1)!.kill();
  await first.closed;
  // The page tries again, as a port given to a dying engine closes at once.
  const { client } = await vi.waitUntil(() => connectPage().catch(() => null), 10_000);
  expect(engines()).toHaveLength(before + 1);
  const { hits } = await client.search.query({ query: 'queen' });
  expect(hits).toHaveLength(1);
});

test('a second start shows the window that is there', () => {
  window.minimised = true;
  window.calls.length = 0;
  electron.app.emit('second-instance', {});
  expect(window.calls).toEqual(['restore', 'show', 'focus']);
  expect(BrowserWindow.all).toHaveLength(1);
});

test('quitting waits until the engine has closed its databases', async () => {
  const engine = state.processes.findLast(({ modulePath }) => modulePath.includes('engine.entry'))!;
  let code: number | null = null;
  engine.once('exit', (exit: number) => {
    code = exit;
  });
  const asked = new Preventable();
  electron.app.emit('will-quit', asked);
  expect(asked.defaultPrevented).toBe(true);
  await expect.poll(() => state.quit, { timeout: 5000 }).toBe(true);
  expect(code).toBe(0);
});
