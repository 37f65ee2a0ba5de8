// A program of the person's own, run for what it writes to its output, line by line. Node starts it
// itself: the host port is for our own entries, and this is none. It gets no input, is bounded in
// time and output, and is ended with all that it started when nobody wants it any more.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { setImmediate as breathe } from 'node:timers/promises';
import { LorekeepError } from '../../../shared/errors.ts';

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
/**
 * A program that is told to end gets this long to do so, and what is left of it, once it ended, as
 * long to go on writing.
 */
const graceMs = 2000;
/** What is done with lines may be slow, and others need this thread. */
const longestWorkMs = 20;

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
  signal.throwIfAborted();
  const deadline = AbortSignal.timeout(seconds * 1000);
  const child = start(program);
  const said = tailOf(child.stderr);
  const pipes = closingPipes(child);
  const ending = ended(child, command);
  // Whoever reads its output first also meets its failure to start.
  ending.catch(() => {});
  const stop = () => {
    kill(child);
    pipes.close();
  };
  signal.addEventListener('abort', stop, { once: true });
  deadline.addEventListener('abort', stop, { once: true });
  const checkStopped = () => {
    signal.throwIfAborted();
    if (deadline.aborted) throw new LorekeepError('CONNECTOR_TIME_LIMIT', { command, seconds });
  };
  try {
    const rest = await readLines(pipes, limits, command, onLine);
    checkStopped();
    if (rest !== '') onLine(rest);
    const code = await ending;
    checkStopped();
    if (code !== 0) throw new LorekeepError('CONNECTOR_FAILED', { command, code, said: said() });
  } finally {
    kill(child);
    pipes.close();
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

interface Pipes {
  output: Readable;
  readonly closed: boolean;
  close(): void;
  /** Something is still being done with what came. */
  busy(): void;
}

/**
 * What a program started may hold its output open when it is itself no more, for ever even: once
 * nothing came for a while, nobody waits for more.
 */
function closingPipes(child: Child): Pipes {
  let closed = false;
  let quiet: NodeJS.Timeout | null = null;
  const waitNoMore = () => {
    if (quiet) clearTimeout(quiet);
    quiet = null;
  };
  const close = () => {
    closed = true;
    waitNoMore();
    child.stdout.destroy();
    child.stderr.destroy();
  };
  child.once('exit', () => {
    if (!closed) quiet = setTimeout(close, graceMs);
  });
  child.once('close', waitNoMore);
  return {
    output: child.stdout,
    get closed() {
      return closed;
    },
    close,
    busy: () => void quiet?.refresh(),
  };
}

/** Resolves when the process is no more, or cannot even be killed. */
async function gone(child: Child): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, graceMs * 2);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** @returns what came behind the last line's end */
async function readLines(
  pipes: Pipes,
  limits: ProgramLimits,
  command: string,
  onLine: (line: string) => void,
): Promise<string> {
  let rest = '';
  let all = 0;
  let since = performance.now();
  const tooMuch = (limit: number) =>
    new LorekeepError('CONNECTOR_TOO_MUCH', { command, limit: `${limit / 1024 / 1024} MB` });
  try {
    for await (const part of pipes.output.setEncoding('utf8') as AsyncIterable<string>) {
      all += part.length;
      if (all > limits.all) throw tooMuch(limits.all);
      const lines = part.split('\n');
      lines[0] = rest + lines[0]!;
      rest = lines.pop()!;
      for (const line of lines) {
        onLine(line);
        if (performance.now() - since < longestWorkMs) continue;
        pipes.busy();
        await breathe();
        since = performance.now();
      }
      if (rest.length > limits.line) throw tooMuch(limits.line);
      pipes.busy();
    }
  } catch (error) {
    // We closed it: what came until then was read.
    if (!pipes.closed || error instanceof LorekeepError || !isClosed(error)) throw error;
  }
  return rest;
}

function isClosed(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}

function tailOf(stream: Readable): () => string {
  let tail = '';
  stream.setEncoding('utf8').on('data', (part: string) => {
    tail = (tail + part).slice(-keptStderr);
  });
  return () => tail.trim() || '—';
}

/** Ends it and what it started, which may live on when the program itself is no more. */
function kill(child: Child): void {
  const over = child.stdout.closed && child.stderr.closed && child.exitCode !== null;
  if (over || child.pid === undefined) return;
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
