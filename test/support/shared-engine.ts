// One engine for the tests of a file: starting one, and its parsers, takes longer than most tests.
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { EngineConnection } from '../../src/engine/connect.ts';
import { endOf, openTestEngine } from './engine.ts';
import { temporaryFolder } from './folder.ts';

/** Gives the engine to tests; what one of them leaves in its library is gone for the next. */
export function sharedEngine(): () => EngineConnection & { dataDir: string } {
  let engine: (EngineConnection & { dataDir: string }) | null = null;
  beforeAll(async () => {
    const dataDir = temporaryFolder();
    engine = { ...(await openTestEngine(dataDir)), dataDir };
  });
  afterEach(async () => {
    const { client } = engine!;
    for (const { id } of await client.library.folders()) {
      await endOf(client, (await client.library.removeFolder({ folderId: id })).taskId);
    }
  });
  afterAll(() => engine?.close());
  return () => engine!;
}
