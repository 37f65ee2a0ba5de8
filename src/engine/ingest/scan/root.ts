// Which directory stands at a folder's path: a drive may be gone, or another one in its place.
import { stat } from 'node:fs/promises';
import { pause } from '../../calls/feed.ts';

export interface Root {
  /** Number of the drive, as text: it may exceed what a number holds. */
  device: string;
  /** Number of the directory on the drive. */
  inode: string;
}

/** A drive that does not answer in this time is away. */
const patienceMs = 10_000;
/** One question at a time for each path: those that hang each hold a thread of Node's pool. */
const asking = new Map<string, Promise<Root | null>>();

/** The directory at a path now, or null if there is none that can be reached. */
export async function rootOf(path: string): Promise<Root | null> {
  const answer = asking.get(path) ?? ask(path);
  asking.set(path, answer);
  const patience = new AbortController();
  const tooLong = pause(patienceMs, patience.signal).then(() => null);
  try {
    return await Promise.race([answer, tooLong]);
  } finally {
    patience.abort();
  }
}

async function ask(path: string): Promise<Root | null> {
  try {
    const stats = await stat(path, { bigint: true });
    return stats.isDirectory() ? { device: String(stats.dev), inode: String(stats.ino) } : null;
  } catch {
    // Whatever keeps us from reaching it: it cannot be reached.
    return null;
  } finally {
    asking.delete(path);
  }
}

export function isSameRoot(a: Root | null, b: Root | null): boolean {
  return a !== null && b !== null && a.device === b.device && a.inode === b.inode;
}
