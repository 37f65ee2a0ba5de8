// Real engines on real data folders, and what must hold of an index after whatever happened.
import { afterEach } from 'vitest';
import { type EngineConnection, openEngine } from '../../src/engine/connect.ts';
import { createNodeHost } from '../../src/hosting/node-host.ts';
import type { Client } from '../../src/shared/contract/contract.ts';
import type { Scope, SearchMode } from '../../src/shared/contract/search.ts';
import type { IndexSummary, Task } from '../../src/shared/contract/tasks.ts';
import { LorekeepError } from '../../src/shared/errors.ts';
import { temporaryFolder } from './folder.ts';

export interface TestEngine extends EngineConnection {
  readonly dataDir: string;
}

const open = new Set<EngineConnection>();

afterEach(async () => {
  for (const connection of open) await connection.close();
  open.clear();
});

/** Opens the engine of a data folder; whoever opens it closes it. */
export function openTestEngine(dataDir: string): Promise<EngineConnection> {
  return openEngine({ dataDir, host: createNodeHost(), version: 'test' });
}

/** The same (a new data folder if none is given), closed after the test. */
export async function startEngine(dataDir: string = temporaryFolder()): Promise<TestEngine> {
  const connection = await openTestEngine(dataDir);
  open.add(connection);
  return {
    ...connection,
    dataDir,
    async close() {
      open.delete(connection);
      await connection.close();
    },
  };
}

/** Follows a task to its end. */
export async function endOf(client: Client, taskId: string): Promise<Task> {
  let last: Task | undefined;
  for await (const task of await client.tasks.follow({ taskId })) last = task;
  if (!last || last.state === 'running') throw new Error('the task was left before its end');
  return last;
}

/** The summary of an index task that must end well. */
export async function summaryOf(client: Client, taskId: string): Promise<IndexSummary> {
  const task = await endOf(client, taskId);
  if (task.error) throw new LorekeepError(task.error.code, task.error.params);
  if (!task.summary) throw new Error(`the task ended as ${task.state} without a summary`);
  return task.summary;
}

/** Adds a folder (or updates it if it is there) and waits until it is indexed. */
export async function indexFolder(
  client: Client,
  path: string,
  collectionId?: string,
): Promise<IndexSummary & { folderId: string }> {
  const added = await client.library.addFolder({ path, ...(collectionId && { collectionId }) });
  return { ...(await summaryOf(client, added.taskId)), folderId: added.folderId };
}

/** Brings all folders up to date. */
export async function updateAll(client: Client): Promise<IndexSummary> {
  return summaryOf(client, (await client.library.update({})).taskId);
}

/** Relative paths of the documents that a search finds, best first, each once. */
export async function pathsFound(
  client: Client,
  query: string,
  options: Scope & { mode?: SearchMode; limit?: number } = {},
): Promise<string[]> {
  const { hits } = await client.search.query({ query, ...options });
  const paths = hits.flatMap(({ relativePath, explain }) => [
    relativePath,
    // Copies of a passage are told with it.
    ...(explain.duplicates ?? []).map((copy) => copy.relativePath),
  ]);
  return [...new Set(paths)];
}

/** States of all documents by relative path. */
export async function statesOf(client: Client): Promise<Record<string, string>> {
  const { documents } = await client.documents.list({ limit: 1000 });
  return Object.fromEntries(
    documents.map(({ relativePath, state, problem }) => [
      relativePath,
      problem ? `${state} ${problem.code}` : state,
    ]),
  );
}
