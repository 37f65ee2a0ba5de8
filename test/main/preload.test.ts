import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventEmitter } from 'node:events';
import vm from 'node:vm';
import { expect, test, vi } from 'vitest';
import { bridgeChannels } from '../../src/shared/bridge-channels.ts';
import { bridgeName, portMessage } from '../../src/shared/bridge.ts';

const built = join(import.meta.dirname, '../../out/preload/preload.cjs');

class FakeFile {
  readonly name = 'paper.pdf';
}

/** Runs the built preload the way a sandbox would: with `electron` as the only module. */
function load() {
  const exposed: Record<string, Record<string, (...args: unknown[]) => unknown>> = {};
  const posted: unknown[][] = [];
  const ipcRenderer = Object.assign(new EventEmitter(), {
    send: vi.fn(),
    invoke: vi.fn(async () => '/chosen'),
  });
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name: string, api: (typeof exposed)[string]) => {
        exposed[name] = api;
      },
    },
    ipcRenderer,
    webUtils: { getPathForFile: () => '/dropped' },
  };
  const required: string[] = [];
  const window = {
    location: { origin: 'app://lorekeep' },
    postMessage: (...args: unknown[]) => posted.push(args),
  };
  vm.runInNewContext(readFileSync(built, 'utf8'), {
    window,
    File: FakeFile,
    require: (name: string) => {
      required.push(name);
      return electron;
    },
  });
  return { exposed, posted, ipcRenderer, required };
}

const name = existsSync(built)
  ? 'the built preload'
  : 'the built preload (skipped: npm run build first)';

test.skipIf(!existsSync(built))(
  `${name} requires electron alone and exposes the bridge alone`,
  async () => {
    const { exposed, required, ipcRenderer } = load();
    expect(required).toEqual(['electron']);
    expect(Object.keys(exposed)).toEqual([bridgeName]);
    const bridge = exposed[bridgeName]!;
    expect(Object.keys(bridge).toSorted()).toEqual([
      'chooseFolder',
      'chooseModel',
      'pathOfFile',
      'requestPort',
      'savePdf',
    ]);
    bridge.requestPort!('lorekeep:anything');
    expect(ipcRenderer.send.mock.calls).toEqual([[bridgeChannels.port]]);
    expect(await bridge.chooseFolder!('/etc')).toBe('/chosen');
    expect(ipcRenderer.invoke.mock.calls).toEqual([[bridgeChannels.chooseFolder]]);
    expect(bridge.pathOfFile!(new FakeFile())).toBe('/dropped');
    expect(bridge.pathOfFile!('/etc/passwd')).toBe('');
  },
);

test.skipIf(!existsSync(built))(`${name} hands the port to its own page and to no other`, () => {
  const { posted, ipcRenderer } = load();
  const port = {};
  ipcRenderer.emit(bridgeChannels.port, { ports: [port] });
  expect(posted).toEqual([[portMessage, 'app://lorekeep', [port]]]);
});
