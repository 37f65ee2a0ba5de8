// A worker thread of the engine: started by URL, called by typed calls, ended by its owner.
import { parentPort, Worker } from 'node:worker_threads';
import { LorekeepError } from '../../shared/errors.ts';
import { connectCalls, type Remote, serveCalls } from './calls.ts';

export interface Thread<F extends object> {
  remote: Remote<F>;
  /** Ends the thread; calls still open are rejected with ENGINE_STOPPED. */
  stop(): Promise<void>;
}

/** MiB for objects that die young: more only lets garbage pile up before it is collected. */
const youngMiB = 8;

/** Starts a thread that serves `F` by `serveThread`. Its death rejects the calls that are open. */
export function startThread<F extends object>(url: URL, workerData: unknown): Thread<F> {
  const worker = new Worker(url, {
    workerData,
    resourceLimits: { maxYoungGenerationSizeMb: youngMiB },
  });
  const calls = connectCalls<F>({
    post: (message) => worker.postMessage(message),
    onMessage: (listener) => worker.on('message', listener),
  });
  worker.on('error', (error) => calls.close(new LorekeepError('ENGINE_STOPPED', {}, error)));
  worker.on('exit', () => calls.close(new LorekeepError('ENGINE_STOPPED')));
  return {
    remote: calls.remote,
    async stop() {
      await worker.terminate();
    },
  };
}

/** Serves functions to the thread that started this one. */
export function serveThread(functions: object): void {
  const port = parentPort;
  if (!port) throw new Error('serveThread runs in a worker thread only');
  serveCalls(functions, {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => port.on('message', listener),
  });
}
