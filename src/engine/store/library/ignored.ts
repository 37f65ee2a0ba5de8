import type { Db } from '../sqlite.ts';

/** Documents that a person chose to leave out. */
export function ignoredRepository(db: Db) {
  const list = db
    .prepare<[string], string>('SELECT relative_path FROM ignored_documents WHERE folder = ?')
    .pluck();
  const has = db.prepare('SELECT 1 FROM ignored_documents WHERE folder = ? AND relative_path = ?');
  const add = db.prepare('INSERT OR IGNORE INTO ignored_documents VALUES (?, ?)');
  const remove = db.prepare('DELETE FROM ignored_documents WHERE folder = ? AND relative_path = ?');
  return {
    /** Relative paths in a folder. */
    list: (folderId: string): ReadonlySet<string> => new Set(list.all(folderId)),
    has: (folderId: string, relativePath: string) => has.get(folderId, relativePath) !== undefined,
    set(folderId: string, relativePath: string, ignored: boolean) {
      (ignored ? add : remove).run(folderId, relativePath);
    },
  };
}
