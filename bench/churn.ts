// Documents that come and go for months: what the index file grows to.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type IndexWriter, openIndexWriter } from '../src/engine/store/index/index-writer.ts';
import type { DocumentRecord } from '../src/engine/store/index/records.ts';
import { madeRecord, madeVector } from '../test/support/made-records.ts';
import { type Random, seeded } from '../test/support/random.ts';
import { figure, heading, verdict } from './report.ts';

const documents = 5000;
const perDocument = 10;
const rounds = 10;
const wordsPerChunk = 90;
const dimensions = 384;

export function benchChurn(): void {
  heading(
    `${rounds} rounds of deleting and adding again half of ${documents * perDocument} chunks`,
  );
  const folder = mkdtempSync(join(tmpdir(), 'lorekeep-bench-'));
  const file = join(folder, 'index.db');
  const open = () => openIndexWriter({ file, embedder: 'bench', dimensions });
  try {
    const random = seeded(7);
    const records = documentsOf(random);
    let writer = open();
    add(writer, records);
    // Closing brings what is in the log into the file.
    writer.close();
    const fresh = statSync(file).size;
    writer = open();
    for (let round = 0; round < rounds; round++) {
      const half = records.filter(() => random.int(2) === 0);
      writer.removeFiles(
        'folder',
        half.map(({ relativePath }) => relativePath),
      );
      add(writer, half);
      // As at the end of every task that changed something.
      writer.maintain();
    }
    writer.close();
    const churned = statSync(file).size;
    const share = churned / fresh;
    figure('fresh', fresh / 1e6, 'MB');
    figure('after all rounds', churned / 1e6, 'MB');
    console.log(`  ${share.toFixed(2)} times its fresh size  (below 1.5) ${verdict(share < 1.5)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function add(writer: IndexWriter, records: readonly DocumentRecord[]): void {
  for (let i = 0; i < records.length; i += 20) writer.writeDocuments(records.slice(i, i + 20));
  for (let batch = writer.takePending(256); batch.length > 0; batch = writer.takePending(256)) {
    writer.writeVectors(
      batch.map(({ embeddingKey }) => ({
        embeddingKey,
        vector: madeVector(embeddingKey, dimensions),
      })),
    );
  }
}

function documentsOf(random: Random): DocumentRecord[] {
  // Some words are common and most are rare, as in any language.
  const word = () => `word${Math.floor(20_000 * (random.int(1000) / 1000) ** 3)} `;
  return Array.from({ length: documents }, (_, n) =>
    madeRecord(
      `directory-${n % 50}/document-${n}.md`,
      Array.from({ length: perDocument }, () => random.text(wordsPerChunk, word)),
    ),
  );
}
