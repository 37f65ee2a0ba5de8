import type { Db } from '../sqlite.ts';
import type { SourceFailure } from './sources.ts';

/** A page or document of a source: what it is kept as, and what is known of its fetching. */
export interface SourcePage {
  /** Its address, or the name that a program gives it. */
  key: string;
  /** Where people find it; null if nowhere. */
  address: string | null;
  /** What it is called if it does not say itself. */
  title: string | null;
  /** Name of its file in the folder of its source; null if none is kept. */
  file: string | null;
  etag: string | null;
  lastModified: string | null;
  /** When what is kept was last known to be current; null if it was never fetched. */
  fetchedAt: number | null;
  /** When it was last changed, as its list said when it was fetched; null if it did not say. */
  listedAt: number | null;
  /** Why it could not be fetched the last time. */
  failure: SourceFailure | null;
}

/** Where a document of a source came from. */
export interface DocumentOrigin {
  address: string | null;
  title: string | null;
  fetchedAt: number | null;
}

type RawPage = Omit<SourcePage, 'failure'> & { failure: string | null };

const columns = `p.key, p.address, p.title, p.file, p.etag, p.last_modified AS lastModified,
  p.fetched_at AS fetchedAt, p.listed_at AS listedAt, p.failure`;

export function sourcePageRepository(db: Db) {
  const list = db.prepare<[string], RawPage>(
    `SELECT ${columns} FROM source_pages p WHERE source = ? ORDER BY key`,
  );
  const failed = db.prepare<[string, number], RawPage>(
    `SELECT ${columns} FROM source_pages p WHERE source = ? AND failure IS NOT NULL
     ORDER BY key LIMIT ?`,
  );
  const find = db.prepare<[string, string], RawPage>(
    `SELECT ${columns} FROM source_pages p WHERE source = ? AND key = ?`,
  );
  const counts = db.prepare<[string], { kept: number; failed: number }>(
    'SELECT count(file) AS kept, count(failure) AS failed FROM source_pages WHERE source = ?',
  );
  const put = db.prepare(
    'INSERT OR REPLACE INTO source_pages VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const remove = db.prepare('DELETE FROM source_pages WHERE source = ? AND key = ?');
  const origin = db.prepare<[string, string], DocumentOrigin>(
    `SELECT p.address, p.title, p.fetched_at AS fetchedAt
     FROM source_pages p JOIN sources s ON s.id = p.source WHERE s.folder = ? AND p.file = ?`,
  );
  const byAddress = db.prepare<[string], { folderId: string; relativePath: string }>(
    `SELECT s.folder AS folderId, p.file AS relativePath
     FROM source_pages p JOIN sources s ON s.id = p.source
     WHERE p.address = ? AND p.file IS NOT NULL ORDER BY s.added_at LIMIT 1`,
  );

  return {
    list: (sourceId: string): SourcePage[] => list.all(sourceId).map(parsePage),
    failed: (sourceId: string, limit: number): SourcePage[] =>
      failed.all(sourceId, limit).map(parsePage),
    find(sourceId: string, key: string): SourcePage | null {
      const row = find.get(sourceId, key);
      return row ? parsePage(row) : null;
    },
    counts: (sourceId: string) => counts.get(sourceId) ?? { kept: 0, failed: 0 },
    put(sourceId: string, page: SourcePage): void {
      const { key, address, title, file, etag, lastModified, fetchedAt, listedAt } = page;
      const failure = page.failure && JSON.stringify(page.failure);
      const validators = [etag, lastModified];
      put.run(sourceId, key, address, title, file, ...validators, fetchedAt, failure, listedAt);
    },
    remove: (sourceId: string, key: string) => void remove.run(sourceId, key),
    /** Where a document came from; files inside of a file come from where that came from. */
    originOf(folderId: string, relativePath: string): DocumentOrigin | null {
      return origin.get(folderId, relativePath.split('/', 1)[0]!) ?? null;
    },
    findByAddress: (address: string) => byAddress.get(address) ?? null,
  };
}

function parsePage(row: RawPage): SourcePage {
  return { ...row, failure: row.failure ? (JSON.parse(row.failure) as SourceFailure) : null };
}
