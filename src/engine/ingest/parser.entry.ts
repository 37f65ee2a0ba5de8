// Entry of a parser process: reads one file at a time. A watchdog thread ends the process when
// it takes more memory than it may, which the main thread could not do while it parses.
import { Worker } from 'node:worker_threads';
import { serveCalls } from '../calls/calls.ts';
import { childPort } from '../calls/child-port.ts';
import { readDocument, type ReadRequest } from './parse/read-file.ts';
import { memoryLimitVariable, watchdogSource } from './parse/memory-watchdog.ts';
import { unpackMember } from './parse/unpack-member.ts';

const functions = {
  read: readDocument satisfies (request: ReadRequest) => Promise<unknown>,
  unpack: unpackMember,
  /** Bytes of memory in use, so that a bloated process can be replaced between files. */
  memory: () => process.memoryUsage.rss(),
};

export type Parser = typeof functions;

const limit = Number(process.env[memoryLimitVariable]);
if (limit > 0) new Worker(watchdogSource, { eval: true, workerData: { limit } }).unref();
serveCalls(functions, childPort());
