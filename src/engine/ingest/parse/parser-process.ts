// One parser process and the file it is reading: time limit, memory limit, and the reason when
// it dies.
import { connectCalls, type Calls } from '../../calls/calls.ts';
import { LorekeepError } from '../../../shared/errors.ts';
import type { Host, HostProcess, ProcessExit } from '../../host.ts';
import { formatBytes } from '../format-bytes.ts';
import type { Parser } from '../parser.entry.ts';
import { memoryLimitMark, memoryLimitVariable } from './memory-watchdog.ts';
import type { ReadRequest, ReadResult } from './read-file.ts';
import type { UnpackRequest } from './unpack-member.ts';

export interface ParserLimits {
  seconds: number;
  memoryBytes: number;
}

export interface ParserProcess {
  /**
   * @throws LorekeepError PARSER_TIME_LIMIT, PARSER_MEMORY_LIMIT, PARSER_CRASHED (the process is
   *   dead then), CANCELLED when the signal aborts (dead too: a parse cannot be stopped otherwise)
   */
  read(request: ReadRequest, signal: AbortSignal): Promise<ReadResult>;
  /** The same for several small files, which share the time of one. */
  readGroup(requests: ReadRequest[], signal: AbortSignal): Promise<ReadResult[]>;
  /** The same for taking a document out of its containers. */
  unpack(request: UnpackRequest, signal: AbortSignal): Promise<boolean>;
  readonly alive: boolean;
  kill(): void;
}

/** A process that holds more after a file is replaced before the next one. */
const bloatedBytes = 220 * 1024 * 1024;
/** Starting a process is not the file's time: a busy machine takes seconds for it. */
const startSeconds = 60;

export function startParser(host: Host, limits: ParserLimits): ParserProcess {
  const child: HostProcess = host.startProcess('parser', {
    heapMiB: Math.ceil(limits.memoryBytes / 1024 / 1024),
    env: { [memoryLimitVariable]: String(limits.memoryBytes) },
  });
  const calls: Calls<Parser> = connectCalls<Parser>(child);
  let alive = true;
  let ending: LorekeepError | null = null;

  child.onExit((exit) => {
    alive = false;
    calls.close(ending ?? deathOf(exit, limits));
  });

  function end(reason: LorekeepError): void {
    ending ??= reason;
    alive = false;
    child.kill();
    // Not left to the exit event: whoever waits is answered now.
    calls.close(ending);
  }

  /** Answered once the process has loaded what it runs. */
  const started = calls.remote.memory();
  started.catch(() => {
    // Whoever reads is told.
  });

  async function limited<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    const tooLong = () => end(new LorekeepError('PARSER_TIME_LIMIT', { seconds: limits.seconds }));
    let timer = setTimeout(tooLong, Math.max(startSeconds, limits.seconds) * 1000);
    const stop = () => end(new LorekeepError('CANCELLED'));
    signal.addEventListener('abort', stop, { once: true });
    try {
      await started;
      clearTimeout(timer);
      timer = setTimeout(tooLong, limits.seconds * 1000);
      const result = await work();
      if ((await calls.remote.memory()) > bloatedBytes) end(new LorekeepError('ENGINE_STOPPED'));
      return result;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    }
  }

  return {
    read: (request, signal) => limited(() => calls.remote.read(request), signal),
    readGroup: (requests, signal) => limited(() => calls.remote.readGroup(requests), signal),
    unpack: (request, signal) => limited(() => calls.remote.unpack(request), signal),
    get alive() {
      return alive;
    },
    kill: () => end(new LorekeepError('ENGINE_STOPPED')),
  };
}

function deathOf(exit: ProcessExit, limits: ParserLimits): LorekeepError {
  const cause = new Error(`parser exited with ${exit.code ?? 'a signal'}: ${exit.stderr}`);
  const outOfMemory =
    exit.stderr.includes(memoryLimitMark) || exit.stderr.includes('heap out of memory');
  if (outOfMemory) {
    return new LorekeepError(
      'PARSER_MEMORY_LIMIT',
      { limit: formatBytes(limits.memoryBytes) },
      cause,
    );
  }
  return new LorekeepError('PARSER_CRASHED', {}, cause);
}
