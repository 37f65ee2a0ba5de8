import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { chunkDocument } from '../../../../src/engine/ingest/chunk/chunk.ts';
import { sniffFormat } from '../../../../src/engine/ingest/extract/sniff/sniff.ts';
import { outlineOf, read } from '../../../support/extracting.ts';
import { seeded } from '../../../support/random.ts';
import { temporaryFolder } from '../../../support/folder.ts';

/** The bytes of a database made by SQL. */
function database(sql: string): Buffer {
  const db = new Database(':memory:');
  db.exec(sql);
  const bytes = db.serialize();
  db.close();
  return bytes;
}

const people = `
  CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT, born REAL, photo BLOB, note);
  INSERT INTO people VALUES (1, 'Ada' || char(10) || 'Lovelace', 1815.5, x'ffd8', NULL);
  INSERT INTO people VALUES (9007199254740993, 'Zoë', NULL, NULL, 'x');
  CREATE TABLE "odd ""name""" ("a ""b""" TEXT);
`;

describe('tables', () => {
  test('are pages, below the names of their columns', async () => {
    const extracted = await read('sqlite', database(people));
    expect(outlineOf(extracted)).toEqual([
      'table-row: id\tname\tborn\tphoto\tnote',
      'table-row: 1\tAda Lovelace\t1815.5',
      'table-row: 9007199254740993\tZoë\t\t\tx',
      'table-row: a "b"',
    ]);
    expect(extracted.pages?.map(({ label }) => label)).toEqual(['people', 'odd "name"']);
    expect(extracted.blocks.map(({ header, span }) => header ?? span)).toEqual([
      true,
      ['row 1', 'row 1'],
      ['row 2', 'row 2'],
      true,
    ]);
    expect(extracted).toMatchObject({ title: null, hasLines: false, partial: null });
    expect(chunkDocument(extracted)[0]?.label).toBe('people row 1–row 2');
  });

  test('views, triggers, virtual tables and generated columns do not run', async () => {
    const extracted = await read(
      'sqlite',
      database(`
        CREATE TABLE t (a TEXT, made TEXT GENERATED ALWAYS AS (a || ' twice'));
        INSERT INTO t VALUES ('kept');
        CREATE VIEW v AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT n FROM r;
        CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END;
        CREATE VIRTUAL TABLE f USING fts5(words);
        INSERT INTO f VALUES ('found words');
      `),
    );
    expect(outlineOf(extracted)).toEqual([
      'table-row: a',
      'table-row: kept',
      'table-row: id\tc0',
      'table-row: 1\tfound words',
    ]);
  });

  test('a database that was written ahead, and one in UTF-16', async () => {
    const file = join(temporaryFolder(), 'wal.db');
    const db = new Database(file);
    db.pragma('journal_mode = WAL');
    db.exec(people);
    db.pragma('wal_checkpoint(TRUNCATE)');
    const bytes = readFileSync(file);
    db.close();
    expect(bytes[18]).toBe(2);
    expect((await read('sqlite', bytes)).text).toContain('Ada Lovelace');
    const wide = database(`PRAGMA encoding = 'UTF-16le'; ${people}`);
    expect((await read('sqlite', wide)).text).toContain('Zoë');
  });

  test('rows and tables behind the limits are left out, and said', async () => {
    const series = 'WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r LIMIT 6000)';
    const long = await read('sqlite', database(`CREATE TABLE t AS ${series} SELECT n FROM r`));
    expect(long.blocks).toHaveLength(5001);
    expect(long.partial).toEqual({ code: 'FILE_ROWS_CUT', params: { kept: 5000 } });
    const sql = Array.from({ length: 101 }, (_, i) => `CREATE TABLE t${i} (a);`).join('');
    const many = await read('sqlite', database(sql));
    expect(many.pages).toHaveLength(100);
    const missing = { missing: 1, parts: 101 };
    expect(many.partial).toEqual({ code: 'FILE_PARTS_MISSING', params: missing });
    const cut = await read('sqlite', database(`CREATE TABLE t AS ${series} SELECT n FROM r`), 100);
    expect(cut.partial).toEqual({ code: 'FILE_TEXT_CUT', params: { kept: 100 } });
  });

  test('a database without tables is empty', async () => {
    const none = database('PRAGMA user_version = 1; CREATE TABLE t (a); DROP TABLE t;');
    expect(await read('sqlite', none)).toMatchObject({ text: '', blocks: [], pages: [] });
  });
});

describe('what cannot be read', () => {
  const codeOf = async (bytes: Uint8Array): Promise<unknown> =>
    read('sqlite', bytes).then(
      () => 'read',
      (error: { code?: string }) => error.code,
    );

  test('encrypted, cut off, or none at all', async () => {
    expect(await codeOf(randomBytes(4096))).toBe('FILE_LOCKED');
    expect(await codeOf(Buffer.from('not a database'))).toBe('FILE_DAMAGED');
    expect(await codeOf(new Uint8Array())).toBe('FILE_DAMAGED');
    const bytes = database(people);
    for (const end of [16, 99, 100, 500, 4095]) {
      expect(await codeOf(bytes.subarray(0, end))).toBe('FILE_DAMAGED');
    }
  });

  test('bytes changed at random do no harm', async () => {
    const rows = Array.from(
      { length: 500 },
      (_, i) => `INSERT INTO people (name) VALUES ('name ${i}');`,
    );
    const bytes = database(people + rows.join(''));
    const random = seeded(7);
    for (let round = 0; round < 100; round++) {
      const broken = Buffer.from(bytes);
      for (let i = 0; i < 20; i++) broken[16 + random.int(broken.length - 16)] = random.int(256);
      expect(['read', 'FILE_DAMAGED']).toContain(await codeOf(broken));
    }
  });
});

test('a database is known by how it begins', () => {
  expect(sniffFormat(database(people), 'x.txt')).toBe('sqlite');
  expect(sniffFormat(randomBytes(4096), 'x.sqlite')).toBe('sqlite');
  expect(sniffFormat(randomBytes(4096), 'x.db')).toBeNull();
});
