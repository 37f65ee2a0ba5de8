// The inference process as the engine holds it: started when it is needed, ended when nothing is
// loaded, and started again after a crash, with growing patience.
import { LorekeepError } from '../../shared/errors.ts';
import { abortable } from '../calls/abortable.ts';
import { connectCalls, type Remote } from '../calls/calls.ts';
import { pause } from '../calls/feed.ts';
import type { Host, ProcessExit } from '../host.ts';
import type { Log } from '../log/log.ts';
import type { InferenceCalls } from './inference.entry.ts';
import type { BackendChoice, MachineFacts } from './protocol.ts';

export interface Running {
  calls: Remote<InferenceCalls>;
  machine: MachineFacts;
  /** Ends it; whoever waits for it gets the reason. */
  kill(reason: LorekeepError): void;
  /** Set once it is gone. */
  readonly ended: boolean;
}

export interface Supervisor {
  /**
   * The process, started if there is none.
   *
   * @throws LorekeepError BACKEND_MISSING, INFERENCE_CRASHED; the signal's reason
   */
  use(signal: AbortSignal): Promise<Running>;
  /** Ends the process, as nothing is needed of it. */
  rest(): void;
  close(): void;
}

export interface SupervisorParts {
  host: Host;
  log: Log;
  backend(): BackendChoice;
  /** Names of what is loaded or being loaded, for the report of a crash. */
  holding(): string[];
  /** The process died by itself. */
  onCrash(): void;
}

const heapMiB = 1024;
/** The first start after a crash is at once; each further one waits twice as long. */
const firstWaitMs = 500;
const longestWaitMs = 30_000;
/** After so long without a crash the patience starts anew. */
const forgottenMs = 5 * 60_000;

export function createSupervisor(parts: SupervisorParts): Supervisor {
  const { host, log } = parts;
  let current: Promise<Running> | null = null;
  let running: { kill(reason: LorekeepError): void } | null = null;
  let crashes = 0;
  let lastCrash = 0;

  /** Waits as long as the crashes of late demand. */
  async function patience(signal: AbortSignal): Promise<void> {
    const since = performance.now() - lastCrash;
    if (since > forgottenMs) crashes = 0;
    if (crashes < 2) return;
    const wait = Math.min(longestWaitMs, firstWaitMs * 2 ** (crashes - 2));
    if (since < wait) await pause(wait - since, signal);
    signal.throwIfAborted();
  }

  async function start(): Promise<Running> {
    const child = host.startProcess('inference', { heapMiB });
    const calls = connectCalls<InferenceCalls>(child);
    const state = { ended: false };
    function end(reason: LorekeepError): void {
      if (state.ended) return;
      state.ended = true;
      current = null;
      running = null;
      calls.close(reason);
    }
    function kill(reason: LorekeepError): void {
      end(reason);
      child.kill();
    }
    child.onExit((exit) => {
      if (state.ended) return;
      const names = parts.holding();
      crashes++;
      lastCrash = performance.now();
      log.error('inference process died', crashOf(exit), { names: names.join(', ') });
      end(new LorekeepError('INFERENCE_CRASHED', { names: names.join(', ') }, crashOf(exit)));
      parts.onCrash();
    });
    running = { kill };
    try {
      const machine = await calls.remote.open(parts.backend());
      return {
        calls: calls.remote,
        machine,
        kill,
        get ended() {
          return state.ended;
        },
      };
    } catch (error) {
      kill(new LorekeepError('ENGINE_STOPPED'));
      throw error;
    }
  }

  return {
    async use(signal) {
      signal.throwIfAborted();
      if (!current) await patience(signal);
      const starting = (current ??= start());
      starting.catch(() => {
        if (current === starting) current = null;
      });
      // It goes on if one of those who wait for it leaves.
      return abortable(starting, signal);
    },
    rest() {
      running?.kill(new LorekeepError('ENGINE_STOPPED'));
    },
    close() {
      running?.kill(new LorekeepError('ENGINE_STOPPED'));
    },
  };
}

function crashOf({ code, stderr }: ProcessExit): Error {
  return new Error(`inference exited with ${code ?? 'a signal'}: ${stderr}`);
}
