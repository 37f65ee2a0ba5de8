// `--batch FILE|-`: one query a line in, one JSON object a line out, in order.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { type ErrorCode, systemCode } from '../shared/errors.ts';
import { jsonLine } from './print.ts';
import { UsageError } from './usage-error.ts';

/** Lines of a file, or of stdin for `-`; empty ones are passed over. */
async function* readLines(source: string): AsyncGenerator<string> {
  const input = source === '-' ? process.stdin : createReadStream(source);
  if (input !== process.stdin) {
    await once(input, 'open').catch((error: unknown) => {
      const code = systemCode(error) || 'unknown';
      throw new UsageError(`“${source}” cannot be read (${code}).`);
    });
  }
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    if (line.trim() !== '') yield line;
  }
}

export interface Batch {
  /** Runs each line that has no answer yet; an answer is written before the next is asked for. */
  run(signal: AbortSignal, ask: (line: string) => Promise<unknown>): Promise<void>;
}

/** @param source a file, or `-` for stdin; it is opened when the batch first runs */
export function createBatch(source: string): Batch {
  const lines = readLines(source);
  let waiting: string | null = null;
  const next = async () => (await lines.next()).value ?? null;
  return {
    async run(signal, ask) {
      for (waiting ??= await next(); waiting !== null; waiting = await next()) {
        signal.throwIfAborted();
        const answer = jsonLine(await ask(waiting));
        if (!process.stdout.write(answer)) await once(process.stdout, 'drain');
      }
    },
  };
}

/** A line may fail by itself; what ends the others too is not its answer. */
export function isOfLine(code: ErrorCode): boolean {
  return code !== 'CANCELLED' && code !== 'ENGINE_STOPPED';
}
