// What a command was told to write: to a file, or to stdout.
import { writeFileSync } from 'node:fs';
import { UsageError } from './usage-error.ts';

/**
 * @param path undefined: stdout
 * @throws UsageError if the file cannot be written
 */
export function writeText(path: string | undefined, text: string): void {
  if (path === undefined) {
    process.stdout.write(text);
    return;
  }
  try {
    writeFileSync(path, text);
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new UsageError(`“${path}” cannot be written (${code}).`);
  }
}
