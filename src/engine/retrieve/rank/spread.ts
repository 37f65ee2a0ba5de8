// Several documents are seen at a glance, not one document many times.

/** So many passages of a document count in full. */
const inFull = 3;
/** What each further one counts: it stays ahead of what fits much worse. */
const furtherShare = 0.7;

/**
 * Lets a document's fourth and later passages count less. Changes the scores in place and returns
 * the passages in their new order; ties go to the older chunk, so that the same search gives the
 * same order.
 */
export function spreadDocuments<T extends { documentId: number; chunkId: number; score: number }>(
  passages: readonly T[],
): T[] {
  const shown = new Map<number, number>();
  const ordered = passages.toSorted(byScore);
  for (const passage of ordered) {
    const before = shown.get(passage.documentId) ?? 0;
    shown.set(passage.documentId, before + 1);
    if (before >= inFull) passage.score *= furtherShare;
  }
  return ordered.toSorted(byScore);
}

function byScore(
  a: { score: number; chunkId: number },
  b: { score: number; chunkId: number },
): number {
  return b.score - a.score || a.chunkId - b.chunkId;
}
