// How many documents of a folder are in which state.
import { documentStates, type DocumentState } from '../../../shared/contract/documents.ts';
import type { Folder } from '../../../shared/contract/library.ts';

export type StateCounts = Folder['documents'];

export interface StateCount {
  state: DocumentState;
  count: number;
}

export function totalDocuments(counts: StateCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** The states that occur, in the list's order. */
export function presentStates(counts: StateCounts): StateCount[] {
  return documentStates
    .map((state) => ({ state, count: counts[state] ?? 0 }))
    .filter(({ count }) => count > 0);
}

/** Documents in a final state that a person may want to look at. */
export function problemCount(counts: StateCounts): number {
  return presentStates(counts)
    .filter(({ state }) => state !== 'indexed' && state !== 'queued')
    .reduce((sum, { count }) => sum + count, 0);
}

export function sumCounts(all: readonly StateCounts[]): StateCounts {
  const sum = Object.fromEntries(documentStates.map((state) => [state, 0])) as StateCounts;
  for (const counts of all) {
    for (const state of documentStates) sum[state] += counts[state] ?? 0;
  }
  return sum;
}
