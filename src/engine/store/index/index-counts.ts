// Counts for the status: how many documents a state, chunks, vectors that wait.
import type { DocumentState } from '../../../shared/contract/documents.ts';
import type { Db } from '../sqlite.ts';
import { listGenerations } from './generations.ts';

export interface StateCount {
  folderId: string;
  state: DocumentState;
  count: number;
}

const waiting = `SELECT count(*) FROM pending_embeddings
  WHERE generation = (SELECT id FROM generations WHERE state = 'live')`;

export function indexCounts(db: Db) {
  const states = db.prepare<[], StateCount>(
    `SELECT f.id AS folderId, d.state, count(*) AS count
     FROM documents d JOIN folders f ON f.key = d.folder GROUP BY d.folder, d.state`,
  );
  const sums = db.prepare<[], { chunks: number; pending: number; sources: number; text: number }>(
    `SELECT (SELECT count(*) FROM chunks) AS chunks,
       (${waiting}) AS pending,
       (SELECT coalesce(sum(size), 0) FROM documents WHERE container IS NULL) AS sources,
       (SELECT coalesce(sum(text_length), 0) FROM documents) AS text`,
  );
  const chunks = db.prepare<[], number>('SELECT count(*) FROM chunks').pluck();
  const pending = db.prepare<[], number>(waiting).pluck();
  const pendingOf = db
    .prepare<[number], number>('SELECT count(*) FROM pending_embeddings WHERE generation = ?')
    .pluck();
  const device = db
    .prepare<[string], string | null>('SELECT device FROM folders WHERE id = ?')
    .pluck();
  const scanned = db.prepare<[], { id: string; scanned_at: number | null }>(
    'SELECT id, scanned_at FROM folders',
  );
  return {
    byState: () => states.all(),
    sums: () => sums.get()!,
    chunks: () => chunks.get() ?? 0,
    /** Chunks that wait for a vector of the generation that is searched. */
    pending: () => pending.get() ?? 0,
    /** The same of another generation. */
    pendingOf: (generation: number) => pendingOf.get(generation) ?? 0,
    generations: () => listGenerations(db),
    /** The drive that a folder was on when it was last compared; null if that is not known. */
    device: (folderId: string) => device.get(folderId) ?? null,
    /** When each folder was last compared with the disk to the end. */
    scannedAt: () => new Map(scanned.all().map((row) => [row.id, row.scanned_at])),
  };
}
