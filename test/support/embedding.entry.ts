// An engine that builds the vectors of another embedder in a process of its own, so that a test can
// kill it. What it gives the model stands in a file before the model has it.
//   node embedding.entry.ts DATA EMBEDDER LOG VECTORS (held | under-way)
// Once so many vectors are written, the next request is held back, or let through as the last one; it
// says so on its output.
import Database from 'better-sqlite3';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEngine } from '../../src/engine/connect.ts';
import { createNodeHost } from '../../src/hosting/node-host.ts';

const [dataDir = '', embedder = '', log = '', vectors = '', then = ''] = process.argv.slice(2);
const host = createNodeHost();
let stopped = false;

function written(): number {
  const db = new Database(join(dataDir, 'index.db'), { readonly: true });
  try {
    const id = db
      .prepare<[string], number>('SELECT id FROM generations WHERE name = ?')
      .pluck()
      .get(embedder)!;
    return db.prepare<[], number>(`SELECT count(*) FROM embeddings_${id}`).pluck().get()!;
  } finally {
    db.close();
  }
}

const { client } = await openEngine({
  dataDir,
  version: 'test',
  host: {
    ...host,
    startProcess(entry, options) {
      const child = host.startProcess(entry, options);
      return {
        ...child,
        post(message) {
          const { m: name, a: given } = message as { m?: string; a?: unknown[] };
          if (name !== 'embedDocuments') return child.post(message);
          if (stopped) return;
          stopped = written() >= Number(vectors);
          if (!stopped || then === 'under-way') {
            const [, texts, prefix] = given as [string, string[], string];
            for (const text of texts) appendFileSync(log, `${JSON.stringify(prefix + text)}\n`);
            child.post(message);
          }
          if (stopped) process.stdout.write('there\n');
        },
      };
    },
  },
});
await client.settings.update({ embedder });
