// The remote feature on a real library of its own, with a gate whose list a test can read.
import { onTestFinished } from 'vitest';
import type { SecretVault } from '../../src/engine/host.ts';
import { createNetworkGate, type NetworkGate } from '../../src/engine/network/gate.ts';
import { createRemote, type Remote } from '../../src/engine/remote/remote.ts';
import {
  type LibraryStore,
  openLibraryStore,
} from '../../src/engine/store/library/library-store.ts';
import { defaultSettings, type Settings } from '../../src/shared/contract/settings.ts';
import { temporaryFolder } from './folder.ts';
import { type ModelServer, serveModels } from './model-server.ts';

export interface TestRemote {
  remote: Remote;
  gate: NetworkGate;
  library: LibraryStore;
  settings: Settings;
}

export interface RemoteOptions {
  vault?: SecretVault | null;
  environmentKey?: string | null;
  library?: LibraryStore;
}

export const { signal } = new AbortController();
export const context = { signal };

export async function startRemote(options: RemoteOptions = {}): Promise<TestRemote> {
  const library = options.library ?? (await openLibraryStore(temporaryFolder()));
  if (!options.library) onTestFinished(() => library.close());
  const gate = createNetworkGate();
  const settings = { ...defaultSettings };
  const remote = createRemote({
    version: 'test',
    library,
    gate,
    vault: options.vault ?? null,
    environmentKey: options.environmentKey ?? null,
    settings: () => settings,
    change: (changes) => void Object.assign(settings, changes),
    prefixesOf: (model) => (model === 'prefixed' ? { query: 'q: ', document: 'd: ' } : null),
  });
  return { remote, gate, library, settings };
}

/** A server called “lab” that the person has agreed to. */
export async function agreedServer(
  options: RemoteOptions = {},
): Promise<TestRemote & { server: ModelServer }> {
  const server = await serveModels();
  const started = await startRemote(options);
  await agreeTo(started.remote, server.address);
  return { ...started, server };
}

export async function agreeTo(remote: Remote, address: string, name = 'lab'): Promise<void> {
  const added = await remote.handlers.add({ address, name }, context);
  await remote.handlers.agree({ name, address: added.address }, context);
}

/** What a promise rejects with. */
export async function failureOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('it did not fail');
}
