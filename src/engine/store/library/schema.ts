// library.db: what a person made or decided. Precious: backed up before each migration and
// daily. It names documents by folder and path, never by a row of index.db.
import { randomUUID } from 'node:crypto';
import { fold } from '../../text/terms.ts';
import type { Migration } from '../sqlite.ts';

const initial: Migration = (db) => {
  db.exec(`
    CREATE TABLE settings (
      name TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) WITHOUT ROWID;

    CREATE TABLE folders (
      id TEXT PRIMARY KEY,
      path TEXT NOT NULL UNIQUE,
      added_at REAL NOT NULL
    );

    CREATE TABLE collections (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL UNIQUE COLLATE NOCASE,
      is_default INTEGER NOT NULL DEFAULT 0,
      created_at REAL NOT NULL
    );
    CREATE UNIQUE INDEX one_default_collection ON collections (is_default) WHERE is_default = 1;

    CREATE TABLE collection_folders (
      collection TEXT NOT NULL REFERENCES collections(id) ON DELETE CASCADE,
      folder TEXT NOT NULL REFERENCES folders(id) ON DELETE CASCADE,
      PRIMARY KEY (collection, folder)
    ) WITHOUT ROWID;

    CREATE TABLE ignored_documents (
      folder TEXT NOT NULL REFERENCES folders(id) ON DELETE CASCADE,
      relative_path TEXT NOT NULL,
      PRIMARY KEY (folder, relative_path)
    ) WITHOUT ROWID;

    -- The whole answer as it was given, with its citations' quotes.
    CREATE TABLE turns (
      id TEXT PRIMARY KEY,
      asked_at REAL NOT NULL,
      answer TEXT NOT NULL
    );
    CREATE INDEX turns_asked_at ON turns (asked_at);
  `);
  db.prepare('INSERT INTO collections VALUES (?, ?, 1, ?)').run(
    randomUUID(),
    'My documents',
    Date.now(),
  );
};

/** Which files of a folder count, as lists of gitignore patterns. */
const folderPatterns: Migration = (db) => {
  db.exec(`
    ALTER TABLE folders ADD COLUMN include TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE folders ADD COLUMN exclude TEXT NOT NULL DEFAULT '[]';
  `);
};

/** Web pages, feeds and programs as sources, and what was fetched from them. */
const sources: Migration = (db) => {
  db.exec(`
    -- What a run or the person changes is one JSON object: it is read and written as a whole.
    CREATE TABLE sources (
      id TEXT PRIMARY KEY,
      folder TEXT NOT NULL UNIQUE REFERENCES folders(id) ON DELETE CASCADE,
      address TEXT UNIQUE,
      connector TEXT UNIQUE,
      added_at REAL NOT NULL,
      state TEXT NOT NULL
    );

    CREATE TABLE source_pages (
      source TEXT NOT NULL REFERENCES sources(id) ON DELETE CASCADE,
      key TEXT NOT NULL,
      address TEXT,
      title TEXT,
      file TEXT,
      etag TEXT,
      last_modified TEXT,
      fetched_at REAL,
      failure TEXT,
      PRIMARY KEY (source, key)
    ) WITHOUT ROWID;
    CREATE INDEX source_pages_file ON source_pages (source, file);
    CREATE INDEX source_pages_address ON source_pages (address);
  `);
};

/** A page is fetched again when its list says something else of it than when it was fetched. */
const listedTimes: Migration = (db) => {
  db.exec('ALTER TABLE source_pages ADD COLUMN listed_at REAL');
};

/** Models and adapters that are installed. What their files say of themselves is kept as JSON. */
const modelFiles: Migration = (db) => {
  db.exec(`
    CREATE TABLE model_files (
      name TEXT PRIMARY KEY COLLATE NOCASE,
      kind TEXT NOT NULL,
      path TEXT NOT NULL UNIQUE,
      linked INTEGER NOT NULL,
      size INTEGER NOT NULL,
      modified_at REAL NOT NULL,
      sha256 TEXT,
      source TEXT,
      licence TEXT,
      facts TEXT NOT NULL,
      added_at REAL NOT NULL,
      load_crashes INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID;
  `);
};

/** Servers whose models the person wants to use. Keys are sealed by the system's keychain. */
const remoteServers: Migration = (db) => {
  db.exec(`
    CREATE TABLE remote_servers (
      name TEXT PRIMARY KEY COLLATE NOCASE,
      address TEXT NOT NULL,
      added_at REAL NOT NULL,
      agreed_at REAL,
      wants_key INTEGER NOT NULL,
      sealed_key TEXT,
      embedders TEXT NOT NULL
    ) WITHOUT ROWID;
  `);
};

/** As far as moving it asks. */
interface OldAnswer {
  question?: string;
  answer?: string;
  free?: boolean;
}

/** Conversations in the place of single questions, each of which becomes one, and assistants. */
const conversations: Migration = (db) => {
  db.exec(`
    CREATE TABLE conversations (
      id TEXT PRIMARY KEY,
      title TEXT NOT NULL,
      folded_title TEXT NOT NULL,
      titled_by_person INTEGER NOT NULL,
      pinned INTEGER NOT NULL,
      created_at REAL NOT NULL,
      updated_at REAL NOT NULL,
      settings TEXT NOT NULL,
      assistant TEXT,
      leaf TEXT
    ) WITHOUT ROWID;

    CREATE TABLE conversation_turns (
      id TEXT PRIMARY KEY,
      conversation TEXT NOT NULL REFERENCES conversations(id) ON DELETE CASCADE,
      -- No foreign key: a chain of a thousand turns is deeper than SQLite cascades.
      parent TEXT,
      asked_at REAL NOT NULL,
      question TEXT NOT NULL,
      written TEXT NOT NULL,
      answer TEXT,
      rating INTEGER NOT NULL,
      -- Question and answer, folded, for the search.
      words TEXT NOT NULL,
      trace BLOB
    );
    CREATE INDEX turns_of_conversation ON conversation_turns (conversation, parent);
    CREATE INDEX turns_of_parent ON conversation_turns (parent);

    -- A folder that holds the files of one conversation.
    ALTER TABLE folders ADD COLUMN conversation TEXT REFERENCES conversations(id) ON DELETE CASCADE;

    CREATE TABLE assistants (
      id TEXT PRIMARY KEY,
      name TEXT NOT NULL UNIQUE COLLATE NOCASE,
      description TEXT NOT NULL,
      settings TEXT NOT NULL,
      changed_at REAL NOT NULL
    ) WITHOUT ROWID;
  `);
  const old = db
    .prepare<[], { id: string; askedAt: number; answer: string }>(
      'SELECT id, asked_at AS askedAt, answer FROM turns',
    )
    .all();
  const conversation = db.prepare(
    "INSERT INTO conversations VALUES (?, ?, ?, 0, 0, ?, ?, '{}', NULL, ?)",
  );
  const turn = db.prepare(
    "INSERT INTO conversation_turns VALUES (?, ?, NULL, ?, ?, '', ?, 0, ?, NULL)",
  );
  for (const { id, askedAt, answer } of old) {
    const { free, ...kept } = JSON.parse(answer) as OldAnswer;
    const { question = '', answer: text = '' } = kept;
    const now = JSON.stringify(free === true ? { ...kept, mode: 'free', general: true } : kept);
    const own = randomUUID();
    conversation.run(own, question, fold(question), askedAt, askedAt, id);
    turn.run(id, own, askedAt, question, now, fold(`${question}\n${text}`));
  }
  db.exec('DROP TABLE turns');
};

/** What was being written when the engine ended: found without reading every turn, and how it was asked. */
const unfinishedTurns: Migration = (db) => {
  db.exec(`
    ALTER TABLE conversation_turns ADD COLUMN asked_with TEXT;
    CREATE INDEX turns_unfinished ON conversation_turns (id) WHERE answer IS NULL;
  `);
};

export const libraryMigrations: readonly Migration[] = [
  initial,
  folderPatterns,
  sources,
  listedTimes,
  modelFiles,
  remoteServers,
  conversations,
  unfinishedTurns,
];
