// What reading, embedding and writing the same files take one after the other, without anything
// that makes an index out of it: no processes, no queues, no comparing, no progress.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBuiltInEmbedder } from '../src/engine/embed/built-in-embedder.ts';
import { recordOf } from '../src/engine/ingest/document-records.ts';
import { readDocument } from '../src/engine/ingest/parse/read-file.ts';
import { walk } from '../src/engine/ingest/scan/walk.ts';
import { openIndexWriter } from '../src/engine/store/index/index-writer.ts';
import type { DocumentRecord } from '../src/engine/store/index/records.ts';
import { embeddingText } from '../src/engine/text/chunk-text.ts';
import { createNodeHost } from '../src/hosting/node-host.ts';
import { defaultSettings } from '../src/shared/contract/settings.ts';

const batchSize = 1000;

export interface PartTimes {
  read: number;
  embed: number;
  write: number;
}

/** Seconds of each part. */
export async function partsAlone(folder: string): Promise<PartTimes> {
  const host = createNodeHost();
  const embedder = createBuiltInEmbedder(host.threadUrl('embedder'), host.resourcePath('embedder'));
  const dataDir = mkdtempSync(join(tmpdir(), 'lorekeep-bench-'));
  const { id, dimensions, chunkSize } = embedder;
  const writer = openIndexWriter({ file: join(dataDir, 'index.db'), embedder: id, dimensions });
  const times: PartTimes = { read: 0, embed: 0, write: 0 };
  const { signal } = new AbortController();

  async function timed<T>(part: keyof PartTimes, work: () => T | Promise<T>): Promise<T> {
    const started = performance.now();
    const result = await work();
    times[part] += (performance.now() - started) / 1000;
    return result;
  }

  async function read(relativePath: string): Promise<DocumentRecord> {
    const result = await readDocument({
      path: join(folder, relativePath),
      relativePath,
      unchangedHash: null,
      missingHashes: [],
      maxTextLength: defaultSettings.maxTextLength,
      maxMemberBytes: defaultSettings.maxFileBytes,
      memberSeconds: 1,
      chunkSize,
      pdfjsFolder: host.resourcePath('pdfjs'),
    });
    if (result.kind !== 'content') throw new Error(`${relativePath} gave no text`);
    const file = { relativePath, size: result.size, modifiedAt: result.modifiedAt };
    return recordOf({ id: 'folder', ignored: new Set() }, file, result);
  }

  async function index(paths: readonly string[]): Promise<void> {
    const records = await timed('read', () => Promise.all(paths.map(read)));
    await timed('write', () => {
      for (let i = 0; i < records.length; i += 20) {
        writer.writeDocuments(records.slice(i, i + 20));
      }
    });
    const pending = await timed('write', () => writer.takePending(100_000));
    const texts = pending.map(embeddingText);
    const vectors = await timed('embed', () => embedder.embedDocuments(texts, signal));
    await timed('write', () =>
      writer.writeVectors(
        pending.map(({ embeddingKey }, i) => ({ embeddingKey, vector: vectors[i]! })),
      ),
    );
  }

  try {
    // Loading the code is no part of the work.
    await read([...paths(folder)][0]!);
    await embedder.embedDocuments(['warm'], signal);
    const all = [...paths(folder)];
    for (let i = 0; i < all.length; i += batchSize) await index(all.slice(i, i + batchSize));
    return times;
  } finally {
    writer.close();
    await embedder.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function* paths(root: string): Generator<string> {
  for (const found of walk({ root, except: [] })) {
    if (found.kind === 'file') yield found.file.relativePath;
  }
}
