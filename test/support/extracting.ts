// What the tests of extraction share.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { brokenPromises, extract } from '../../src/engine/ingest/extract/extract.ts';
import type { Extracted } from '../../src/engine/ingest/extract/extracted.ts';
import type { DocumentFormat } from '../../src/shared/contract/documents.ts';

export const pdfjsFolder = dirname(fileURLToPath(import.meta.resolve('pdfjs-dist/package.json')));

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Extracts as the parser process does, and checks what holds for every document. */
export async function read(
  format: DocumentFormat,
  content: string | Uint8Array,
  maxTextLength = 10_000_000,
): Promise<Extracted> {
  const bytes = typeof content === 'string' ? bytesOf(content) : content;
  const extracted = await extract(format, { bytes, maxTextLength, pdfjsFolder });
  expect(brokenPromises(extracted)).toEqual([]);
  return extracted;
}

/** Blocks as `kind level? text`, easy to read in a failure. */
export function outlineOf({ text, blocks }: Extracted): string[] {
  return blocks.map(
    ({ kind, level, start, end }) => `${kind}${level ?? ''}: ${text.slice(start, end)}`,
  );
}
