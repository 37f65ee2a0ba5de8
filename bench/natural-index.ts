// An index of made-up natural text, written by the real writer as the indexer writes it.
import { createHash } from 'node:crypto';
import { type IndexWriter, openIndexWriter } from '../src/engine/store/index/index-writer.ts';
import type { DocumentRecord } from '../src/engine/store/index/records.ts';
import { bodyTerms, contextTerms, embeddingText } from '../src/engine/text/chunk-text.ts';
import { seeded } from '../test/support/random.ts';
import { type NaturalDocument, naturalText } from './natural-text.ts';

/** Documents are spread over as many folders, and over ten times as many directories: 10 % and 1 %. */
export const naturalFolders = 10;
const directories = 100;
const perTransaction = 20;

export const naturalEmbedder = { embedder: 'bench', dimensions: 384 };

/** The nth document as a parser would give it. */
export function naturalRecord(n: number, { title, chunks }: NaturalDocument): DocumentRecord {
  const relativePath = `directory-${n % directories}/note-${n}.md`;
  let start = 0;
  const records = chunks.map(({ headings, text }) => {
    const record = {
      start,
      page: null,
      label: null,
      startLine: null,
      endLine: null,
      headingPath: headings,
      text,
      embeddingKey: keyOf(embeddingText({ headings, text, format: 'text' })),
      contextTerms: contextTerms({ title, relativePath, headings }),
      bodyTerms: bodyTerms(text, 'text'),
    };
    start += text.length;
    return record;
  });
  return {
    folderId: `folder-${Math.floor(n / directories) % naturalFolders}`,
    relativePath,
    size: start,
    modifiedAt: Date.UTC(2020, 0, 1) + n * 60_000,
    contentHash: keyOf(relativePath),
    state: 'indexed',
    problem: null,
    reader: 1,
    content: {
      format: 'text',
      language: null,
      title,
      hasLines: true,
      textLength: start,
      blocks: [],
      pageRanges: null,
      chunks: records,
    },
  };
}

function keyOf(text: string): Uint8Array {
  return createHash('sha256').update(text).digest().subarray(0, 16);
}

/** Directions in clusters, as embeddings of natural text lie; the same each time for a key. */
export function clusteredVector(key: Uint8Array): Int8Array {
  const { dimensions } = naturalEmbedder;
  let state = (key[0]! | (key[1]! << 8) | (key[2]! << 16) | (key[3]! << 24)) >>> 0 || 1;
  const cluster = (key[4]! | (key[5]! << 8)) % clusters;
  const vector = new Int8Array(dimensions);
  for (let i = 0; i < dimensions; i++) {
    // Marsaglia’s xorshift, 32 bits.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const noise = (state & 63) - 31;
    vector[i] = centres[cluster * dimensions + i]! + noise;
  }
  return vector;
}

const clusters = 2000;
const centres = (() => {
  const { int } = seeded(3);
  return Int8Array.from({ length: clusters * naturalEmbedder.dimensions }, () => int(129) - 64);
})();

/** Documents of made-up text, some at a time, as many as are asked for. */
export function* naturalRecords(seed: number, from = 0): Generator<DocumentRecord> {
  const source = naturalText(seed);
  for (let n = from; ; n++) yield naturalRecord(n, source.document());
}

/**
 * Writes an index of at least so many chunks as the indexer would: words at once, vectors in
 * batches after them.
 */
export function writeNaturalIndex(file: string, atLeast: number): void {
  const writer = openIndexWriter({ file, ...naturalEmbedder });
  let chunks = 0;
  let batch: DocumentRecord[] = [];
  for (const record of naturalRecords(5)) {
    batch.push(record);
    chunks += record.content!.chunks.length;
    if (batch.length < perTransaction && chunks < atLeast) continue;
    writer.writeDocuments(batch);
    batch = [];
    embedAll(writer);
    if (chunks >= atLeast) break;
  }
  writer.maintain();
  writer.close();
}

/** Gives all chunks that wait their vectors. */
export function embedAll(writer: IndexWriter): void {
  for (let some = writer.takePending(512); some.length > 0; some = writer.takePending(512)) {
    writer.writeVectors(
      some.map(({ embeddingKey }) => ({ embeddingKey, vector: clusteredVector(embeddingKey) })),
    );
  }
}
