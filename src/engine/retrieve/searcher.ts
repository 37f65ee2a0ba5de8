// One search from query to ranked chunks, on a reading connection. Runs in the searcher thread.
import type { Range, SearchMode } from '../../shared/contract/search.ts';
import {
  type FoundChunk,
  openSearchReader,
  type SearchReader,
} from '../store/index/search-reader.ts';
import { explained } from '../store/sqlite.ts';
import { type Candidate, fuse } from './fuse.ts';
import { findMarks, findSnippet } from './marks.ts';
import { matchAny } from './query.ts';
import { scoreBound, weighTerms, type WeighedTerm } from './weigh-terms.ts';

export interface SearchRequest {
  terms: string[];
  /** Null where the mode needs none. */
  vector: Int8Array | null;
  embedder: string;
  mode: SearchMode;
  /** Ids of the folders to search; null for all. */
  folderIds: string[] | null;
  limit: number;
}

/** A chunk found, trimmed, with what to mark in it. */
export interface Found extends FoundChunk {
  end: number;
  score: number;
  snippet: Range;
  marks: Range[];
  explain: Omit<Candidate, 'chunkId' | 'score'>;
}

export interface SearchResult {
  found: Found[];
  /** The query's terms that stand in the index, with their weights. */
  terms: WeighedTerm[];
  /** Weight of the terms that stand nowhere, each as if it were the rarest. */
  missingWeight: number;
}

/** Candidates of each side before they are joined. */
const depth = 300;

export interface Searcher {
  search(request: SearchRequest): SearchResult;
  close(): void;
}

export function openSearcher(file: string): Searcher {
  const reader = openSearchReader(file);
  return {
    search: (request) => explained(file, () => search(reader, request)),
    close: () => reader.close(),
  };
}

function search(reader: SearchReader, request: SearchRequest): SearchResult {
  const folders = request.folderIds && reader.folderKeys(request.folderIds);
  if (folders?.length === 0) return { found: [], terms: [], missingWeight: 0 };
  const chunks = reader.chunkCount();
  const terms = weighTerms(request.terms, chunks, reader.frequency);
  const missing = request.terms.length - terms.length;
  const keyword =
    request.mode === 'semantic' ? [] : keywordSide(reader, terms, missing, chunks, folders);
  const semantic = request.mode === 'keyword' ? [] : semanticSide(reader, request, folders);
  const candidates = fuse(keyword, semantic, request.mode === 'semantic' ? 1 : undefined);
  const asked = new Set(request.terms);
  const found = candidates
    .slice(0, request.limit)
    .map((candidate) => showCandidate(reader, candidate, asked))
    .filter((hit) => hit !== null);
  return { found, terms, missingWeight: scoreBound([], missing, chunks) };
}

function keywordSide(
  reader: SearchReader,
  terms: readonly WeighedTerm[],
  missing: number,
  chunks: number,
  folders: number[] | null,
) {
  if (terms.length === 0) return [];
  const bound = scoreBound(terms, missing, chunks);
  const match = matchAny(terms.map(({ term }) => term));
  return reader
    .keywordMatches(match, depth, folders)
    .map(({ chunkId, score }) => ({ chunkId, score: score / bound }));
}

function semanticSide(reader: SearchReader, request: SearchRequest, folders: number[] | null) {
  // A vector of zeros knows nothing of the query and has no neighbours.
  if (!request.vector?.some((value) => value !== 0)) return [];
  const neighbours = reader.nearest(request.embedder, request.vector, depth, folders) ?? [];
  return neighbours.map(({ chunkId, similarity }) => ({ chunkId, score: similarity }));
}

function showCandidate(
  reader: SearchReader,
  candidate: Candidate,
  terms: ReadonlySet<string>,
): Found | null {
  const chunk = reader.chunk(candidate.chunkId);
  if (!chunk) return null;
  const { chunkId: _, score, ...explain } = candidate;
  const lead = chunk.text.length - chunk.text.trimStart().length;
  const text = chunk.text.trim();
  const start = chunk.start + lead;
  const marks = findMarks(text, terms);
  return {
    ...chunk,
    text,
    start,
    end: start + text.length,
    score,
    explain,
    marks,
    snippet: findSnippet(text, marks),
  };
}
