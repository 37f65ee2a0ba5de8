// Scanning by two threads: the same is found as by one, whatever the second one does.
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import {
  type CodeMemory,
  createCodeMemory,
} from '../../../../src/engine/retrieve/semantic/code-memory.ts';
import {
  createCodeSlabs,
  slabBlocks,
} from '../../../../src/engine/retrieve/semantic/code-slabs.ts';
import {
  createMemory,
  loadKernel,
  startKernel,
} from '../../../../src/engine/retrieve/semantic/kernel.ts';
import {
  helperStarter,
  type StartHelper,
} from '../../../../src/engine/retrieve/semantic/scan-helper.ts';
import {
  announceScan,
  createControl,
  finishedByHelper,
  helperBytes,
  helpOnce,
  type ScanOutcome,
  scanTogether,
  type SharedScan,
} from '../../../../src/engine/retrieve/semantic/shared-scan.ts';
import { placeQuery, queryBytes } from '../../../../src/engine/retrieve/semantic/query-tables.ts';
import {
  admitEqual,
  sortedCandidates,
  startSearch,
} from '../../../../src/engine/retrieve/semantic/candidates.ts';
import {
  createTurn,
  placesPerBlock,
  planeBytes,
} from '../../../../src/engine/store/index/codes.ts';
import { createNodeHost, shippedFolder } from '../../../../src/hosting/node-host.ts';
import { blocksOf } from '../../../support/code-blocks.ts';
import { clusteredVectors } from '../../../support/vector-index.ts';

const module = loadKernel(shippedFolder('kernels'));
const helperUrl = createNodeHost().threadUrl('scan-helper');
const dyingUrl = pathToFileURL(
  join(import.meta.dirname, '../../../support/dying-scan-helper.entry.ts'),
);
const dimensions = 32;
const centre = new Float32Array(dimensions);
const vectors = clusteredVectors(40_000, dimensions);
const blocks = blocksOf(vectors, dimensions, centre);
const equal = blocksOf(
  Array.from({ length: 30_000 }, () => vectors[0]!),
  dimensions,
  centre,
);
const queries = clusteredVectors(12, dimensions, { seed: 4 });
/** All documents, every tenth and every hundredth. */
const masks = [null, 10, 100].map((nth) =>
  nth === null ? null : Uint8Array.from({ length: 13_400 }, (_, i) => (i % nth === 3 ? 1 : 0)),
);

/** The searching thread's part, at once. */
function scanNow(
  shared: SharedScan,
  count: number,
  least: number,
  scanSlab: (slab: number) => void,
): ScanOutcome {
  return scanTogether(shared, announceScan(shared, count, least), scanSlab);
}

const memories: CodeMemory[] = [];
afterEach(() => {
  for (const memory of memories.splice(0)) memory.close();
});

function memoryOf(data: readonly Uint8Array[], startHelper: StartHelper | null): CodeMemory {
  const memory = createCodeMemory(module, dimensions, { startHelper, largeFrom: 64 });
  memories.push(memory);
  for (const [i, block] of data.entries()) memory.setBlock(i, block);
  return memory;
}

const alone = memoryOf(blocks, null);
const asked = queries.flatMap((query) => masks.map((mask) => ({ query, mask })));
const expected = asked.map(({ query, mask }) => alone.begin(query, mask)(500));

function expectTheSame(memory: CodeMemory): void {
  for (const [i, { query, mask }] of asked.entries()) {
    expect(memory.begin(query, mask)(500)).toEqual(expected[i]);
  }
}

/** A starter that tells about the scan. */
function watched(start: StartHelper) {
  const seen: { scan: SharedScan | null } = { scan: null };
  const startHelper: StartHelper = (scan) => {
    seen.scan = scan;
    return start(scan);
  };
  return { seen, startHelper };
}

function failed(error: Error): never {
  throw error;
}

/** What both threads see, without a second one. */
function scannable(data: readonly Uint8Array[]) {
  const memory = createMemory();
  const slabs = createCodeSlabs(memory, dimensions);
  const query = slabs.reserve(queryBytes(planeBytes(dimensions)));
  const search = slabs.reserve(100_000);
  const control = createControl(slabs.mostSlabs);
  const found = slabs.reserve(helperBytes);
  for (const [i, block] of data.entries()) slabs.set(i, block);
  placeQuery(memory.buffer, query, {
    turned: createTurn(dimensions)(queries[0]!),
    offset: 0,
    wanted: 0,
    wantedCount: 0,
    slabs: slabs.table,
  });
  const shared: SharedScan = { module, memory, control, query, found };
  return { memory, kernel: startKernel(module, memory), search, query, shared };
}

/** Searches, giving way to other threads, until something holds. */
async function searchUntil(memory: CodeMemory, holds: () => boolean): Promise<void> {
  for (let i = 0; !holds(); i++) {
    const { query, mask } = asked[i % asked.length]!;
    expect(memory.begin(query, mask)(500)).toEqual(expected[i % asked.length]);
    await setTimeout(1);
  }
}

test('with help the same is found, with filters too', async () => {
  const { seen, startHelper } = watched(helperStarter(helperUrl, failed));
  const memory = memoryOf(blocks, startHelper);
  const takesPart = () => seen.scan !== null && finishedByHelper(seen.scan) > 0;
  await searchUntil(memory, takesPart);
  expectTheSame(memory);
  await searchUntil(memory, takesPart);
});

test('a small index gets no help', () => {
  const memory = memoryOf(blocks.slice(0, 60), () => expect.unreachable());
  expect(memory.begin(queries[0]!, null)(10)).toHaveLength(10);
});

test('equal vectors: the first ones, by whomever they were found', async () => {
  const { seen, startHelper } = watched(helperStarter(helperUrl, failed));
  const memory = memoryOf(equal, startHelper);
  const first = Array.from({ length: 100 }, (_, i) => i + 1);
  let helped = 0;
  while (helped < 3) {
    const found = memory.begin(vectors[0]!, null)(100);
    expect(found.map(({ chunkId }) => chunkId)).toEqual(first);
    if (finishedByHelper(seen.scan!) > 0) helped++;
    await setTimeout(1);
  }
});

test('a slab scanned late goes before others where scores are equal', () => {
  const { memory, kernel, search, query } = scannable(equal);
  startSearch(memory, search, -Infinity, 100, 200);
  kernel.scan(search, query, slabBlocks, slabBlocks);
  admitEqual(memory, search, -Infinity);
  kernel.scan(search, query, 0, slabBlocks);
  kernel.keepBest(search, 100);
  expect(sortedCandidates(memory, search).map(({ place }) => place)).toEqual(
    Array.from({ length: 100 }, (_, i) => i),
  );
});

test('blocks that change are seen by both', async () => {
  const { seen, startHelper } = watched(helperStarter(helperUrl, failed));
  const memory = memoryOf(blocks.slice(0, 200), startHelper);
  memory.begin(queries[0]!, null)(10);
  for (const [i, block] of blocks.entries()) memory.setBlock(i, block);
  await searchUntil(memory, () => finishedByHelper(seen.scan!) > 0);
  memory.trim(100);
  const few = memoryOf(blocks.slice(0, 100), null);
  for (const { query, mask } of asked) {
    expect(memory.begin(query, mask)(500)).toEqual(few.begin(query, mask)(500));
  }
});

test('a helper that dies within a slab changes nothing, and is told of', async () => {
  const lost: Error[] = [];
  const memory = memoryOf(
    blocks,
    helperStarter(dyingUrl, (error) => lost.push(error)),
  );
  await searchUntil(memory, () => lost.length > 0);
  expect(lost[0]!.message).toBe('died as asked');
  expectTheSame(memory);
  // It is told of once, though it also ends.
  await setTimeout(50);
  expect(lost).toHaveLength(1);
});

test('what a helper has not finished is left to the other', () => {
  const { shared, kernel } = scannable(blocks);
  let slabs = 0;
  const dying = {
    scan(...args: Parameters<typeof kernel.scan>) {
      if (++slabs === 3) throw new Error('died');
      kernel.scan(...args);
    },
  };
  const { left, found } = scanNow(shared, blocks.length, -Infinity, (slab) => {
    if (slab === 1) expect(() => helpOnce(shared, dying)).toThrow('died');
  });
  // Slabs 2 and 3 are finished: all of what is in them is a candidate.
  expect(left).toEqual([4]);
  expect(found).toBe(2 * slabBlocks * placesPerBlock);
});

test('what a helper says about an earlier scan counts for nothing', () => {
  const { shared, kernel } = scannable(blocks);
  let later: ScanOutcome | null = null;
  const late = {
    scan(...args: Parameters<typeof kernel.scan>) {
      // Meanwhile the other has done its work alone, and is at another scan.
      later ??= scanNow(shared, blocks.length, 0, () => {});
      kernel.scan(...args);
    },
  };
  scanNow(shared, blocks.length, 0, (slab) => {
    if (slab === 1) helpOnce(shared, late);
  });
  expect(later).toEqual({ left: [], found: 0 });
  expect(finishedByHelper(shared)).toBe(0);
  // Not behind any more.
  const next = scanNow(shared, blocks.length, -Infinity, (slab) => {
    if (slab === 3) helpOnce(shared, kernel);
  });
  expect(next).toEqual({ left: [], found: (blocks.length - 4 * slabBlocks) * placesPerBlock - 64 });
});

test('a helper that had time in between has scanned all, and nothing is left', () => {
  const { shared, kernel } = scannable(blocks);
  const scan = announceScan(shared, blocks.length, 10);
  helpOnce(shared, kernel);
  const mine: number[] = [];
  expect(scanTogether(shared, scan, (slab) => void mine.push(slab))).toEqual({
    left: [],
    found: 0,
  });
  expect(mine).toEqual([]);
});

test('a helper without room for all of a slab takes none', () => {
  const { shared, kernel } = scannable(blocks);
  const { left, found } = scanNow(shared, blocks.length, -Infinity, (slab) => {
    if (slab === 0) helpOnce(shared, kernel);
  });
  expect(left).toEqual([]);
  expect(found).toBe(3 * slabBlocks * placesPerBlock);
});

test('a helper ends though it sleeps', async () => {
  const end = Promise.withResolvers<() => Promise<unknown>>();
  const start = helperStarter(helperUrl, failed);
  const memory = memoryOf(blocks, (scan) => {
    const stop = start(scan);
    end.resolve(stop);
    return stop;
  });
  memory.begin(queries[0]!, null)(10);
  const stop = await end.promise;
  await setTimeout(100);
  await stop();
});

test('a helper that cannot even be tried is told of', () => {
  const lost: Error[] = [];
  const memory = memoryOf(
    blocks,
    helperStarter(new URL('https://example.com/'), (error) => lost.push(error)),
  );
  expectTheSame(memory);
  expect(lost).toHaveLength(1);
});

test('a helper that cannot start is told of', async () => {
  const lost = Promise.withResolvers<Error>();
  const memory = memoryOf(blocks, helperStarter(new URL('file:///nowhere.js'), lost.resolve));
  expectTheSame(memory);
  expect((await lost.promise).message).toContain('nowhere.js');
  expectTheSame(memory);
});
