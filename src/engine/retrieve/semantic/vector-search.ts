// The nearest chunks of a vector: codes in memory say which are worth a look, the vectors on disk
// which they are. Runs in the searcher thread, within one reading transaction a search.
import type { Direction } from '../../store/index/codes.ts';
import type { CodedGeneration, VectorReader } from '../../store/index/vector-reader.ts';
import {
  type CodeMemory,
  type CodeMemoryOptions,
  createCodeMemory,
  type Estimated,
} from './code-memory.ts';
import type { KernelModule } from './kernel.ts';

export interface Neighbour {
  chunkId: number;
  /** Cosine, −1 to 1. */
  similarity: number;
}

/** Candidates whose vectors may be read for a search. */
const mostRead = 1024;
/** So many candidates are all read: their order is exact. */
const allRead = 512;
/** Vectors read in one statement. */
const readAtOnce = 128;
/**
 * Reading ends when the next estimate would have to be wrong by so many standard deviations to
 * matter. How wrong estimates are is learned from those already read.
 */
const deviations = 3.5;

export type VectorSearch = ReturnType<typeof createVectorSearch>;

/** @param module the compiled kernel, see kernel.ts */
export function createVectorSearch(
  reader: VectorReader,
  module: KernelModule,
  options: CodeMemoryOptions = {},
) {
  let held: { generation: CodedGeneration; memory: CodeMemory } | null = null;

  /** The codes as they are now; null if there are none of this embedder and this length. */
  function codes(embedder: string, dimensions: number) {
    const generation = reader.generation(embedder);
    if (generation?.dimensions !== dimensions) return null;
    const known = held?.generation.id === generation.id ? held : null;
    if (known?.generation.version === generation.version) return known;
    if (!known) release();
    const memory = known?.memory ?? createCodeMemory(module, dimensions, options);
    try {
      update(memory, generation, known?.generation.version ?? -1);
    } catch (error) {
      // Reading failed half way: what is not whole is not held.
      memory.close();
      held = null;
      throw error;
    }
    held = { generation, memory };
    return held;
  }

  /** @param version what the memory holds already; −1: nothing */
  function update(memory: CodeMemory, generation: CodedGeneration, version: number): void {
    memory.trim(generation.blocks);
    memory.setCentre(reader.centre(generation));
    for (const { block, data } of reader.changedBlocks(generation, version)) {
      memory.setBlock(block, data);
    }
  }

  function release(): void {
    held?.memory.close();
    held = null;
  }

  return {
    /** Brings the codes into memory, so that the first search need not. */
    prepare(embedder: string, dimensions: number): void {
      codes(embedder, dimensions);
    },
    /**
     * Begins to look for the nearest chunks; what it returns ends it, within the same reading
     * transaction. In between a second core is at work in a large index.
     *
     * @param query of any scale: only its direction counts
     * @param wanted a byte for each document id, 1 if it counts, documents beyond its end do not;
     *   null if all do
     * @returns as many as asked for, at most 256, best first, ties in the order of their ids; none
     *   if there are no vectors to compare it with, as the embedder is another
     */
    begin(
      embedder: string,
      query: Direction,
      wanted: Uint8Array | null,
    ): (count: number) => Neighbour[] {
      const found = codes(embedder, query.length);
      if (!found || isZero(query)) return () => [];
      const selected = found.memory.begin(query, wanted);
      return (count) =>
        count <= 0 ? [] : rescored(reader, found.generation, query, selected(mostRead), count);
    },
    /** The cosines of some chunks, for those that have a vector. */
    similarities(
      embedder: string,
      query: Direction,
      chunkIds: readonly number[],
    ): Map<number, number> {
      const generation = reader.generation(embedder);
      if (generation?.dimensions !== query.length || isZero(query)) return new Map();
      return readCosines(reader, generation, query, chunkIds);
    },
    /** Bytes that the codes take. */
    bytes: () => held?.memory.bytes() ?? 0,
    /** Forgets the codes, and ends the thread that helps. */
    close: release,
  };
}

/** Reads candidates in the order of their estimates until those left have no chance. */
function rescored(
  reader: VectorReader,
  generation: CodedGeneration,
  query: Direction,
  candidates: readonly Estimated[],
  count: number,
): Neighbour[] {
  let best: Neighbour[] = [];
  const errors = { count: 0, sum: 0, squares: 0 };
  const step = candidates.length <= allRead ? allRead : Math.max(readAtOnce, count);
  for (let from = 0; from < candidates.length; from += step) {
    const next = candidates.slice(from, from + step);
    if (best.length >= count && hopeless(next[0]!.estimate, best.at(-1)!.similarity, errors)) break;
    const cosines = readCosines(
      reader,
      generation,
      query,
      next.map(({ chunkId }) => chunkId),
    );
    for (const { chunkId, estimate } of next) {
      const similarity = cosines.get(chunkId);
      if (similarity === undefined) continue;
      best.push({ chunkId, similarity });
      const error = similarity - estimate;
      errors.count++;
      errors.sum += error;
      errors.squares += error * error;
    }
    best = best
      .toSorted((a, b) => b.similarity - a.similarity || a.chunkId - b.chunkId)
      .slice(0, count);
  }
  return best;
}

function hopeless(
  estimate: number,
  wanted: number,
  errors: { count: number; sum: number; squares: number },
): boolean {
  const mean = errors.sum / errors.count;
  const deviation = Math.sqrt(Math.max(0, errors.squares / errors.count - mean * mean));
  return estimate + mean + deviations * deviation < wanted;
}

function readCosines(
  reader: VectorReader,
  generation: CodedGeneration,
  query: Direction,
  chunkIds: readonly number[],
): Map<number, number> {
  const length = Math.sqrt(squares(query));
  const cosines = new Map<number, number>();
  for (const [chunk, vector] of reader.vectors(generation, chunkIds)) {
    let product = 0;
    let own = 0;
    for (let i = 0; i < query.length; i++) {
      const value = vector[i]!;
      product += query[i]! * value;
      own += value * value;
    }
    if (own > 0) cosines.set(chunk, product / (length * Math.sqrt(own)));
  }
  return cosines;
}

function squares(vector: Direction): number {
  let sum = 0;
  for (const value of vector) sum += value * value;
  return sum;
}

function isZero(vector: Direction): boolean {
  return vector.every((value) => value === 0);
}
