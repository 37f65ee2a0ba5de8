// How questions about whole documents are asked in one language. Patterns are regular expressions of
// a whole question, its politeness and its last sign taken away; case does not count.

export interface Grammar {
  /**
   * `<D>` in a pattern: what people call documents. Other letters stand for `words` of the grammar;
   * `<T>` is what is asked about, `<A>` and `<B>` are what is compared, `<C>` is “this document”.
   */
  documents: string;
  /**
   * Every question that is meant has one of these in it, or one of the documents. Most questions have
   * none, and the patterns, which take time to be made, are not made for them. Left out: no such test.
   */
  signs?: string;
  words?: Readonly<Record<string, string>>;
  /** Said before and behind a question without a meaning of its own. */
  polite: { before?: string; behind?: string };
  /** Which documents hold something. */
  which: readonly string[];
  /** How many do. */
  count: readonly string[];
  /** The same of all documents there are, without `<T>`. */
  whichExist: readonly string[];
  countExisting: readonly string[];
  /** All that there is of something in the documents. */
  list: readonly string[];
  /** What is listed is no matter of all documents: steps of one procedure, what is the person's own. */
  notListed: string;
  /** The end of a topic that only says “in the documents”. */
  inDocuments?: string;
  summarise: readonly string[];
  /** How a summary is to be, behind what is summarised. */
  manner?: string;
  compare: readonly string[];
  /** Compared only where both are documents: else it is a usual question. */
  difference: readonly string[];
  /** This document, these documents. */
  chosen: string;
  /** This folder, everything. */
  scope: string;
  /** What stands around the name of a document, or of a folder, with `<T>`. */
  namedDocument: readonly string[];
  namedFolder: readonly string[];
  /** Before a name without a meaning of its own. */
  articles: string;
  /** A line that tells `{n}`. */
  counted: string;
}
