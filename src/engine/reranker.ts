// The port to a model that reads a query and a passage together and says how well they fit.

export interface Reranker {
  readonly name: string;
  /**
   * @param budgetMs after which no further text is read
   * @returns 0 to 1 for each text; null for those that the time did not reach
   */
  rank(
    query: string,
    texts: readonly string[],
    budgetMs: number,
    signal: AbortSignal,
  ): Promise<(number | null)[]>;
}

/** The reranker that the person chose, which may change, and may be missing. */
export interface Reranking {
  /**
   * Null if none is chosen.
   *
   * @throws LorekeepError why it cannot be had
   */
  current(): { reranker: Reranker; budgetMs: number } | null;
  /** Told that it could not be had or did not work. The person is told once. */
  failed(error: unknown): void;
  /** Told that it worked. */
  worked(): void;
}
