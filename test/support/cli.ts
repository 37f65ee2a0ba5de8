// The `lorekeep` command as people run it: a process of its own, from the sources.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

export const cliEntry = join(import.meta.dirname, '../../src/cli/main.ts');

export interface CliResult {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface CliOptions {
  data?: string;
  input?: string | Uint8Array;
  cwd?: string;
  env?: Record<string, string>;
  /** Programs before it, such as `unshare -n`. */
  under?: readonly string[];
}

export interface RunningCli {
  process: ChildProcessWithoutNullStreams;
  ended: Promise<CliResult>;
}

/** Starts the command; it is killed when the test is over. */
export function startCli(args: readonly string[], options: CliOptions = {}): RunningCli {
  const data = options.data === undefined ? [] : ['--data', options.data];
  const [command, ...under] = [...(options.under ?? []), process.execPath];
  const words = [...under, cliEntry, ...args.slice(0, 1), ...data, ...args.slice(1)];
  const child = spawn(command, words, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (part: string) => (output.stdout += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (output.stderr += part));
  child.stdin.on('error', () => {
    // It ended before it read all of its input.
  });
  child.stdin.end(options.input ?? '');
  const ended = new Promise<CliResult>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, ...output }));
  });
  return { process: child, ended };
}

/** Runs the command to its end. */
export function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  return startCli(args, options).ended;
}

/** Runs a command that must succeed with `--json` and gives what it printed. */
export async function cliJson(args: readonly string[], options: CliOptions = {}): Promise<unknown> {
  const result = await runCli([...args, '--json'], options);
  if (result.code !== 0) throw new Error(`exit code ${result.code}: ${result.stderr}`);
  return JSON.parse(result.stdout);
}
