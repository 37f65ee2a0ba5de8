// Starts and ends the thread that helps to scan a large index. A search does not depend on it.
import { Worker } from 'node:worker_threads';
import type { SharedScan } from './shared-scan.ts';

/** Starts a helper for one memory of codes; what it returns ends it, wherever it is. */
export type StartHelper = (scan: SharedScan) => () => Promise<unknown>;

/**
 * @param url the helper's entry
 * @param onLost is told when a helper died by itself
 */
export function helperStarter(url: URL, onLost: (error: Error) => void): StartHelper {
  return (scan) => {
    let ended = false;
    const lost = (error: Error) => {
      if (!ended) onLost(error);
      ended = true;
    };
    try {
      const worker = startWorker(url, scan);
      worker.on('error', lost);
      worker.on('exit', (code) => lost(new Error(`the scan helper ended with ${code}`)));
      return () => {
        ended = true;
        return worker.terminate();
      };
    } catch (error) {
      // No thread to be had: whoever searches does without.
      lost(error as Error);
      return () => Promise.resolve();
    }
  };
}

function startWorker(url: URL, scan: SharedScan): Worker {
  const worker = new Worker(url, {
    workerData: scan,
    // It holds next to nothing: the codes are in shared memory.
    resourceLimits: { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 16 },
  });
  // It sleeps until there is something to scan, and keeps nobody up.
  worker.unref();
  return worker;
}
