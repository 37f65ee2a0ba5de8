// Documents as a parser would give them, made up: for what writes and keeps them.
import { createHash } from 'node:crypto';
import type { DocumentRecord } from '../../src/engine/store/index/records.ts';

/** A document of these passages, indexed. */
export function madeRecord(relativePath: string, passages: readonly string[]): DocumentRecord {
  const starts = passages.map((_, i) => passages.slice(0, i).join('').length);
  return {
    folderId: 'folder',
    relativePath,
    size: 100,
    modifiedAt: 1,
    contentHash: null,
    state: 'indexed',
    problem: null,
    reader: 1,
    content: {
      format: 'markdown',
      language: null,
      title: null,
      hasLines: true,
      textLength: passages.join('').length,
      blocks: [],
      pageRanges: null,
      chunks: passages.map((text, i) => ({
        start: starts[i]!,
        page: null,
        label: null,
        startLine: null,
        endLine: null,
        headingPath: [],
        text,
        embeddingKey: madeKey(text),
        contextTerms: relativePath,
        bodyTerms: text,
      })),
    },
  };
}

export function madeKey(text: string): Uint8Array {
  return createHash('sha256').update(text).digest();
}

/** A direction of its own for each text, the same each time. */
export function madeVector(key: Uint8Array, dimensions: number): Int8Array {
  const values: number[] = [];
  for (let i = 0; values.length < dimensions; i++) {
    values.push(...createHash('sha512').update(key).update(String(i)).digest());
  }
  return Int8Array.from(values.slice(0, dimensions), (value) => value - 128);
}
