import { randomUUID } from 'node:crypto';
import type { SourceKind, SourceRun } from '../../../shared/contract/sources.ts';
import type { ErrorCode, ErrorParams } from '../../../shared/errors.ts';
import type { Db } from '../sqlite.ts';

/** Why something could not be fetched. */
export interface SourceFailure {
  code: ErrorCode;
  params: ErrorParams;
}

/** What a run or the person may change. */
export interface SourceState {
  name: string;
  kind: SourceKind | null;
  everyHours: number;
  maxPages: number;
  otherHosts: boolean;
  /** Whether its address led into the person's own network when it was first fetched. */
  isPrivate: boolean | null;
  /** Of the list itself (a sitemap or feed), as the server gave them. */
  etag: string | null;
  lastModified: string | null;
  triedAt: number | null;
  fetchedAt: number | null;
  /** Tries in a row that did not reach it. */
  unreached: number;
  /** When the last run began that told all; a program may tell only of what changed since. */
  since: number | null;
  /** Whether its list ceased to name most of its pages the last time: twice is believed. */
  shrank: boolean;
  failure: SourceFailure | null;
  lastRun: SourceRun | null;
}

/** What a source begins with, and what rows of earlier versions do not have. */
const begun = {
  isPrivate: null,
  etag: null,
  lastModified: null,
  triedAt: null,
  fetchedAt: null,
  unreached: 0,
  since: null,
  shrank: false,
  failure: null,
  lastRun: null,
} as const;

export interface SourceRow extends SourceState {
  id: string;
  folderId: string;
  address: string | null;
  /** Name of the file that names the program; null for an address. */
  connector: string | null;
  addedAt: number;
}

export interface NewSource {
  folderId: string;
  name: string;
  kind: SourceKind | null;
  address: string | null;
  connector: string | null;
  everyHours: number;
  maxPages: number;
  otherHosts: boolean;
}

interface RawRow {
  id: string;
  folderId: string;
  address: string | null;
  connector: string | null;
  addedAt: number;
  state: string;
}

const columns = 'id, folder AS folderId, address, connector, added_at AS addedAt, state';

/** The sources a person added. One goes with its folder. */
export function sourceRepository(db: Db) {
  const list = db.prepare<[], RawRow>(`SELECT ${columns} FROM sources ORDER BY added_at, id`);
  const find = db.prepare<[string], RawRow>(`SELECT ${columns} FROM sources WHERE id = ?`);
  const ofFolder = db.prepare<[string], RawRow>(`SELECT ${columns} FROM sources WHERE folder = ?`);
  const insert = db.prepare('INSERT INTO sources VALUES (?, ?, ?, ?, ?, ?)');
  const setState = db.prepare('UPDATE sources SET state = ? WHERE id = ?');

  return {
    list: (): SourceRow[] => list.all().map(parseRow),
    find(id: string): SourceRow | null {
      const row = find.get(id);
      return row ? parseRow(row) : null;
    },
    ofFolder(folderId: string): SourceRow | null {
      const row = ofFolder.get(folderId);
      return row ? parseRow(row) : null;
    },
    add({ folderId, address, connector, ...chosen }: NewSource): SourceRow {
      const state: SourceState = { ...begun, ...chosen };
      const row = { id: randomUUID(), folderId, address, connector, addedAt: Date.now() };
      insert.run(row.id, folderId, address, connector, row.addedAt, JSON.stringify(state));
      return { ...row, ...state };
    },
    /** Changes what is named and leaves the rest as it is by now. */
    change(id: string, changes: Partial<SourceState>): void {
      const row = find.get(id);
      if (!row) return;
      const state = { ...(JSON.parse(row.state) as SourceState), ...changes };
      setState.run(JSON.stringify(state), id);
    },
  };
}

function parseRow({ state, ...row }: RawRow): SourceRow {
  return { ...begun, ...row, ...(JSON.parse(state) as SourceState) };
}
