// The engine's process when things go wrong: it cannot start, it dies, its host answers badly.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { constants, getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { entryPath } from '../../src/hosting/node-host.ts';
import { engineModule } from '../../src/main/app-paths.ts';
import { createEngineProcess, type EngineProcess } from '../../src/main/engine-process.ts';
import { hasKeychain, seal, unseal } from '../../src/main/keychain.ts';
import { createProcessBroker } from '../../src/main/process-broker.ts';
import type { LorekeepError } from '../../src/shared/errors.ts';
import type { ProcessExit } from '../../src/engine/host.ts';
import type { ElectronPort } from '../support/electron-port.ts';
import { electron, resetElectron, state } from '../support/electron-double.ts';

vi.mock('electron', async () => (await import('../support/electron-double.ts')).electron);

let folder: string;
let engine: EngineProcess | null;

beforeEach(() => {
  resetElectron();
  folder = mkdtempSync(join(tmpdir(), 'lorekeep-engine-process-'));
  engine = null;
});
afterEach(async () => {
  await engine?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function create(
  options: { modulePath?: string; dataDir?: string; firstDelay?: number },
  failures: LorekeepError[] = [],
) {
  engine = createEngineProcess({
    modulePath: engineModule,
    entryPath,
    dataDir: join(folder, 'data'),
    hasKeychain: true,
    services: { seal, unseal, onBattery: () => true, busyElsewhere: () => true },
    onFailed: (error) => failures.push(error),
    firstDelay: 20,
    longestDelay: 100,
    ...options,
  });
  engine.start();
  return engine;
}

test('an engine that cannot open its data folder says why, and is not started again by itself', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const failures: LorekeepError[] = [];
  const process = create({ dataDir: file }, failures);
  await expect.poll(() => failures.length, { timeout: 10_000 }).toBe(1);
  expect(failures[0]).toMatchObject({ code: 'DATA_FOLDER_UNUSABLE', params: { path: file } });
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(state.processes).toHaveLength(1);
  // The person removed what was in the way, and tries again.
  rmSync(file);
  process.start();
  expect((await process.call(({ system }) => system.doctor())).dataDir).toBe(file);
});

test('an engine that keeps dying is tried ever more slowly', async () => {
  const broken = join(folder, 'broken.mjs');
  writeFileSync(broken, 'process.exit(3);');
  const times: number[] = [];
  const original = electron.utilityProcess.fork.bind(electron.utilityProcess);
  const fork = vi.spyOn(electron.utilityProcess, 'fork').mockImplementation((...args) => {
    times.push(Date.now());
    return original(...args);
  });
  const process = create({ modulePath: broken, firstDelay: 50 });
  await expect.poll(() => times.length, { timeout: 10_000 }).toBeGreaterThanOrEqual(4);
  await process.stop();
  fork.mockRestore();
  const gaps = times.slice(1).map((time, i) => time - times[i]!);
  expect(gaps[0]).toBeGreaterThanOrEqual(45);
  expect(gaps[2]).toBeGreaterThanOrEqual(95);
  const count = state.processes.length;
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(state.processes).toHaveLength(count);
});
test('it attaches to a terminal that owns the data folder, and takes over when that is gone', async () => {
  const dataDir = join(folder, 'data');
  const cli = join(import.meta.dirname, '../../src/cli/main.ts');
  const args = [cli, 'serve', '--json', '--data', dataDir];
  const owner = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(owner.stdout, 'data');
  const shell = create({ dataDir });
  const ownerOf = async () => (await shell.call(({ system }) => system.doctor())).owner.pid;
  expect(await ownerOf()).toBe(owner.pid);
  owner.kill('SIGKILL');
  await once(owner, 'exit');
  const owned = async () => (await ownerOf().catch(() => 0)) === state.processes.at(-1)?.pid;
  await expect.poll(owned, { timeout: 15_000 }).toBe(true);
});

test('the engine asks main for secrets and the power state', async () => {
  const asking = join(folder, 'asking.mjs');
  const source = (path: string) => JSON.stringify(new URL(`../../${path}`, import.meta.url).href);
  writeFileSync(
    asking,
    `import { createBirpc } from ${JSON.stringify(import.meta.resolve('birpc'))};
     import { createElectronHost } from ${source('src/main/electron-host.ts')};
     import { toldToMain } from ${source('src/main/engine-protocol.ts')};
     const main = createBirpc({}, {
       post: (message) => process.parentPort.postMessage(message),
       on: (receive) => process.parentPort.on('message', ({ data }) => receive(data)),
       eventNames: toldToMain,
     });
     const host = createElectronHost(main, true);
     const sealed = await host.secrets.seal('a token ä');
     const params = { sealed, opened: await host.secrets.unseal(sealed), battery: String(await host.onBattery()), busy: String(await host.busyElsewhere()) };
     main.failed({ code: 'INTERNAL', params });
     setInterval(() => {}, 1000);`,
  );
  const failures: LorekeepError[] = [];
  create({ modulePath: asking }, failures);
  await expect
    .poll(() => failures[0]?.params, { timeout: 10_000 })
    .toMatchObject({
      opened: 'a token ä',
      battery: 'true',
      busy: 'true',
    });
  expect(failures[0]!.params.sealed).not.toContain('token');
});

const onLinux = test.skipIf(process.platform !== 'linux');

onLinux('Linux without a keyring has no keychain: its key is known to all', () => {
  const backend = vi.spyOn(electron.safeStorage, 'getSelectedStorageBackend');
  expect(hasKeychain()).toBe(true);
  backend.mockReturnValue('basic_text');
  expect(hasKeychain()).toBe(false);
  backend.mockRestore();
});

test('a process that main starts for the engine: its channel, its stderr, its end', async () => {
  const child = join(folder, 'child.mjs');
  writeFileSync(
    child,
    `import { childPort } from ${JSON.stringify(new URL('../../src/engine/calls/child-port.ts', import.meta.url).href)};
     const port = childPort();
     port.onMessage((message) => {
       if (message === 'die') { process.stderr.write('it hurts'); process.exit(7); }
       port.post({ echo: message, limit: process.env.TEST_LIMIT });
     });`,
  );
  const exits = new Map<number, ProcessExit>();
  const ports = new Map<number, ElectronPort>();
  const broker = createProcessBroker({
    entryPath: () => child,
    giveEngine: (id, port) => ports.set(id, port as unknown as ElectronPort),
    exited: (id, exit) => exits.set(id, exit),
  });
  const start = (id: number) =>
    broker.start(id, 'parser', { heapMiB: 64, env: { TEST_LIMIT: '5' } });
  start(1);
  start(2);
  const port = ports.get(1)!;
  const answer = new Promise((resolve) => port.once('message', ({ data }) => resolve(data)));
  port.start();
  port.postMessage('hello');
  expect(await answer).toEqual({ echo: 'hello', limit: '5' });
  const below = constants.priority.PRIORITY_BELOW_NORMAL;
  await expect.poll(() => getPriority(state.processes[0]!.pid)).toBe(below);
  port.postMessage('die');
  await expect.poll(() => exits.get(1)).toEqual({ code: 7, stderr: 'it hurts' });
  broker.kill(2);
  await expect.poll(() => exits.has(2)).toBe(true);
  start(3);
  broker.killAll();
  await expect.poll(() => exits.has(3)).toBe(true);
  broker.kill(1);
});
