import { readdirSync, readFileSync } from 'node:fs';

/** Ids of the processes of one kind that this process has running (Linux: read from /proc). */
export function childPids(entry: 'parser' | 'watcher' | 'inference'): number[] {
  return readdirSync(`/proc/${process.pid}/task`).flatMap((thread) =>
    readOr(`/proc/${process.pid}/task/${thread}/children`)
      .split(' ')
      .filter((pid) => pid !== '' && readOr(`/proc/${pid}/cmdline`).includes(`${entry}.entry`))
      .map(Number),
  );
}

/** Empty for what ended in the meantime. */
function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
