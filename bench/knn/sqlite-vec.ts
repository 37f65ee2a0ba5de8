// sqlite-vec's own table with float32 vectors: exact, and what everybody can have at once.
import Database from 'better-sqlite3';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import * as sqliteVec from 'sqlite-vec';
import type { Contender } from './contender.ts';
import {
  bucketOf,
  dimensions,
  documentOf,
  nearestWanted,
  type Share,
  vectorAt,
} from './vectors.ts';

export const vec0: Contender = {
  name: 'vec0 float32',
  filter: 'metadata column',
  efforts: [0],
  build(set, folder) {
    const file = join(folder, 'vec0.db');
    const db = new Database(file);
    sqliteVec.load(db);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = NORMAL');
    db.exec(`CREATE VIRTUAL TABLE vectors USING vec0(
      id INTEGER PRIMARY KEY, bucket INTEGER,
      embedding FLOAT[${dimensions}] DISTANCE_METRIC=cosine)`);
    const insert = db.prepare('INSERT INTO vectors (id, bucket, embedding) VALUES (?, ?, ?)');
    const started = performance.now();
    for (let from = 0; from < set.count; from += 1000) {
      db.transaction(() => {
        for (let i = from; i < Math.min(set.count, from + 1000); i++) {
          insert.run(BigInt(i), BigInt(bucketOf(documentOf(i))), bytesOf(vectorAt(set, i)));
        }
      })();
    }
    const buildSeconds = (performance.now() - started) / 1000;
    db.pragma('wal_checkpoint(TRUNCATE)');
    const nearest = (filter: string) =>
      db
        .prepare<[Uint8Array], number>(
          `SELECT id FROM vectors WHERE embedding MATCH ? AND k = ${nearestWanted} ${filter}`,
        )
        .pluck();
    const all = nearest('');
    const filtered = (share: Share) => nearest(`AND bucket < ${share * 100}`);
    const byShare = { 0.1: filtered(0.1), 0.01: filtered(0.01) };
    return {
      buildSeconds,
      diskBytes: statSync(file).size,
      memoryBytes: 0,
      search: (query, share) => (share === 1 ? all : byShare[share]).all(bytesOf(query)),
      close: () => db.close(),
    };
  },
};

function bytesOf(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}
