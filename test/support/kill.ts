// Kills an indexing command, as a crash or a power cut would end it.
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { startCli } from './cli.ts';

/**
 * Starts to index a folder and kills the command (SIGKILL) as soon as this many of its documents
 * are committed, or after a delay.
 *
 * @returns how many were committed by then; the folder is known to be unfinished if that is less
 *   than its files
 */
export async function killWhileIndexing(
  folder: string,
  data: string,
  when: number | { afterMs: number },
): Promise<number> {
  const { process: child, ended } = startCli(['index', folder], { data });
  if (typeof when === 'number') {
    while (child.exitCode === null && settledIn(data) < when) await delay(5);
  } else {
    await delay(when.afterMs);
  }
  child.kill('SIGKILL');
  await ended;
  return settledIn(data);
}

/** Documents that are committed and wait for nothing more than vectors. */
export function settledIn(data: string): number {
  let db: Database.Database | undefined;
  try {
    db = new Database(join(data, 'index.db'), { readonly: true, timeout: 2000 });
    return db
      .prepare<[], number>(`SELECT count(*) FROM documents WHERE state <> 'queued'`)
      .pluck()
      .get()!;
  } catch {
    // Not made yet, or its first migration is under way.
    return 0;
  } finally {
    db?.close();
  }
}
