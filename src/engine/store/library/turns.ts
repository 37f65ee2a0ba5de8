import { randomUUID } from 'node:crypto';
import type { Db } from '../sqlite.ts';

export interface TurnRow {
  id: string;
  askedAt: number;
  /** The answer as JSON. */
  answer: string;
}

/** Questions and answers that were kept. */
export function turnRepository(db: Db) {
  const list = db.prepare<[number], TurnRow>(
    'SELECT id, asked_at AS askedAt, answer FROM turns ORDER BY asked_at DESC, rowid DESC LIMIT ?',
  );
  const insert = db.prepare('INSERT INTO turns VALUES (?, ?, ?)');
  const remove = db.prepare('DELETE FROM turns WHERE id = ?');
  return {
    /** The newest first. */
    list: (limit: number) => list.all(limit),
    add(answer: unknown): string {
      const id = randomUUID();
      insert.run(id, Date.now(), JSON.stringify(answer));
      return id;
    },
    remove: (id: string) => void remove.run(id),
  };
}
