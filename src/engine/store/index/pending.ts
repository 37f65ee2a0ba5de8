// Chunks that have no vector yet. The list is part of the transaction that writes the chunks,
// so that whatever stops us, embedding goes on where it was.
import type { DocumentFormat } from '../../../shared/contract/documents.ts';
import type { Db } from '../sqlite.ts';
import type { StoredText } from './chunk-texts.ts';
import type { PendingEmbedding } from './records.ts';
import type { Generation } from './vectors.ts';

interface Row {
  embedding_key: Buffer;
  heading_path: string;
  text: StoredText;
  format: DocumentFormat;
}

/** @param textOf reads the texts of chunks */
export function takePending(
  db: Db,
  generation: Generation,
  limit: number,
  textOf: (stored: StoredText) => string,
): PendingEmbedding[] {
  const rows = db
    .prepare<[number, number], Row>(
      `SELECT c.embedding_key, c.heading_path, c.text, d.format
       FROM pending_embeddings p
       JOIN chunks c ON c.id = p.chunk
       JOIN documents d ON d.id = c.document
       WHERE p.generation = ? ORDER BY p.chunk LIMIT ?`,
    )
    .all(generation.id, limit);
  return rows.map((row) => ({
    embeddingKey: row.embedding_key,
    headings: JSON.parse(row.heading_path) as string[],
    text: textOf(row.text),
    format: row.format,
  }));
}
