// A fresh process: opens an index, answers one search, and tells when and with how much memory.
// Imports nothing but the searcher, so that nothing else is timed.
import { readFileSync } from 'node:fs';
import { openSearcher, type SearchRequest } from '../src/engine/retrieve/searcher.ts';
import { helperStarter } from '../src/engine/retrieve/semantic/scan-helper.ts';

export interface FirstAnswerTask {
  file: string;
  kernels: string;
  scanHelper: string;
  /** The first one is timed; what is held is held after all of them. */
  requests: SearchRequest[];
}

export interface FirstAnswerReport {
  /** ms since 1970. */
  answeredAt: number;
  memoryMB: number;
}

process.once('message', ({ file, kernels, scanHelper, requests }: FirstAnswerTask) => {
  const idle = memoryMB();
  const searcher = openSearcher(file, kernels, helperStarter(new URL(scanHelper), console.error));
  searcher.search(requests[0]!);
  const answeredAt = Date.now();
  for (const request of requests) searcher.search(request);
  const report: FirstAnswerReport = { answeredAt, memoryMB: memoryMB() - idle };
  process.send?.(report, () => process.exit(0));
});

/** Memory of its own: pages that are shared are counted once. Linux; elsewhere all it has. */
function memoryMB(): number {
  try {
    const rollup = readFileSync('/proc/self/smaps_rollup', 'utf8');
    return Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1]) / 1024;
  } catch {
    // No such file on this system.
    return process.memoryUsage.rss() / 1024 / 1024;
  }
}
