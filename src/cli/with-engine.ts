// Runs a command against the engine of a data folder and takes it down again, also on Ctrl+C.
import type { Client } from '../shared/contract/contract.ts';
import { type EngineConnection, openEngine } from '../engine/connect.ts';
import { dataFolder } from '../hosting/data-folder.ts';
import { createNodeHost } from '../hosting/node-host.ts';
import { version } from '../hosting/version.ts';

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
  options: CommonOptions,
  run: (context: CommandContext) => Promise<T>,
): Promise<T> {
  return withStopSignal(async (signal) => {
    const connection = await connect(options);
    try {
      await printNotices(connection.client);
      return await run({ client: connection.client, connection, signal });
    } finally {
      await connection.close();
    }
  });
}

/** The data folder's engine: our own, or that of the process which has it. */
export function connect(options: CommonOptions, updateOnStart = false): Promise<EngineConnection> {
  const dataDir = dataFolder(options.data);
  return openEngine({ dataDir, host: createNodeHost(), version, updateOnStart });
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

async function printNotices(client: Client): Promise<void> {
  const stop = new AbortController();
  for await (const notices of await client.system.notices(undefined, { signal: stop.signal })) {
    for (const { message } of notices) console.error(message);
    stop.abort();
    return;
  }
}
