// What a walk over whole documents reads: which documents match, all of them and not the best few,
// and their texts. Runs in the searcher thread, on a connection of its own.
import type { DocumentFilter } from '../../store/index/document-filter.ts';
import { openSearchReader, type SearchReader } from '../../store/index/search-reader.ts';
import { explained } from '../../store/sqlite.ts';
import type { ParsedQuery } from '../query/parsed-query.ts';
import { widened } from '../rank/widen.ts';
import { type Found, unranked } from '../searcher.ts';
import { documentsHolding } from './documents-holding.ts';
import { documentsNamed, isBelow } from './documents-named.ts';
import { joinedParts } from './joined-parts.ts';
import type { WalkedDocuments } from './walked-documents.ts';

export interface DocumentParts {
  parts: Found[];
  /** Where to read on; null: that was the end. */
  next: number | null;
}

export interface DocumentWalk {
  holding(query: ParsedQuery, most: number): WalkedDocuments;
  named(name: string, filter: DocumentFilter, most: number): WalkedDocuments;
  inScope(filter: DocumentFilter, directory: string | null, most: number): WalkedDocuments;
  passages(chunks: readonly number[], terms: readonly string[]): Found[];
  parts(document: number, from: number, most: number): DocumentParts;
  close(): void;
}

/** Chunks on either side of a passage that may widen it. */
const around = 3;

export function openDocumentWalk(file: string): DocumentWalk {
  const reader = openSearchReader(file);
  /** All that is read within is of one moment; damage comes out explained. */
  const atOnce = <T>(work: () => T): T => explained(file, () => reader.atOnce(work));
  return {
    holding: (query, most) => atOnce(() => documentsHolding(reader, query, most)),
    named: (name, filter, most) => atOnce(() => documentsNamed(reader, name, filter, most)),
    inScope: (filter, directory, most) =>
      atOnce(() => {
        const all = reader
          .textsByPath(reader.filters.wanted(filter))
          .filter(({ relativePath }) => directory === null || isBelow(relativePath, directory));
        const documents = all.slice(0, most).map(({ document }) => ({ document, chunks: [] }));
        return { count: all.length, documents };
      }),
    passages: (chunks, terms) => atOnce(() => passagesOf(reader, chunks, new Set(terms))),
    parts: (document, from, most) =>
      atOnce(() => {
        const read = reader.neighbours(document, from, from + most - 1);
        const next = read.length < most ? null : from + most;
        return { parts: joinedParts(read).map((part) => unranked(part, new Set())), next };
      }),
    close: () => reader.close(),
  };
}

/** In the order of the ids; a chunk that an earlier passage holds already is left out. */
function passagesOf(
  reader: SearchReader,
  chunks: readonly number[],
  terms: ReadonlySet<string>,
): Found[] {
  const byId = new Map(reader.chunks(chunks).map((chunk) => [chunk.chunkId, chunk]));
  const passages: Found[] = [];
  for (const id of chunks) {
    const chunk = byId.get(id);
    if (!chunk) continue;
    const { documentId, ordinal } = chunk;
    const near = reader.neighbours(documentId, ordinal - around, ordinal + around);
    const passage = unranked(widened(chunk, near), terms);
    const isKnown = passages.some(
      (other) =>
        other.documentId === documentId && other.start < passage.end && passage.start < other.end,
    );
    if (!isKnown) passages.push(passage);
  }
  return passages;
}
