// Engines with tiny models, whose inference process is seen and can be held up: what is embedded is
// counted where it leaves the engine.
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { openEngine } from '../../src/engine/connect.ts';
import type { HostProcess } from '../../src/engine/host.ts';
import { createNodeHost } from '../../src/hosting/node-host.ts';
import type { Client } from '../../src/shared/contract/contract.ts';
import type { TestEngine } from './engine.ts';
import { temporaryFolder } from './folder.ts';
import { madeModel } from './gguf/made-files.ts';
import type { FixtureModel } from './gguf/weights.ts';

export interface ModelEngine extends TestEngine {
  /** Documents given to the embedding model, in order, prefixes and all. */
  readonly embedded: string[];
  /** Queries given to it. */
  readonly asked: string[];
  /** Models that were loaded, by their roles. */
  readonly loads: string[];
  readonly processes: HostProcess[];
  /** From now on so many requests of documents pass, and later ones wait. */
  hold(passing: number): void;
  /** How many requests wait. */
  held(): number;
  release(): void;
}

const open = new Set<TestEngine>();

afterEach(async () => {
  for (const engine of open) await engine.close();
  open.clear();
});

/** A call as it is put into a message. */
interface Call {
  m?: string;
  a?: unknown[];
}

export async function startModelEngine(dataDir = temporaryFolder()): Promise<ModelEngine> {
  const host = createNodeHost();
  const embedded: string[] = [];
  const asked: string[] = [];
  const loads: string[] = [];
  const processes: HostProcess[] = [];
  const waiting: (() => void)[] = [];
  let passing = Infinity;
  const connection = await openEngine({
    dataDir,
    version: 'test',
    host: {
      ...host,
      startProcess(entry, options) {
        const child = host.startProcess(entry, options);
        if (entry !== 'inference') return child;
        processes.push(child);
        return {
          ...child,
          post(message) {
            const { m: name, a: given } = message as Call;
            if (name === 'embedQuery') asked.push(given![1] as string);
            if (name === 'load') {
              const { role, name: model } = given![0] as { role: string; name: string };
              loads.push(`${role} ${model}`);
            }
            if (name !== 'embedDocuments') return child.post(message);
            const pass = () => {
              const [, texts, prefix] = given as [string, string[], string];
              embedded.push(...texts.map((text) => prefix + text));
              child.post(message);
            };
            if (--passing >= 0) pass();
            else waiting.push(pass);
          },
        };
      },
    },
  });
  const engine: ModelEngine = {
    ...connection,
    dataDir,
    embedded,
    asked,
    loads,
    processes,
    hold(some) {
      passing = some;
    },
    held: () => waiting.length,
    release() {
      passing = Infinity;
      for (const pass of waiting.splice(0)) pass();
    },
    async close() {
      open.delete(engine);
      await connection.close();
    },
  };
  open.add(engine);
  // One thread, as more of them wait for each other where cores are few.
  await engine.client.settings.update({ modelThreads: 1, modelBackend: 'cpu' });
  return engine;
}

/** Installs a made model under its name; the file stays where it is said to be. */
export async function install(
  client: Client,
  name: string,
  make: () => FixtureModel,
): Promise<string> {
  const path = join(temporaryFolder(), `${name}.gguf`);
  copyFileSync(await madeModel(name, make), path);
  await client.models.add({ path });
  return path;
}
