// The parser processes: as many as files are read at once, started when needed, ended when idle.
// A file whose parser dies gets a second, fresh process; if that dies too it is set aside.
import { LorekeepError } from '../../../shared/errors.ts';
import type { Host } from '../../host.ts';
import type { Log } from '../../log/log.ts';
import { createSlots } from './slots.ts';
import { type ParserLimits, type ParserProcess, startParser } from './parser-process.ts';
import type { ReadRequest, ReadResult } from './read-file.ts';

export interface ParserPool {
  /** Reads a file; the death of its parser is a result (`quarantined`), not an error. */
  read(request: ReadRequest, limits: ParserLimits, signal: AbortSignal): Promise<ReadResult>;
  /** Ends the idle processes. */
  trim(): void;
  close(): void;
}

const deaths = new Set(['PARSER_TIME_LIMIT', 'PARSER_MEMORY_LIMIT', 'PARSER_CRASHED']);

export function createParserPool(host: Host, log: Log, size: () => number): ParserPool {
  const slots = createSlots(size);
  let idle: ParserProcess[] = [];
  const busy = new Set<ParserProcess>();
  let closed = false;

  async function readOnce(
    request: ReadRequest,
    limits: ParserLimits,
    signal: AbortSignal,
  ): Promise<ReadResult> {
    const free = await slots.take(signal);
    const parser = idle.pop() ?? startParser(host, limits);
    busy.add(parser);
    try {
      return await parser.read(request, signal);
    } finally {
      busy.delete(parser);
      free();
      if (!parser.alive || closed) parser.kill();
      else idle.push(parser);
    }
  }

  function trim(): void {
    for (const parser of idle) parser.kill();
    idle = [];
  }

  return {
    async read(request, limits, signal) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await readOnce(request, limits, signal);
        } catch (error) {
          if (!(error instanceof LorekeepError) || !deaths.has(error.code)) throw error;
          log.warn('parser died', { code: error.code, attempt });
          if (attempt === 1) continue;
          return {
            kind: 'problem',
            state: 'quarantined',
            problem: { code: error.code, params: error.params },
            contentHash: null,
          };
        }
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
