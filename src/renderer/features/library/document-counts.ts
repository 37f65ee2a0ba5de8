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
