// The app as a person gets it without Electron: the real `serve` in a process of its own, on a
// free port and a data folder of its own.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface ServedApp {
  /** The address to open, token included. */
  url: string;
  pid: number;
  /** Ends the process and leaves the data. */
  stop(): Promise<void>;
  /** Ends the process and deletes the data. */
  dispose(): Promise<void>;
}

const root = join(import.meta.dirname, '../..');

/** @param given a data folder of the caller's; without it a new one */
export async function serveApp(given?: string): Promise<ServedApp> {
  const dataDir = given ?? (await mkdtemp(join(tmpdir(), 'lorekeep-app-')));
  const args = ['src/cli/main.ts', 'serve', '--port', '0', '--json', '--data', dataDir];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await once(child, 'exit');
  };
  const dispose = async () => {
    await stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    return { url: await readUrl(child), pid: child.pid!, stop, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Waits for the line in which `serve` says where it is. */
async function readUrl(child: ChildProcess): Promise<string> {
  let complaint = '';
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  for await (const line of createInterface({ input: child.stdout! })) {
    if (line.startsWith('{')) return (JSON.parse(line) as { url: string }).url;
  }
  throw new Error(`“serve” ended before it said where it is. ${complaint}`);
}
