// `--batch FILE|-`: one query a line in, one JSON object a line out, in order.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { jsonLine } from './print.ts';
import { UsageError } from './usage-error.ts';

/** Lines of a file, or of stdin for `-`; empty ones are passed over. */
async function* readLines(source: string): AsyncGenerator<string> {
  const input = source === '-' ? process.stdin : createReadStream(source);
  if (input !== process.stdin) {
    await once(input, 'open').catch((error: unknown) => {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
      throw new UsageError(`“${source}” cannot be read (${code}).`);
    });
  }
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    if (line.trim() !== '') yield line;
  }
}

/** Runs each line; the answer to one is written before the next is asked for. */
export async function runBatch(
  source: string,
  signal: AbortSignal,
  run: (line: string) => Promise<unknown>,
): Promise<void> {
  for await (const line of readLines(source)) {
    signal.throwIfAborted();
    const written = process.stdout.write(jsonLine(await run(line)));
    if (!written) await once(process.stdout, 'drain');
  }
}
