// Suggestions while typing: documents by parts of their names, and headings. Names are loaded
// once, in slices between which searches run, and followed by the ids of what changed.
import { setImmediate as turn } from 'node:timers/promises';
import type { Range } from '../../../shared/contract/search.ts';
import type { Heading } from '../../store/index/document-headings.ts';
import {
  type NamedDocument,
  type NameReader,
  type NameRow,
  openNameReader,
} from '../../store/index/name-reader.ts';
import { explained } from '../../store/sqlite.ts';
import { foldName, markName } from './fold-name.ts';
import { createNameList, type ListedName, type NameList, type NameMatch } from './name-list.ts';

export interface SuggestRequest {
  /** Folded words, all of which must stand in a name. */
  words: string[];
  folderIds: string[];
  limit: number;
}

export interface SuggestedDocument extends Omit<NamedDocument, 'headings'> {
  marks: Range[];
}

export interface SuggestedPlace extends SuggestedDocument {
  text: string;
  /** Where it stands in the document's text; nowhere (0, 0) if it is its title. */
  start: number;
  end: number;
}

export interface Suggested {
  files: SuggestedDocument[];
  headings: SuggestedPlace[];
}

export interface Suggester {
  /** Reads the names that are not known yet; searches run in between. */
  load(): Promise<void>;
  suggest(request: SuggestRequest): Promise<Suggested>;
  close(): void;
}

/** Documents read at once: a few milliseconds of work. */
const sliceRows = 1000;
/** Characters of headings held at most: about a hundred bytes for each of so many documents. */
const mostHeadingLength = 32 * 1024 * 1024;
/** Found ones may be gone or changed since: some more are looked at than shown. */
const spare = 3;
/** The place of a title, which is no heading of the text. */
const titlePlace = -1;

interface Loaded {
  files: NameList;
  headings: NameList;
  last: number;
}

export function openSuggester(file: string): Suggester {
  const reader = openNameReader(file);
  let isClosed = false;
  let loaded = nothing();
  let loading: Promise<void> | null = null;

  async function readOn(): Promise<void> {
    // What changed is listed again beside what it was: at some point it pays to begin anew.
    if (loaded.files.size > 2 * reader.count() + 10 * sliceRows) loaded = nothing();
    for (;;) {
      const rows = explained(file, () => reader.slice(loaded.last, sliceRows));
      add(loaded, rows);
      if (rows.length < sliceRows) return;
      await turn();
      if (isClosed) return;
    }
  }

  function load(): Promise<void> {
    loading ??= readOn().finally(() => {
      loading = null;
    });
    return loading;
  }

  return {
    load,
    async suggest(request) {
      await load();
      return isClosed
        ? { files: [], headings: [] }
        : explained(file, () => find(reader, loaded, request));
    },
    close() {
      isClosed = true;
      reader.close();
    },
  };
}

function nothing(): Loaded {
  return {
    files: createNameList({ isPath: true }),
    headings: createNameList({ isPath: false }),
    last: 0,
  };
}

function add(to: Loaded, rows: readonly NameRow[]): void {
  const last = rows.at(-1);
  if (!last) return;
  to.last = last.id;
  to.files.add(
    rows.map(({ document, folder, relativePath }) => ({
      document,
      folder,
      place: 0,
      text: relativePath,
    })),
  );
  if (to.headings.length < mostHeadingLength) to.headings.add(rows.flatMap(headingsOf));
}

function headingsOf({ document, folder, title, headings }: NameRow): ListedName[] {
  const list = headings.map(([place, , text]) => ({ document, folder, place, text }));
  const isNew = title !== null && headings.every(([, , text]) => text !== title);
  return isNew ? [{ document, folder, place: titlePlace, text: title }, ...list] : list;
}

function find(reader: NameReader, { files, headings }: Loaded, request: SuggestRequest): Suggested {
  const { words, limit } = request;
  const folders = new Set(reader.folderKeys(request.folderIds));
  const inFiles = files.find(words, folders, limit * spare);
  const inHeadings = headings.find(words, folders, limit * spare);
  const ids = [...inFiles, ...inHeadings].map(({ document }) => document);
  const byId = new Map(reader.documents([...new Set(ids)]).map((one) => [one.document, one]));
  return {
    files: filesOf(inFiles, byId, words).slice(0, limit),
    headings: placesOf(inHeadings, byId, words).slice(0, limit),
  };
}

function holdsAll(name: string, words: readonly string[]): boolean {
  const folded = foldName(name);
  return words.every((word) => folded.includes(word));
}

function filesOf(
  matches: readonly NameMatch[],
  byId: ReadonlyMap<number, NamedDocument>,
  words: readonly string[],
): SuggestedDocument[] {
  const ids = new Set(matches.map(({ document }) => document));
  return [...ids].flatMap((id) => {
    const document = byId.get(id);
    if (!document || !holdsAll(document.relativePath, words)) return [];
    const { headings: _, ...shown } = document;
    return [{ ...shown, marks: markName(document.relativePath, words) }];
  });
}

function placesOf(
  matches: readonly NameMatch[],
  byId: ReadonlyMap<number, NamedDocument>,
  words: readonly string[],
): SuggestedPlace[] {
  const seen = new Set<string>();
  return matches.flatMap(({ document: id, place }) => {
    const document = byId.get(id);
    if (!document) return [];
    const { headings, ...shown } = document;
    const heading: Heading | undefined =
      place === titlePlace
        ? [0, 0, document.title ?? '']
        : headings.find(([start, , text]) => start === place && holdsAll(text, words));
    const [start = 0, end = 0, text = ''] = heading ?? [];
    const key = `${id} ${text}`;
    if (!holdsAll(text, words) || seen.has(key)) return [];
    seen.add(key);
    return [{ ...shown, text, start, end, marks: markName(text, words) }];
  });
}
