// Entry of a parser process: reads one file at a time. A watchdog thread ends the process when
// it takes more memory than it may, which the main thread could not do while it parses.
import { Worker } from 'node:worker_threads';
import { serveCalls } from '../calls/calls.ts';
import { childPort } from '../calls/child-port.ts';
import { readDocument, type ReadRequest, type ReadResult } from './parse/read-file.ts';
import { memoryLimitVariable, watchdogSource } from './parse/memory-watchdog.ts';
import { unpackMember } from './parse/unpack-member.ts';

const functions = {
  read: readDocument,
  /** Reads files one after the other, for one message there and one back. */
  async readGroup(requests: ReadRequest[]): Promise<ReadResult[]> {
    const results: ReadResult[] = [];
    for (const request of requests) results.push(await readDocument(request));
    return results;
  },
  unpack: unpackMember,
  /** Bytes of memory in use, so that a bloated process can be replaced between files. */
  memory: () => process.memoryUsage.rss(),
};

export type Parser = typeof functions;

const limit = Number(process.env[memoryLimitVariable]);
if (limit > 0) new Worker(watchdogSource, { eval: true, workerData: { limit } }).unref();
serveCalls(functions, childPort());
