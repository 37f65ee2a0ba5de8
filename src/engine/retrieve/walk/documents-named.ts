// The documents that a person means by a name: “the leave policy” is the file leave-policy.md, or
// the one with that title, rather than each that has these words in a longer name.
import type { DocumentFilter } from '../../store/index/document-filter.ts';
import type { NamedText, SearchReader } from '../../store/index/search-reader.ts';
import { stopWordsOf } from '../../text/stop-words.ts';
import { fold, termsOf } from '../../text/terms.ts';
import { above, allOf } from '../keyword/expressions.ts';
import type { WalkedDocuments } from './walked-documents.ts';

/** The name must make up this much of a title or file name. */
const leastShare = 0.5;
/** So many documents with the words above their chunks are looked at. */
const mostLookedAt = 20_000;
const extension = /\.[\p{L}\p{N}]{1,5}$/u;

/** @returns those that fit the name best, all alike; none if it is no document's name */
export function documentsNamed(
  reader: SearchReader,
  name: string,
  filter: DocumentFilter,
  most: number,
): WalkedDocuments {
  const wantedDocuments = reader.filters.wanted(filter);
  const wanted = wantedDocuments && reader.chunkDocuments.wantedChunks(wantedDocuments);
  const terms = termsOfName(withoutExtension(name));
  if (terms.size === 0) return { count: 0, documents: [] };
  const chunks = reader.keywords.all(above(allOf([...terms])), wanted);
  const ids = new Set(reader.chunkDocuments.documentsOf(chunks));
  const candidates = reader.textsNamed([...ids].slice(0, mostLookedAt));
  const exact = candidates.filter((one) => isFile(one, name));
  const fitting = exact.length > 0 ? exact : bestFitting(candidates, terms);
  const sorted = fitting.toSorted((a, b) => (a.relativePath < b.relativePath ? -1 : 1));
  const documents = sorted.slice(0, most).map(({ document }) => ({ document, chunks: [] }));
  return { count: sorted.length, documents };
}

/** True for a path with this directory in it, whatever the case. */
export function isBelow(relativePath: string, directory: string): boolean {
  return relativePath
    .split('/')
    .slice(0, -1)
    .some((part) => fold(part) === fold(directory));
}

function isFile({ relativePath }: NamedText, name: string): boolean {
  return extension.test(name) && fold(fileName(relativePath)) === fold(name.trim());
}

function bestFitting(candidates: readonly NamedText[], terms: ReadonlySet<string>): NamedText[] {
  const shares = candidates.map(({ title, relativePath }) =>
    Math.max(shareOf(terms, title ?? ''), shareOf(terms, withoutExtension(fileName(relativePath)))),
  );
  const best = Math.max(0, ...shares);
  return best < leastShare ? [] : candidates.filter((_, i) => shares[i] === best);
}

/** The part of a name that these terms make up; 0 if it lacks one of them. */
function shareOf(terms: ReadonlySet<string>, name: string): number {
  const own = termsOfName(name);
  return [...terms].every((term) => own.has(term)) ? terms.size / own.size : 0;
}

/** The terms of a name, its stop words left out. */
function termsOfName(name: string): Set<string> {
  const all = [...termsOf(name)].map(({ term, start, end }) => ({
    term,
    word: fold(name.slice(start, end)),
  }));
  const stopWords = stopWordsOf(all.map(({ word }) => word));
  return new Set(all.filter(({ word }) => !stopWords.has(word)).map(({ term }) => term));
}

function withoutExtension(name: string): string {
  return name.trim().replace(extension, '');
}

function fileName(relativePath: string): string {
  return relativePath.slice(relativePath.lastIndexOf('/') + 1);
}
