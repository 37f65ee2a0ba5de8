import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

export interface OtherProcess {
  readonly pid: number;
  /** Whether it owns the data folder, and the process whose engine serves it. */
  readonly owner: boolean;
  readonly servedBy: number;
  /** The next line that it writes. */
  nextLine(): Promise<string>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  /** Lets it close its engine and end. */
  stop(): Promise<void>;
}

/**
 * Starts another process with the engine of a data folder, and waits until it has it.
 *
 * @param user a user of the system (by number) as whom it runs, if not as the one who tests
 */
export async function startOther(dataDir: string, user?: number): Promise<OtherProcess> {
  const entry = join(import.meta.dirname, 'owner.entry.ts');
  const as = user === undefined ? {} : { uid: user, gid: user };
  const child = spawn(process.execPath, [entry, dataDir], as);
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async () => {
    const { value } = await lines.next();
    if (value === undefined) throw new Error(`the other process ended: ${await restOf(child)}`);
    return value;
  };
  const said = JSON.parse(await nextLine()) as { owner: boolean; servedBy: number };
  const exited = once(child, 'exit');
  return {
    ...said,
    pid: child.pid!,
    nextLine,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    async stop() {
      child.stdin.end();
      await exited;
    },
  };
}

async function restOf(child: ChildProcessWithoutNullStreams): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of child.stderr) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
