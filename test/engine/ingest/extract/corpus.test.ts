import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chunkDocument } from '../../../../src/engine/ingest/chunk/chunk.ts';
import { sniffFormat } from '../../../../src/engine/ingest/extract/sniff/sniff.ts';
import { isErrorCode } from '../../../../src/shared/errors.ts';
import { read } from '../../../support/extracting.ts';

const corpora = process.env['LOREKEEP_CORPORA'];

/** What became of a file: `pdf text`, `docx FILE_LOCKED`, `unsupported`. */
async function outcomeOf(path: string): Promise<string> {
  const bytes = readFileSync(path);
  const format = sniffFormat(bytes, path);
  if (!format) return 'unsupported';
  try {
    const extracted = await read(format, bytes);
    const chunks = chunkDocument(extracted);
    const joined = chunks.map(({ start, end }) => extracted.text.slice(start, end)).join('');
    expect(joined).toBe(chunks.length > 0 ? extracted.text : '');
    return `${format} ${chunks.length > 0 ? 'text' : 'empty'}`;
  } catch (error) {
    const { code } = error as { code?: unknown };
    // Whatever is no coded error is a bug of ours.
    if (!isErrorCode(code)) throw error;
    return `${format} ${code}`;
  }
}

test.skipIf(!corpora)(
  'odd, damaged and locked files of the world give text or a coded error (needs LOREKEEP_CORPORA)',
  { timeout: 120_000 },
  async () => {
    const folder = join(corpora!, 'files');
    const counts: Record<string, number> = {};
    for (const name of readdirSync(folder)) {
      const outcome = await outcomeOf(join(folder, name));
      counts[outcome] = (counts[outcome] ?? 0) + 1;
    }
    expect(counts['pdf text']).toBeGreaterThanOrEqual(106);
    expect(counts['pdf FILE_LOCKED']).toBe(1);
    expect(counts['docx text']).toBeGreaterThanOrEqual(20);
    expect(counts['docx FILE_LOCKED']).toBe(1);
    expect(counts['html text']).toBeGreaterThanOrEqual(14);
  },
);
