/** What a document's second best passage adds to each of its passages; the third adds half. */
const supportShare = 0.1;

/**
 * Lets the rest of a document speak for its passages: of two passages that fit alike, the one
 * whose document has more to say on the matter is likelier meant. Changes the scores in place and
 * notes by how much.
 */
export function addDocumentSupport(
  candidates: readonly { score: number; support: number; documentId: number }[],
): void {
  const scores = new Map<number, number[]>();
  for (const { documentId, score } of candidates) {
    scores.set(documentId, [...(scores.get(documentId) ?? []), score]);
  }
  const bonus = new Map(
    [...scores].map(([documentId, list]) => {
      const [, second = 0, third = 0] = list.toSorted((a, b) => b - a);
      return [documentId, supportShare * (second + third / 2)];
    }),
  );
  for (const candidate of candidates) {
    candidate.support = bonus.get(candidate.documentId) ?? 0;
    candidate.score += candidate.support;
  }
}
