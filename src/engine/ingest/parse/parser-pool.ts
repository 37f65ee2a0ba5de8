// The parser processes: as many as files are read at once, started when needed, ended when idle.
// A file whose parser dies gets a second, fresh process; if that dies too it is set aside.
import type { DocumentState } from '../../../shared/contract/documents.ts';
import { type ErrorCode, type ErrorParams, LorekeepError } from '../../../shared/errors.ts';
import { createSlots } from '../../calls/slots.ts';
import type { Host } from '../../host.ts';
import type { Log } from '../../log/log.ts';
import type { Pace } from '../pace.ts';
import { type ParserLimits, type ParserProcess, startParser } from './parser-process.ts';
import type { ReadRequest, ReadResult } from './read-file.ts';

export interface ParserPool {
  /** Reads a file; the death of its parser is a result (`quarantined`), not an error. */
  read(request: ReadRequest, limits: ParserLimits, signal: AbortSignal): Promise<ReadResult>;
  /** The same for several small files at once: what ends their parser is found one by one. */
  readGroup(
    requests: ReadRequest[],
    limits: ParserLimits,
    signal: AbortSignal,
  ): Promise<ReadResult[]>;
  /** Ends the idle processes. */
  trim(): void;
  close(): void;
}

/** What kills a parser. A file that does it twice is set aside. */
const deaths = new Set(['PARSER_TIME_LIMIT', 'PARSER_MEMORY_LIMIT', 'PARSER_CRASHED']);

export function createParserPool(host: Host, log: Log, size: () => number, pace: Pace): ParserPool {
  const slots = createSlots(size);
  let idle: ParserProcess[] = [];
  const busy = new Set<ParserProcess>();
  let closed = false;

  async function withParser<T>(
    limits: ParserLimits,
    signal: AbortSignal,
    work: (parser: ParserProcess) => Promise<T>,
  ): Promise<T> {
    const done = await pace.begin(signal);
    const free = await slots.take(signal);
    let parser: ParserProcess | undefined;
    try {
      // One that died while it was idle is of no use.
      idle = idle.filter(({ alive }) => alive);
      parser = idle.pop() ?? startParser(host, limits);
      busy.add(parser);
      return await work(parser);
    } finally {
      free();
      done();
      if (parser) putBack(parser);
    }
  }

  function putBack(parser: ParserProcess): void {
    busy.delete(parser);
    if (!parser.alive || closed) parser.kill();
    else idle.push(parser);
  }

  function trim(): void {
    for (const parser of idle) parser.kill();
    idle = [];
  }

  const read: ParserPool['read'] = async (request, limits, signal) => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await withParser(limits, signal, (parser) => parser.read(request, signal));
      } catch (error) {
        if (!(error instanceof LorekeepError)) throw error;
        if (error.code === 'INTERNAL') {
          // A reader that stumbles over one file must not keep the others from being read.
          log.warn('file not read', { at: placeOf(error) });
          return problem('failed', 'PARSER_CRASHED');
        }
        if (!deaths.has(error.code)) throw error;
        log.warn('parser died', { code: error.code, attempt });
        if (attempt > 1) return problem('quarantined', error.code, error.params);
      }
    }
  };

  async function readOneByOne(
    requests: readonly ReadRequest[],
    limits: ParserLimits,
    signal: AbortSignal,
  ): Promise<ReadResult[]> {
    const results: ReadResult[] = [];
    for (const request of requests) results.push(await read(request, limits, signal));
    return results;
  }

  return {
    read,
    async readGroup(requests, limits, signal) {
      if (requests.length === 1) return readOneByOne(requests, limits, signal);
      try {
        return await withParser(limits, signal, (parser) => parser.readGroup(requests, signal));
      } catch (error) {
        if (!(error instanceof LorekeepError)) throw error;
        if (error.code !== 'INTERNAL' && !deaths.has(error.code)) throw error;
        return readOneByOne(requests, limits, signal);
      }
    },
    trim,
    close() {
      closed = true;
      trim();
      for (const parser of busy) parser.kill();
    },
  };
}

function problem(state: DocumentState, code: ErrorCode, params: ErrorParams = {}): ReadResult {
  return { kind: 'problem', state, problem: { code, params }, contentHash: null };
}

/** Where in our code it happened; never the message, which may quote the document. */
function placeOf({ cause }: LorekeepError): string {
  const lines = cause instanceof Error ? cause.message.split('\n') : [];
  return lines.filter((line) => /^\s+at /.test(line)).join('\n');
}
