// Structured log files: one JSON object a line, rotated by size, never with document text,
// queries or answers in them.
import { mkdirSync } from 'node:fs';
import { pino } from 'pino';
import { createStream, type RotatingFileStream } from 'rotating-file-stream';
import { flattenError } from '../../shared/errors.ts';

export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  /** Logs a failure with its cause. Cancellation is no failure and is not to be logged as one. */
  error(event: string, error: unknown, fields?: LogFields): void;
  /** Writes what is buffered and closes the files. */
  close(): Promise<void>;
}

/** Opens the log of an engine: `lorekeep.log` and up to five older files of 2 MB. */
export function openLog(directory: string): Log {
  mkdirSync(directory, { recursive: true });
  const stream = createStream('lorekeep.log', { path: directory, size: '2M', maxFiles: 5 });
  // A log that cannot be written (full disk) must not take the engine down.
  stream.on('error', () => {});
  const logger = pino({ base: { pid: process.pid } }, stream);
  return {
    info: (event, fields) => logger.info(fields ?? {}, event),
    warn: (event, fields) => logger.warn(fields ?? {}, event),
    error: (event, error, fields) => {
      const { code, detail } = flattenError(error);
      logger.error({ ...fields, code, detail }, event);
    },
    close: () => endStream(stream),
  };
}

function endStream(stream: RotatingFileStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.closed) return resolve();
    stream.once('close', resolve);
    stream.once('error', () => resolve());
    stream.end();
  });
}
