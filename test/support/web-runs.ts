// Runs of a source with all that belongs to them but an engine around: library, files, network.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createNetworkGate } from '../../src/engine/network/gate.ts';
import { createHostTurns } from '../../src/engine/sources/web/host-turns.ts';
import { openKeptPages } from '../../src/engine/sources/kept-pages.ts';
import { runWebSource } from '../../src/engine/sources/web/web-run.ts';
import { openLibraryStore } from '../../src/engine/store/library/library-store.ts';
import type { NewSource } from '../../src/engine/store/library/sources.ts';
import type { TaskContext } from '../../src/engine/tasks/task-registry.ts';
import { temporaryFolder } from './folder.ts';

/** A task that nobody watches. */
export function quietTask(signal = new AbortController().signal): TaskContext {
  return { signal, report: () => {} };
}

/** A source of a library of its own. */
export async function makeSource(chosen: Partial<NewSource>) {
  const folder = temporaryFolder();
  const library = await openLibraryStore(temporaryFolder());
  onTestFinished(() => library.close());
  const { id } = library.sources.add({
    folderId: library.folders.add(folder).id,
    name: 'A source',
    kind: null,
    address: null,
    connector: null,
    everyHours: 0,
    maxPages: 500,
    otherHosts: false,
    ...chosen,
  });
  const pages = openKeptPages(id, library.sourcePages, folder);
  return {
    pages,
    row: () => library.sources.find(id)!,
    change: library.sources.change.bind(null, id),
    /** Contents of the files that are kept. */
    kept: () =>
      globSync('*', { cwd: folder }).map((name) => readFileSync(join(folder, name), 'utf8')),
  };
}

/** A web source. */
export async function makeWebSource(address: string, chosen: Partial<NewSource> = {}) {
  const source = await makeSource({ address, ...chosen });
  const parts = {
    gate: createNetworkGate(),
    turns: createHostTurns(),
    version: 'test',
    maxBytes: 1_000_000,
    pages: source.pages,
    change: source.change,
    onWritten: () => {},
  };
  return {
    ...source,
    run: () => runWebSource(source.row(), new URL(address), parts, quietTask()),
  };
}
