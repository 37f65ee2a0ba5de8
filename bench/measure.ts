// Runs a command as a person would and reads what it cost: wall time, and the most memory that
// it and all its children held together at any moment.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Run {
  seconds: number;
  /** Peak of the sum of resident memory over the process and its descendants, in MB. */
  peakMB: number;
  stdout: string;
}

const root = join(import.meta.dirname, '..');
const pollMs = 25;

/** Runs `lorekeep` with these words. Throws if it fails. */
export function lorekeep(...words: string[]): Promise<Run> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(process.execPath, [join(root, 'src/cli/main.ts'), ...words], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let stdout = '';
    let peak = 0;
    child.stdout.setEncoding('utf8').on('data', (part: string) => (stdout += part));
    const timer = setInterval(() => (peak = Math.max(peak, memoryOf(child.pid ?? 0))), pollMs);
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(timer);
      const seconds = (performance.now() - started) / 1000;
      if (code === 0) resolve({ seconds, peakMB: peak / 1024 / 1024, stdout });
      else reject(new Error(`lorekeep ${words.join(' ')} exited with ${code}`));
    });
  });
}

/** Linux only: elsewhere 0, which the report shows as unknown. */
function memoryOf(pid: number): number {
  if (process.platform !== 'linux') return 0;
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    if (/^\d+$/.test(name)) parents.set(Number(name), parentOf(Number(name)));
  }
  let sum = 0;
  for (const candidate of parents.keys()) {
    let at = candidate;
    while (at > 1 && at !== pid) at = parents.get(at) ?? 0;
    if (at === pid) sum += residentBytes(candidate);
  }
  return sum;
}

function parentOf(pid: number): number {
  // The name in brackets may hold anything; the parent is the second field after it.
  return Number(read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ')[1] ?? 0);
}

/** Proportional set size: pages that processes share are counted once. */
function residentBytes(pid: number): number {
  const match = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`));
  return Number(match?.[1] ?? 0) * 1024;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // The process ended in the meantime.
    return '';
  }
}
