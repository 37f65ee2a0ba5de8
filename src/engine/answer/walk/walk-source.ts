// What a walk reads, as the answer feature knows it: the documents of a question's scope and their
// texts. All that match are counted; those that are named are the best, within a bound.
import type { Hit } from '../../../shared/contract/search.ts';

export interface WalkedDocument {
  document: number;
  /** Its best chunks for what was asked, best first; empty where it is to be read whole. */
  chunks: readonly number[];
}

export interface FoundDocuments {
  count: number;
  documents: readonly WalkedDocument[];
  /** What to mark in them. */
  terms: readonly string[];
}

/** Each throws the signal's reason, and what keeps the index from being read. */
export interface WalkSource {
  /** Those that were chosen one by one, or belong to the conversation; null: there are none. */
  chosen(most: number, signal: AbortSignal): Promise<FoundDocuments | null>;
  /** Those whose text holds all words and phrases; null: there is no word to look for. */
  holding(topic: string, most: number, signal: AbortSignal): Promise<FoundDocuments | null>;
  /** Those whose title or file name is this. */
  named(name: string, most: number, signal: AbortSignal): Promise<FoundDocuments>;
  /** All in scope, by their paths; those in a folder of this name if one is given. */
  inScope(folder: string | null, most: number, signal: AbortSignal): Promise<FoundDocuments>;
  passages(
    chunks: readonly number[],
    terms: readonly string[],
    signal: AbortSignal,
  ): Promise<Hit[]>;
  /** A slice of a document's text in order; `next` is where to read on, null at its end. */
  parts(
    document: number,
    from: number,
    most: number,
    signal: AbortSignal,
  ): Promise<{ parts: Hit[]; next: number | null }>;
}

/** Documents that are read at most; of more it is said that they were not. */
export const mostRead = 500;
/** Chunks of a document that are asked for at a time. */
const sliceChunks = 150;
/** Of a document so much is read, in UTF-16 units: a thousand pages. */
const longestRead = 3_000_000;

/**
 * A document's text, part by part.
 *
 * @returns true if that was all of it
 */
export async function* partsOf(
  source: WalkSource,
  document: number,
  signal: AbortSignal,
): AsyncGenerator<Hit[], boolean> {
  let length = 0;
  for (let from: number | null = 0; from !== null;) {
    const { parts, next }: Awaited<ReturnType<WalkSource['parts']>> = await source.parts(
      document,
      from,
      sliceChunks,
      signal,
    );
    if (parts.length > 0) yield parts;
    length += parts.reduce((sum, { text }) => sum + text.length, 0);
    if (length > longestRead && next !== null) return false;
    from = next;
  }
  return true;
}
