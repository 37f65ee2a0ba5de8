// Stays and says what was indexed whenever something in a folder changed.
import type { Client } from '../shared/contract/contract.ts';
import type { IndexSummary, Task } from '../shared/contract/tasks.ts';
import { isCancellation } from '../shared/errors.ts';
import { count, printJson, printLine, printNote } from './print.ts';

/** Keeps the folders up to date until the signal aborts; Ctrl+C is the usual end of it. */
export async function watchFolders(
  client: Client,
  json: boolean,
  signal: AbortSignal,
): Promise<void> {
  try {
    await Promise.all([keep(client, signal), printUpdates(client, json, signal)]);
  } catch (error) {
    if (!isCancellation(error) || !signal.aborted) throw error;
  }
}

async function keep(client: Client, signal: AbortSignal): Promise<void> {
  let said = '';
  for await (const states of await client.library.keepUpToDate(undefined, { signal })) {
    const of = (state: string) => states.filter((one) => one.state === state).length;
    const note = [
      `Watching ${count(of('watched'), 'folder', 'folders')}. Stop with Ctrl+C.`,
      ...(of('unwatchable') ? [`${of('unwatchable')} cannot be watched and are looked at.`] : []),
      ...(of('offline') ? [`${of('offline')} cannot be reached now.`] : []),
    ].join(' ');
    if (of('starting') === 0 && note !== said) printNote((said = note));
  }
}

async function printUpdates(client: Client, json: boolean, signal: AbortSignal): Promise<void> {
  const seen = new Set((await client.tasks.list()).map(({ id }) => id));
  for await (const tasks of await client.tasks.watch(undefined, { signal })) {
    for (const task of tasks) {
      if (task.state === 'running' || seen.has(task.id)) continue;
      seen.add(task.id);
      print(task, json);
    }
  }
}

function print({ summary }: Task, json: boolean): void {
  if (!summary || changesOf(summary) === 0) return;
  if (json) return printJson(summary);
  const { extracted, renamed, removed, tookMs } = summary;
  printLine(
    `${extracted} read, ${renamed} renamed, ${removed} removed in ${(tookMs / 1000).toFixed(1)} s`,
  );
}

function changesOf({ extracted, renamed, removed }: IndexSummary): number {
  return extracted + renamed + removed;
}
