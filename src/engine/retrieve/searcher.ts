// One search from query to ranked chunks, on a reading connection. Runs in the searcher thread.
import type { Range, SearchMode } from '../../shared/contract/search.ts';
import {
  type FoundChunk,
  openSearchReader,
  type SearchReader,
} from '../store/index/search-reader.ts';
import { explained } from '../store/sqlite.ts';
import { type Candidate, fuse } from './fuse.ts';
import { addDocumentSupport } from './document-support.ts';
import { findMarks, findSnippet } from './marks.ts';
import { matchAny } from './query.ts';
import { queryTrigrams, trigramScores } from './trigrams.ts';
import { missingShare, scoreBound, weighTerms, type WeighedTerm } from './weigh-terms.ts';

export interface SearchRequest {
  terms: string[];
  /** The words that the terms were made from. */
  words: string[];
  /** Null where the mode needs none. */
  vector: Int8Array | null;
  embedder: string;
  /** The most that the semantic side adds to a score. */
  semanticWeight: number;
  mode: SearchMode;
  /** Ids of the folders to search; null for all. */
  folderIds: string[] | null;
  limit: number;
  /** Leaves out what only the semantic side found and nothing else speaks for. */
  onlyEvident: boolean;
}

/** A chunk found, trimmed, with what to mark in it. */
export interface Found extends FoundChunk {
  end: number;
  score: number;
  snippet: Range;
  marks: Range[];
  explain: Explanation;
}

type Explanation = Omit<Candidate, 'chunkId' | 'score'>;

export interface SearchResult {
  found: Found[];
  /** The query's terms that stand in the index, with their weights. */
  terms: WeighedTerm[];
}

/** Candidates of each side before they are joined: the cost of the nearest grows with them. */
const keywordDepth = 100;
const semanticDepth = 40;
/** How much shared trigrams count beside the words. Measured on dev sets. */
const trigramWeight = 0.5;
/**
 * What shares no word with the query needs this score to be shown: a search for something that
 * is nowhere finds nothing, instead of whatever happens to be nearest.
 */
const evidentScore = 0.1;

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

interface ScoredChunk extends FoundChunk {
  score: number;
  explain: Explanation;
}

function search(reader: SearchReader, request: SearchRequest): SearchResult {
  const folders = request.folderIds && reader.folderKeys(request.folderIds);
  if (folders?.length === 0) return { found: [], terms: [] };
  const chunks = reader.chunkCount();
  const terms = weighTerms(request.terms, chunks, reader.frequency);
  const missing = missingShare(request.terms, terms);
  const { mode } = request;
  const keyword = mode === 'semantic' ? [] : keywordSide(reader, terms, missing, chunks, folders);
  const semantic = mode === 'keyword' ? [] : semanticSide(reader, request, folders);
  const weight = mode === 'semantic' ? 1 : request.semanticWeight;
  const scored = readCandidates(reader, fuse(keyword, semantic, weight));
  if (mode !== 'semantic') addTrigrams(scored, request.words);
  const evident = request.onlyEvident ? scored.filter(isEvident) : scored;
  addDocumentSupport(evident);
  // Ties go to the older chunk, so that the same search gives the same order.
  evident.sort((a, b) => b.score - a.score || a.chunkId - b.chunkId);
  const asked = new Set(request.terms);
  const found = evident.slice(0, request.limit).map((chunk) => show(chunk, asked));
  return { found, terms };
}

/** Candidates with their texts. */
function readCandidates(reader: SearchReader, candidates: readonly Candidate[]): ScoredChunk[] {
  const byId = new Map(candidates.map((candidate) => [candidate.chunkId, candidate]));
  return reader.chunks([...byId.keys()]).map((chunk) => {
    const { chunkId: _, score, ...explain } = byId.get(chunk.chunkId)!;
    return { ...chunk, score, explain };
  });
}

function isEvident({ explain, score }: ScoredChunk): boolean {
  return explain.keywordRank !== null || score >= evidentScore;
}

function addTrigrams(scored: readonly ScoredChunk[], words: readonly string[]): void {
  const texts = scored.map(({ title, headingPath, text }) =>
    [title ?? '', ...headingPath, text].join('\n'),
  );
  const shares = trigramScores(queryTrigrams(words), texts);
  for (const [i, chunk] of scored.entries()) chunk.score += trigramWeight * shares[i]!;
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
    .keywordMatches(match, keywordDepth, folders)
    .map(({ chunkId, score }) => ({ chunkId, score: score / bound }));
}

function semanticSide(reader: SearchReader, request: SearchRequest, folders: number[] | null) {
  // A vector of zeros knows nothing of the query and has no neighbours.
  if (!request.vector?.some((value) => value !== 0)) return [];
  const neighbours = reader.nearest(request.embedder, request.vector, semanticDepth, folders) ?? [];
  return neighbours.map(({ chunkId, similarity }) => ({ chunkId, score: similarity }));
}

/** A chunk as shown: trimmed, its words marked. */
function show(chunk: ScoredChunk, terms: ReadonlySet<string>): Found {
  const lead = chunk.text.length - chunk.text.trimStart().length;
  const text = chunk.text.trim();
  const start = chunk.start + lead;
  const marks = findMarks(text, terms);
  const end = start + text.length;
  return { ...chunk, text, start, end, marks, snippet: findSnippet(text, marks) };
}
