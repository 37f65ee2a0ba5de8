// A program of the person's own, run for what it writes to its output, line by line. Node starts it
// itself: the host port is for our own entries, and this is none. It gets no input, is bounded in
// time and output, and is ended with all that it started when nobody wants it any more.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { LorekeepError } from '../../shared/errors.ts';

export interface Program {
  command: string;
  args: readonly string[];
  directory: string;
  seconds: number;
  env: Readonly<Record<string, string>>;
}

export interface ProgramLimits {
  /** Most characters of one line, and of all lines together. */
  line: number;
  all: number;
}

export const programLimits: ProgramLimits = { line: 32 * 1024 * 1024, all: 1024 * 1024 * 1024 };

/** Of what it writes to stderr, the end is kept to be shown. */
const keptStderr = 1000;
/** A program that is told to end gets this long to do so. */
const graceMs = 2000;

type Child = ChildProcessByStdio<null, Readable, Readable>;

/**
 * Runs a program to its end.
 *
 * @param onLine gets each line without its end
 * @throws LorekeepError CONNECTOR_NOT_STARTED, CONNECTOR_FAILED, CONNECTOR_TIME_LIMIT,
 *   CONNECTOR_TOO_MUCH; the signal's reason; what `onLine` throws
 */
export async function runProgram(
  program: Program,
  signal: AbortSignal,
  onLine: (line: string) => void,
  limits: ProgramLimits = programLimits,
): Promise<void> {
  const { command, seconds } = program;
  const deadline = AbortSignal.timeout(seconds * 1000);
  const child = start(program);
  const end = ended(child, command);
  // Whoever reads its output first also meets its failure to start.
  end.catch(() => {});
  const said = tailOf(child.stderr);
  const stop = () => kill(child);
  signal.addEventListener('abort', stop, { once: true });
  deadline.addEventListener('abort', stop, { once: true });
  try {
    signal.throwIfAborted();
    await readLines(child.stdout, limits, command, onLine);
    const code = await end;
    signal.throwIfAborted();
    if (deadline.aborted) throw new LorekeepError('CONNECTOR_TIME_LIMIT', { command, seconds });
    if (code !== 0) throw new LorekeepError('CONNECTOR_FAILED', { command, code, said: said() });
  } finally {
    kill(child);
    await gone(child);
    signal.removeEventListener('abort', stop);
    deadline.removeEventListener('abort', stop);
  }
}

function start({ command, args, directory, env }: Program): Child {
  return spawn(command, args, {
    cwd: directory,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that what it starts can be ended with it.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
}

/** Its exit code, or the name of the signal that ended it. */
function ended(child: Child, command: string): Promise<number | string> {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      const reason = 'code' in error ? String(error.code) : error.message;
      reject(new LorekeepError('CONNECTOR_NOT_STARTED', { command, reason }, error));
    });
    child.once('close', (code, ending) => resolve(code ?? ending ?? 'unknown'));
  });
}

/** Resolves when the process is no more; whether all of its output was read does not matter. */
function gone(child: Child): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
    return Promise.resolve();
  }
  return new Promise((resolve) => child.once('exit', () => resolve()));
}

async function readLines(
  output: Readable,
  limits: ProgramLimits,
  command: string,
  onLine: (line: string) => void,
): Promise<void> {
  let rest = '';
  let all = 0;
  const tooMuch = (limit: number) =>
    new LorekeepError('CONNECTOR_TOO_MUCH', { command, limit: `${limit / 1024 / 1024} MB` });
  for await (const part of output.setEncoding('utf8') as AsyncIterable<string>) {
    all += part.length;
    if (all > limits.all) throw tooMuch(limits.all);
    const lines = part.split('\n');
    lines[0] = rest + lines[0]!;
    rest = lines.pop()!;
    for (const line of lines) onLine(line);
    if (rest.length > limits.line) throw tooMuch(limits.line);
  }
  if (rest !== '') onLine(rest);
}

function tailOf(stream: Readable): () => string {
  let tail = '';
  stream.setEncoding('utf8').on('data', (part: string) => {
    tail = (tail + part).slice(-keptStderr);
  });
  return () => tail.trim() || '—';
}

function kill(child: Child): void {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  signalGroup(child, 'SIGTERM');
  setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs).unref();
}

function signalGroup(child: Child, signal: NodeJS.Signals): void {
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid!, signal);
  } catch {
    // It ended in the meantime.
  }
}
