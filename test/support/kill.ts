// Kills an indexing command, as a crash or a power cut would end it, and sees to it that no
// process of its is left over.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { expect } from 'vitest';
import { startCli } from './cli.ts';

/**
 * Starts to index a folder and kills the command (SIGKILL) as soon as this many of its documents
 * are committed, or after a delay. The processes that it had started must end by themselves.
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
  const helpers = childrenOf(child.pid!);
  child.kill('SIGKILL');
  await ended;
  await expect.poll(() => helpers.filter(isAlive), { timeout: 5000 }).toEqual([]);
  return settledIn(data);
}

/** Processes that a process started and that run now; none where the system has no /proc. */
export function childrenOf(pid: number): number[] {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const lists = threads.map((id) => readFileSync(`/proc/${pid}/task/${id}/children`, 'utf8'));
    return lists.join(' ').split(/\s+/).filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A process that has ended but was not waited for yet does nothing any more.
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
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
