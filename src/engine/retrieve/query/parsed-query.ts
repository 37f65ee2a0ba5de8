// A person's words as the parts of retrieval understand them: what is looked for, what must and
// must not stand in a passage, and which documents count.
import type { DocumentFilter } from '../../store/index/document-filter.ts';

export interface ParsedQuery {
  /** What is asked, without operators: this is embedded. Empty if there are only filters. */
  text: string;
  /** Distinct terms of the free words and phrases in order, stop words dropped. */
  terms: string[];
  /** The words they were made from, as typed. */
  words: string[];
  /** Exact phrases that a passage must hold. */
  phrases: Phrase[];
  /** Words and phrases that a passage must not hold. */
  excluded: Phrase[];
  /** Documents that count; every part of it must hold. */
  filter: DocumentFilter;
  /** The word that is still being typed: it may be the beginning of a longer one; null for none. */
  unfinished: string | null;
  /** The newest documents first, instead of what fits best. */
  newestFirst: boolean;
}

/** Words that follow each other. */
export interface Phrase {
  /** As typed, without the quotes. */
  text: string;
  /** All its terms in order, stop words included: the index holds them too. */
  terms: string[];
}
