// One search from query to ranked chunks, on a reading connection. Runs in the searcher thread.
import type { Correction, Range, SearchMode } from '../../shared/contract/search.ts';
import {
  type FoundChunk,
  openSearchReader,
  type SearchReader,
} from '../store/index/search-reader.ts';
import { explained } from '../store/sqlite.ts';
import { findMarks, findSnippet } from './marks.ts';
import { keywordCandidates } from './keyword/keyword-candidates.ts';
import { passageTest } from './keyword/passage-test.ts';
import type { KeywordSource } from './keyword/ranked-search.ts';
import type { WeighedTerm } from './keyword/weigh-terms.ts';
import { createWordList } from './keyword/word-list.ts';
import type { ParsedQuery } from './query/parsed-query.ts';
import { loadKernel } from './semantic/kernel.ts';
import type { StartHelper } from './semantic/scan-helper.ts';
import { createVectorSearch, type VectorSearch } from './semantic/vector-search.ts';
import { type Evidence, gatherEvidence, type Ranked } from './rank/evidence.ts';
import { foldDuplicates } from './rank/near-duplicates.ts';
import { rankChunks, type RankedChunk } from './rank/rank-chunks.ts';
import { widened } from './rank/widen.ts';

export interface SearchRequest {
  query: ParsedQuery;
  /** Null where the mode needs none. */
  vector: Float32Array | null;
  embedder: string;
  /** How much the semantic side's opinion counts. */
  semanticWeight: number;
  /** The cosine of unrelated texts, for when it is not measured yet. */
  unrelated: number;
  mode: SearchMode;
  limit: number;
  /** Leaves out what only the semantic side found and nothing else speaks for. */
  onlyEvident: boolean;
  /** Short passages come with what stands around them: for answers. */
  widen: boolean;
}

/** A chunk found, trimmed, with what to mark in it. */
export interface Found extends FoundChunk {
  end: number;
  score: number;
  snippet: Range;
  marks: Range[];
  explain: Explanation;
}

interface Explanation extends Evidence {
  /** The part of the query's letter sequences that it holds, 0 to 1. */
  trigramScore: number;
  /** What nearness in meaning, and what the rest of its document added to the score. */
  meaning: number;
  support: number;
  /** How well a reranker found it to fit, 0 to 1, if one has read it. */
  rerankScore?: number;
  duplicates: FoundChunk[];
}

export interface SearchResult {
  found: Found[];
  /** The query's terms that stand in the index, with their weights. */
  terms: WeighedTerm[];
  corrections: Correction[];
}

/** The nearest that are candidates: what neither words nor these bring is not found. */
const semanticDepth = 60;
/** Chunks on either side of a passage that may widen it. */
const aroundPassage = 4;

export interface Searcher {
  search(request: SearchRequest): SearchResult;
  /** Brings into memory what the first search would wait for. */
  prepare(embedder: string, dimensions: number): void;
  close(): void;
}

/**
 * @param kernels the shipped folder of kernels
 * @param startHelper starts a thread that helps in a large index; null: searching does all itself
 */
export function openSearcher(
  file: string,
  kernels: string,
  startHelper: StartHelper | null = null,
): Searcher {
  const reader = openSearchReader(file);
  const nearest = createVectorSearch(reader.vectors, loadKernel(kernels), { startHelper });
  const source = { ...reader, nearest, wordList: createWordList(reader.vocabulary) };
  return {
    search: (request) => explained(file, () => reader.atOnce(() => search(source, request))),
    prepare: (embedder, dimensions) =>
      explained(file, () => reader.atOnce(() => nearest.prepare(embedder, dimensions))),
    close() {
      nearest.close();
      reader.close();
    },
  };
}

type Source = SearchReader & KeywordSource & { nearest: VectorSearch };

function search(reader: Source, request: SearchRequest): SearchResult {
  const { query, mode, limit } = request;
  const documents = reader.filters.wanted(query.filter);
  if (query.terms.length === 0) return newestDocuments(reader, documents, limit);
  const wanted = documents && reader.chunkDocuments.wantedChunks(documents);
  const nearby = beginSemanticSide(reader, request, documents);
  const { candidates, terms, corrections } = keywordCandidates(reader, query, wanted);
  const keyword = mode === 'semantic' ? [] : candidates;
  const semantic = nearby();
  const similarities = similaritiesOf(reader, request, keyword, semantic);
  const evidence = gatherEvidence(keyword, semantic, similarities);
  const chunks = reader.chunks([...evidence.keys()]).filter(passageTest(query) ?? (() => true));
  const { words, newestFirst } = query;
  const unrelated = reader.vectors.generation(request.embedder)?.unrelated ?? request.unrelated;
  const ranked = rankChunks(chunks, evidence, { ...request, unrelated, words, newestFirst });
  const asked = new Set([...query.terms, ...terms.map(({ term }) => term)]);
  const found = foldDuplicates(ranked, limit).map(({ passage, duplicates }) =>
    show(request.widen ? widenedIn(reader, passage) : passage, duplicates, asked),
  );
  return { found, terms, corrections };
}

/** Filters without words: the beginnings of the newest documents that they let through. */
function newestDocuments(
  reader: Source,
  documents: Uint8Array | null,
  limit: number,
): SearchResult {
  const found = reader.newest(documents, limit).map((chunk) => unranked(chunk, new Set()));
  return { found, terms: [], corrections: [] };
}

/** A chunk that nothing ranked, as it is shown; `terms` are marked in it. */
export function unranked(chunk: FoundChunk, terms: ReadonlySet<string>): Found {
  const evidence = { keywordRank: null, keywordScore: 0, semanticRank: null, semanticScore: 0 };
  const nothing = { score: 0, trigramShare: 0, opinion: 0, meaning: 0, support: 0 };
  return show({ ...chunk, evidence, ...nothing }, [], terms);
}

/** The scan for the nearest goes on beside the keyword side where a second core is free. */
function beginSemanticSide(
  { nearest }: Source,
  { mode, embedder, vector }: SearchRequest,
  wanted: Uint8Array | null,
): () => Ranked[] {
  if (mode === 'keyword' || !vector) return () => [];
  const found = nearest.begin(embedder, vector, wanted);
  return () =>
    found(semanticDepth).map(({ chunkId, similarity }) => ({ chunkId, score: similarity }));
}

/** Cosines of the keyword side's chunks; of those that are among the nearest they are known. */
function similaritiesOf(
  { nearest }: Source,
  { embedder, vector }: SearchRequest,
  keyword: readonly Ranked[],
  nearby: readonly Ranked[],
): Map<number, number> {
  const known = new Map(nearby.map(({ chunkId, score }) => [chunkId, score]));
  if (!vector || nearby.length === 0) return known;
  const others = keyword.flatMap(({ chunkId }) => (known.has(chunkId) ? [] : [chunkId]));
  return new Map([...known, ...nearest.similarities(embedder, vector, others)]);
}

function widenedIn(reader: Source, passage: RankedChunk): RankedChunk {
  const { documentId, ordinal } = passage;
  return widened(
    passage,
    reader.neighbours(documentId, ordinal - aroundPassage, ordinal + aroundPassage),
  );
}

/** A chunk as shown: trimmed, its words marked. */
function show(ranked: RankedChunk, duplicates: FoundChunk[], terms: ReadonlySet<string>): Found {
  const { evidence, trigramShare: trigramScore, meaning, support, opinion: _, ...chunk } = ranked;
  const lead = chunk.text.length - chunk.text.trimStart().length;
  const text = chunk.text.trim();
  const start = chunk.start + lead;
  const marks = findMarks(text, terms);
  const end = start + text.length;
  const explain = { ...evidence, trigramScore, meaning, support, duplicates };
  return { ...chunk, text, start, end, marks, snippet: findSnippet(text, marks), explain };
}
