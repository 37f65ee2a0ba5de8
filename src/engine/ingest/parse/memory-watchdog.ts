// Ends a parser process that takes too much memory. A limit on the JavaScript heap misses
// buffers, WebAssembly and native memory; the resident size of the process misses nothing.

/** Environment variable with the limit in bytes. */
export const memoryLimitVariable = 'LOREKEEP_PARSER_MEMORY';
/** What the watchdog writes to stderr before it ends the process. */
export const memoryLimitMark = 'lorekeep: memory limit';

/** Plain JavaScript for a worker thread: it must start from a bundle and from sources alike. */
export const watchdogSource = `
  const { workerData } = require('node:worker_threads');
  const { writeSync } = require('node:fs');
  setInterval(() => {
    if (process.memoryUsage.rss() < workerData.limit) return;
    writeSync(2, ${JSON.stringify(`${memoryLimitMark}\n`)});
    process.kill(process.pid, 'SIGKILL');
  }, 50);
`;
