// Runs a command against the engine of a data folder and takes it down again, also on Ctrl+C.
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '../shared/contract/contract.ts';
import type { Notice } from '../shared/contract/system.ts';
import { flattenError, isCancellation } from '../shared/errors.ts';
import { sentenceOf } from '../shared/texts/format.ts';
import type { EngineConnection } from '../engine/connect.ts';
import { dataFolder } from '../hosting/data-folder.ts';
import { createNodeHost } from '../hosting/node-host.ts';
import { version } from '../hosting/version.ts';
import { followTask } from './follow-task.ts';
import { printNote } from './print.ts';

export interface CommonOptions {
  data?: string;
  json?: boolean;
}

export interface CommandContext {
  client: Client;
  connection: EngineConnection;
  /** Aborted by Ctrl+C. */
  signal: AbortSignal;
}

export async function withEngine<T>(
  options: CommonOptions & { searches?: boolean },
  run: (context: CommandContext) => Promise<T>,
): Promise<T> {
  return withStopSignal(async (signal) => {
    const note = oncePerText(printNote);
    for (let attempt = 1; ; attempt++) {
      const connection = await connect(options);
      try {
        const context = { client: connection.client, connection, signal };
        const notices = await readNotices(connection.client);
        for (const { message } of notices) note(message);
        if (options.searches) await waitUntilSearchable(context, notices, note);
        return await run(context);
      } catch (error) {
        const again = attempt < mostAttempts && !signal.aborted;
        if (!again || !(await ownerLeft(connection, error))) throw error;
      } finally {
        await connection.close();
      }
    }
  });
}

/**
 * Every owner that ends takes the calls of those attached with it. Commands can be run again
 * from their start, with an engine of their own or the next owner's.
 */
const mostAttempts = 10;

/** Whether a failure came of the owner's end rather than of what was asked. */
async function ownerLeft({ owner, lost }: EngineConnection, error: unknown): Promise<boolean> {
  const { code } = flattenError(error);
  const suspect = code === 'ENGINE_STOPPED' || code === 'CANCELLED' || code === 'INTERNAL';
  if (owner || !suspect) return false;
  return Promise.race([lost.then(() => true), delay(1000, false, { ref: false })]);
}

/** The same for a command that reads what is indexed: it says where that is not all. */
export function withIndex<T>(
  options: CommonOptions,
  run: (context: CommandContext) => Promise<T>,
): Promise<T> {
  return withEngine({ ...options, searches: true }, run);
}

/** The data folder's engine: our own, or that of the process which has it. */
export async function connect(
  options: CommonOptions,
  keepUpToDate = false,
): Promise<EngineConnection> {
  // Help and wrong usage need none of it.
  const { openEngine } = await import('../engine/connect.ts');
  const dataDir = dataFolder(options.data);
  return openEngine({ dataDir, host: createNodeHost(), version, keepUpToDate });
}

/** Runs with a signal that Ctrl+C and a request to end abort. */
export async function withStopSignal<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  try {
    return await run(stop.signal);
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

/** What was said at one attempt is not said again at the next. */
function oncePerText(say: (text: string) => void): (text: string) => void {
  const said = new Set<string>();
  return (text) => {
    if (!said.has(text)) say(text);
    said.add(text);
  };
}

async function readNotices(client: Client): Promise<Notice[]> {
  const stop = new AbortController();
  for await (const notices of await client.system.notices(undefined, { signal: stop.signal })) {
    stop.abort();
    return notices;
  }
  return [];
}

/**
 * An index that this start had to set aside is rebuilt by this very process: it must not end, and
 * an empty index must not be searched, before that is done.
 */
async function waitUntilSearchable(
  { client, connection, signal }: CommandContext,
  notices: readonly Notice[],
  note: (text: string) => void,
): Promise<void> {
  if (connection.owner && notices.some(({ code }) => code === 'INDEX_DAMAGED')) {
    const tasks = await client.tasks.list();
    for (const { id } of tasks.filter(({ state }) => state === 'running')) {
      await followTask(client, id, signal).catch((error: unknown) => {
        if (isCancellation(error)) throw error;
        note(sentenceOf(error));
      });
    }
  }
  for (const { path, source, scannedAt } of await client.library.folders()) {
    if (scannedAt !== null) continue;
    if (source) {
      note(`“${source.name}” is not wholly fetched yet. To go on: lorekeep sources update`);
      continue;
    }
    note(`“${path}” is not wholly indexed yet. To go on: lorekeep index ${path}`);
  }
}
