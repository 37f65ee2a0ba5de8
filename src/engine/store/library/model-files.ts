import type { ModelRole } from '../../../shared/contract/models.ts';
import type { Db } from '../sqlite.ts';

export type ModelFileKind = ModelRole | 'adapter';

/** A file that crashed so often while it was loaded is not loaded again by itself. */
export const mostLoadCrashes = 2;

/** What may change of a file that stays where it is. */
export interface ModelFileContent {
  /** Bytes of all of its parts. */
  size: number;
  /** When its first part was changed, milliseconds. */
  modifiedAt: number;
  sha256: string | null;
  licence: string | null;
  /** What its header says; the models feature knows its shape. */
  facts: unknown;
}

export interface ModelFileRow extends ModelFileContent {
  name: string;
  kind: ModelFileKind;
  /** Its only or first part. */
  path: string;
  /** Stays where the person has it. */
  linked: boolean;
  source: string | null;
  addedAt: number;
  /** How often the inference process ended while it was loaded, since it last loaded well. */
  loadCrashes: number;
}

export type NewModelFile = Omit<ModelFileRow, 'addedAt' | 'loadCrashes'>;

interface RawRow extends Omit<ModelFileRow, 'linked' | 'facts'> {
  linked: number;
  facts: string;
}

const columns = `name, kind, path, linked, size, modified_at AS modifiedAt, sha256, source, licence,
  facts, added_at AS addedAt, load_crashes AS loadCrashes`;

/** Installed models and adapters. Names are told apart without regard to capitals. */
export function modelFileRepository(db: Db) {
  const list = db.prepare<[], RawRow>(`SELECT ${columns} FROM model_files ORDER BY added_at, name`);
  const find = db.prepare<[string], RawRow>(`SELECT ${columns} FROM model_files WHERE name = ?`);
  const at = db.prepare<[string], RawRow>(`SELECT ${columns} FROM model_files WHERE path = ?`);
  const insert = db.prepare('INSERT INTO model_files VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)');
  const replace = db.prepare(
    `UPDATE model_files SET size = ?, modified_at = ?, sha256 = ?, licence = ?, facts = ?,
       load_crashes = 0 WHERE name = ?`,
  );
  const remove = db.prepare('DELETE FROM model_files WHERE name = ?');
  const crashed = db.prepare(
    'UPDATE model_files SET load_crashes = load_crashes + 1 WHERE path = ?',
  );
  const loaded = db.prepare(
    'UPDATE model_files SET load_crashes = 0 WHERE path = ? AND load_crashes > 0',
  );

  return {
    list: (): ModelFileRow[] => list.all().map(parseRow),
    find(name: string): ModelFileRow | null {
      const row = find.get(name);
      return row ? parseRow(row) : null;
    },
    atPath(path: string): ModelFileRow | null {
      const row = at.get(path);
      return row ? parseRow(row) : null;
    },
    add(file: NewModelFile): ModelFileRow {
      const row: ModelFileRow = { ...file, addedAt: Date.now(), loadCrashes: 0 };
      insert.run(
        row.name,
        row.kind,
        row.path,
        row.linked ? 1 : 0,
        row.size,
        row.modifiedAt,
        row.sha256,
        row.source,
        row.licence,
        JSON.stringify(row.facts),
        row.addedAt,
      );
      return row;
    },
    /** What is at its path now is another file than it was. */
    replace(name: string, { size, modifiedAt, sha256, licence, facts }: ModelFileContent): void {
      replace.run(size, modifiedAt, sha256, licence, JSON.stringify(facts), name);
    },
    remove: (name: string) => void remove.run(name),
    addCrash: (path: string) => void crashed.run(path),
    clearCrashes: (path: string) => void loaded.run(path),
  };
}

function parseRow({ linked, facts, ...row }: RawRow): ModelFileRow {
  return { ...row, linked: linked === 1, facts: JSON.parse(facts) as unknown };
}
