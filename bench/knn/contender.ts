// What the search bench asks of whoever takes part.
import type { Share, VectorSet } from './vectors.ts';

export interface Built {
  /** Seconds until the first search could be asked. */
  buildSeconds: number;
  diskBytes: number | null;
  memoryBytes: number | null;
  /**
   * Numbers of the vectors that it finds nearest.
   *
   * @param effort how hard it tries, one of `efforts`
   */
  search(query: Float32Array, share: Share, effort: number): Promise<number[]> | number[];
  close(): void;
}

export interface Contender {
  name: string;
  /** How it does filters. */
  filter: string;
  /** How hard it can try, least first: the first that keeps the recall is what is timed. */
  efforts: readonly number[];
  build(set: VectorSet, folder: string): Promise<Built> | Built;
}
