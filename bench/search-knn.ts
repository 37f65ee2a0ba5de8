// The search for the nearest vectors beside others, in the same run, over the same vectors: each
// tries as hard as it must for a recall@10 of .97 against comparing every float32 vector, or as
// hard as it can.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Built, Contender } from './knn/contender.ts';
import { ours } from './knn/ours.ts';
import { installPeers, peers } from './knn/peers.ts';
import { vec0 } from './knn/sqlite-vec.ts';
import { type Kind, makeVectors, type Share, shares, type VectorSet } from './knn/vectors.ts';
import { heading, skipped, verdict } from './report.ts';

const recallWanted = 0.97;
/** How often the queries are asked for the times; fewer times of who needs long. */
const rounds = 4;
const slowMs = 100;

interface Size {
  kind: Kind;
  count: number;
  queries: number;
}

const sizes: readonly Size[] = [
  { kind: 'clustered', count: 10_000, queries: 50 },
  { kind: 'clustered', count: 100_000, queries: 50 },
  { kind: 'isotropic', count: 100_000, queries: 50 },
  { kind: 'clustered', count: 1_000_000, queries: 40 },
];
/** Above this the others are built only if asked for: it takes most of an hour. */
const largeForPeers = 200_000;

interface Row {
  name: string;
  share: Share;
  recall: number;
  p50: number;
  p95: number;
}

/**
 * @param large builds the others at a million vectors, too
 * @param most the largest number of vectors
 */
export async function benchKnn({ large = false, most = Infinity } = {}): Promise<void> {
  const others = peers();
  for (const [name, peer] of others) {
    if (!peer) skipped(name, `not installed: ${installPeers}`);
  }
  for (const size of sizes.filter(({ count }) => count <= most)) {
    heading(`Nearest ten of ${size.count.toLocaleString('en')} × 384, ${size.kind}`);
    const set = makeVectors(size.kind, size.count, size.queries);
    const rows: Row[] = [];
    for (const contender of [ours, vec0]) rows.push(...(await measure(contender, set)));
    const tooLarge = size.count > largeForPeers && !large;
    if (tooLarge) console.log('  the others: left out at this size, --large builds them too');
    for (const [, peer] of others) {
      if (peer && !tooLarge) rows.push(...(await measure(peer, set)));
    }
    judge(rows, size);
  }
}

async function measure(contender: Contender, set: VectorSet): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lorekeep-knn-'));
  const rows: Row[] = [];
  try {
    const built = await contender.build(set, folder);
    const size = (bytes: number | null) => (bytes === null ? '?' : (bytes / 1e6).toFixed(0));
    console.log(
      `  ${contender.name}: built in ${built.buildSeconds.toFixed(1)} s, ` +
        `${size(built.diskBytes)} MB on disk, ${size(built.memoryBytes)} MB in memory; ` +
        `filters: ${contender.filter}`,
    );
    for (const share of shares) {
      const row = await measureShare(contender, built, set, share);
      rows.push(row);
      console.log(
        `    ${`${share * 100} %`.padStart(5)}  recall ${row.recall.toFixed(3)}` +
          `  p50 ${row.p50.toFixed(2)} ms  p95 ${row.p95.toFixed(2)} ms`,
      );
    }
    built.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return rows;
}

async function measureShare(
  { name, efforts }: Contender,
  built: Built,
  set: VectorSet,
  share: Share,
): Promise<Row> {
  let recall = 0;
  let effort = efforts[0]!;
  for (effort of efforts) {
    recall = await recallOf(built, set, share, effort);
    if (recall >= recallWanted) break;
  }
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    if (times.length > 0 && Math.min(...times) > slowMs) break;
    for (const query of set.queries) {
      const started = performance.now();
      await built.search(query, share, effort);
      times.push(performance.now() - started);
    }
  }
  times.sort((a, b) => a - b);
  const at = (part: number) => times[Math.floor(part * (times.length - 1))]!;
  return { name, share, recall, p50: at(0.5), p95: at(0.95) };
}

async function recallOf(built: Built, set: VectorSet, share: Share, effort: number) {
  let found = 0;
  let all = 0;
  for (const [i, query] of set.queries.entries()) {
    const nearest = set.nearest.get(share)![i]!;
    all += nearest.size;
    found += (await built.search(query, share, effort)).filter((id) => nearest.has(id)).length;
  }
  return all === 0 ? 1 : found / all;
}

/** What we are held to. */
function judge(rows: readonly Row[], { count, kind }: Size): void {
  if (kind !== 'clustered' || count < 100_000) return;
  const of = (name: string, share: Share) =>
    rows.find((row) => row.name === name && row.share === share)!;
  const mine = shares.map((share) => of(ours.name, share));
  const faster = of(vec0.name, 1).p50 / mine[0]!.p50;
  const wanted = count >= 1_000_000 ? 40 : 15;
  console.log(
    `  ${faster.toFixed(0)} times faster than vec0 float32  (at least ${wanted}) ${verdict(faster >= wanted)}`,
  );
  const least = Math.min(...mine.map(({ recall }) => recall));
  console.log(
    `  recall@10, the least of all filters ${least.toFixed(3)}  (at least ${recallWanted}) ${verdict(least >= recallWanted)}`,
  );
  const slowest = Math.max(...mine.map(({ p95 }) => p95));
  console.log(
    `  p95, the most of all filters ${slowest.toFixed(1)} ms  (at most 10) ${verdict(slowest <= 10)}`,
  );
}
