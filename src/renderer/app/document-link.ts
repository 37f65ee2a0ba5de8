// The address of a place in a document. All of it stands in the address, so that a reload or a
// step back and forth comes to the same place.
import type { LocationQuery, RouteLocationRaw } from 'vue-router';
import type { Citation } from '../../shared/contract/answer.ts';
import type {
  DocumentFormat,
  DocumentRef,
  DocumentState,
  DocumentSummary,
} from '../../shared/contract/documents.ts';
import type { Hit, Range } from '../../shared/contract/search.ts';

export interface DocumentPlace {
  ref: DocumentRef;
  /** The passage to show; offsets into the extracted text. Null: the document's beginning. */
  passage: Range | null;
  /** Offset from which the first match is looked for: where the result's snippet has it. */
  at: number;
  /** Words to mark throughout the document. */
  words: string[];
  /** The answer that cites the passage, and the citation's number in it; null: none does. */
  cited: { turnId: string; n: number } | null;
}

const mostWords = 24;

export function linkToHit(hit: Hit): RouteLocationRaw {
  const words = new Set(hit.marks.map((mark) => wordOf(hit, mark)));
  const passage = { start: hit.start, end: hit.end };
  return link(hit, passage, [...words].slice(0, mostWords), {
    at: hit.start + tellingMark(hit),
  });
}

function wordOf(hit: Hit, mark: Range): string {
  return hit.text.slice(mark.start, mark.end).toLowerCase();
}

/** Where in the hit's text the eye should land: the rarest of the words that its snippet shows. */
function tellingMark(hit: Hit): number {
  const counts = new Map<string, number>();
  for (const mark of hit.marks) {
    counts.set(wordOf(hit, mark), (counts.get(wordOf(hit, mark)) ?? 0) + 1);
  }
  const shown = hit.marks.filter(
    (mark) => mark.start >= hit.snippet.start && mark.end <= hit.snippet.end,
  );
  const rarest = Math.min(...shown.map((mark) => counts.get(wordOf(hit, mark))!));
  return shown.find((mark) => counts.get(wordOf(hit, mark)) === rarest)?.start ?? 0;
}

/**
 * @param turnId the turn whose answer cites it, or '': what was cited then is shown if the document
 *   has changed since
 */
export function linkToCitation(citation: Citation, turnId: string): RouteLocationRaw {
  const cited = turnId === '' ? {} : { turn: turnId, cited: String(citation.n) };
  return link(citation, { start: citation.start, end: citation.end }, [], cited);
}

/** A heading: what it stands over is below it. A title stands nowhere in the text. */
export function linkToHeading(ref: DocumentRef, { start, end }: Range): RouteLocationRaw {
  return end > start ? link(ref, { start, end }, []) : link(ref, null, []);
}

export function linkToDocument(ref: DocumentRef): RouteLocationRaw {
  return link(ref, null, []);
}

const textStates: ReadonlySet<DocumentState> = new Set(['indexed', 'partial']);
/** Formats that have something to show without any text: pages, pictures, documents inside. */
const shownWithoutText: ReadonlySet<DocumentFormat | null> = new Set([
  'pdf',
  'image',
  'zip',
  'eml',
  'msg',
  'mbox',
]);

/** Whether there is anything to see in a document. */
export function canOpen({ state, format }: Pick<DocumentSummary, 'state' | 'format'>): boolean {
  return textStates.has(state) || (state === 'empty' && shownWithoutText.has(format));
}

function link(
  ref: DocumentRef,
  passage: Range | null,
  words: string[],
  more: { at?: number; turn?: string; cited?: string } = {},
): RouteLocationRaw {
  const { at = passage?.start, ...cited } = more;
  return {
    name: 'document',
    query: {
      folder: ref.folderId,
      path: ref.relativePath,
      ...(passage ? { start: String(passage.start), end: String(passage.end) } : {}),
      ...(words.length > 0 ? { word: words, at: String(at) } : {}),
      ...cited,
    },
  };
}

/** Reads such an address; null if it names no document. */
export function parsePlace(query: LocationQuery): DocumentPlace | null {
  const { folder, path } = query;
  if (typeof folder !== 'string' || typeof path !== 'string') return null;
  const start = Number(query['start']);
  const end = Number(query['end']);
  const at = Number(query['at']);
  const isPassage = Number.isInteger(start) && Number.isInteger(end) && start >= 0 && end > start;
  const words = [query['word']].flat().filter((word) => typeof word === 'string' && word !== '');
  return {
    ref: { folderId: folder, relativePath: path },
    passage: isPassage ? { start, end } : null,
    at: Number.isInteger(at) && at > 0 ? at : isPassage ? start : 0,
    words: words as string[],
    cited:
      typeof query['turn'] === 'string'
        ? { turnId: query['turn'], n: Number(query['cited']) }
        : null,
  };
}
