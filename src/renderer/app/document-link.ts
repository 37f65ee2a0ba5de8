// The address of a place in a document. All of it stands in the address, so that a reload or a
// step back and forth comes to the same place.
import type { LocationQuery, RouteLocationRaw } from 'vue-router';
import type { Citation } from '../../shared/contract/answer.ts';
import type { DocumentRef } from '../../shared/contract/documents.ts';
import type { Hit, Range } from '../../shared/contract/search.ts';

export interface DocumentPlace {
  ref: DocumentRef;
  /** The passage to show; offsets into the extracted text. Null: the document's beginning. */
  passage: Range | null;
  /** Words to mark throughout the document. */
  words: string[];
}

const mostWords = 24;

export function linkToHit(hit: Hit): RouteLocationRaw {
  const words = hit.marks.map((mark) => hit.text.slice(mark.start, mark.end).toLowerCase());
  return link(hit, { start: hit.start, end: hit.end }, [...new Set(words)].slice(0, mostWords));
}

export function linkToCitation(citation: Citation): RouteLocationRaw {
  return link(citation, { start: citation.start, end: citation.end }, []);
}

export function linkToDocument(ref: DocumentRef): RouteLocationRaw {
  return link(ref, null, []);
}

function link(ref: DocumentRef, passage: Range | null, words: string[]): RouteLocationRaw {
  return {
    name: 'document',
    query: {
      folder: ref.folderId,
      path: ref.relativePath,
      ...(passage ? { start: String(passage.start), end: String(passage.end) } : {}),
      ...(words.length > 0 ? { word: words } : {}),
    },
  };
}

/** Reads such an address; null if it names no document. */
export function parsePlace(query: LocationQuery): DocumentPlace | null {
  const { folder, path } = query;
  if (typeof folder !== 'string' || typeof path !== 'string') return null;
  const start = Number(query['start']);
  const end = Number(query['end']);
  const isPassage = Number.isInteger(start) && Number.isInteger(end) && start >= 0 && end > start;
  const words = [query['word']].flat().filter((word) => typeof word === 'string' && word !== '');
  return {
    ref: { folderId: folder, relativePath: path },
    passage: isPassage ? { start, end } : null,
    words: words as string[],
  };
}
