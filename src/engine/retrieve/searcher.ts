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
import { createVectorSearch, type VectorSearch } from './semantic/vector-search.ts';
import { addDocumentSupport } from './rank/document-support.ts';
import { type Evidence, gatherEvidence, type Ranked } from './rank/evidence.ts';
import { foldDuplicates } from './rank/near-duplicates.ts';
import { headingsOnlyShare, ownWordsTest } from './rank/own-words.ts';
import { opinionOf, roomForMeaning, type ScoreParts, scoreParts } from './rank/score.ts';
import { spreadDocuments } from './rank/spread.ts';
import { queryTrigrams, trigramScores } from './rank/trigrams.ts';
import { widened } from './rank/widen.ts';

export interface SearchRequest {
  query: ParsedQuery;
  /** Null where the mode needs none. */
  vector: Int8Array | null;
  embedder: string;
  /** How much the semantic side's opinion counts, and the cosine of unrelated texts. */
  semanticWeight: number;
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
  /** The part of the query's letter sequences that it holds, 0 to 1, weighed. */
  trigramScore: number;
  /** What the rest of its document added. */
  support: number;
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
/**
 * What shares no word with the query must be this near to be shown: beside passages that do, and
 * alone. A search for something that is nowhere finds nothing, instead of whatever happens to be
 * nearest. Opinions of the built-in embedder on right passages and on unrelated ones overlap (half
 * of the right ones lie above 0.25, half of the nearest unrelated ones below it).
 */
const evidentBeside = 0.15;
const evidentAlone = 0.25;
/** Of the newest first, only those that fit at least this part as well as the best. */
const newestShare = 0.5;
/** Chunks on either side of a passage that may widen it. */
const aroundPassage = 4;

export interface Searcher {
  search(request: SearchRequest): SearchResult;
  /** Brings into memory what the first search would wait for. */
  prepare(embedder: string, dimensions: number): void;
  close(): void;
}

/** @param kernels the shipped folder of kernels */
export function openSearcher(file: string, kernels: string): Searcher {
  const reader = openSearchReader(file);
  const nearest = createVectorSearch(reader.vectors, loadKernel(kernels));
  const source = { ...reader, nearest, wordList: createWordList(reader.vocabulary) };
  return {
    search: (request) => explained(file, () => reader.atOnce(() => search(source, request))),
    prepare: (embedder, dimensions) =>
      explained(file, () => reader.atOnce(() => nearest.prepare(embedder, dimensions))),
    close: () => reader.close(),
  };
}

interface ScoredChunk extends FoundChunk {
  score: number;
  evidence: Evidence;
  parts: ScoreParts;
}

type Source = SearchReader & KeywordSource & { nearest: VectorSearch };

function search(reader: Source, request: SearchRequest): SearchResult {
  const { query, mode, limit } = request;
  const documents = reader.filters.wanted(query.filter);
  if (query.terms.length === 0) return newestDocuments(reader, documents, limit);
  const wanted = documents && reader.chunkDocuments.wantedChunks(documents);
  const { candidates, terms, corrections } = keywordCandidates(reader, query, wanted);
  const keyword = mode === 'semantic' ? [] : candidates;
  const semantic = mode === 'keyword' ? [] : semanticSide(reader, request, documents);
  const similarities = similaritiesOf(reader, request, keyword, semantic);
  const evidence = gatherEvidence(keyword, semantic, similarities);
  const test = passageTest(query);
  const chunks = reader
    .chunks([...evidence.keys()])
    .filter((chunk) => (!documents || documents[chunk.documentId] === 1) && (!test || test(chunk)));
  const all = scoreChunks(chunks, evidence, request);
  const scored = request.onlyEvident ? evident(all) : all;
  const ranked = rank(scored, query.newestFirst);
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
  const nothing = { keywordRank: null, keywordScore: 0, semanticRank: null, semanticScore: 0 };
  const found = reader.newest(documents, limit).map((chunk) => {
    const scored = { ...chunk, score: 0, evidence: nothing };
    return show(
      { ...scored, parts: { keyword: 0, trigram: 0, semantic: 0, opinion: 0 } },
      [],
      new Set(),
    );
  });
  return { found, terms: [], corrections: [] };
}

function semanticSide({ nearest }: Source, request: SearchRequest, wanted: Uint8Array | null) {
  const { embedder, vector } = request;
  const neighbours = vector && nearest.nearest(embedder, vector, semanticDepth, wanted);
  return (neighbours ?? []).map(({ chunkId, similarity }) => ({ chunkId, score: similarity }));
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

function scoreChunks(
  chunks: readonly FoundChunk[],
  evidence: ReadonlyMap<number, Evidence>,
  { mode, query, semanticWeight, unrelated }: SearchRequest,
): ScoredChunk[] {
  const texts = chunks.map(({ title, headingPath, text }) =>
    [title ?? '', ...headingPath, text].join('\n'),
  );
  const words = mode === 'semantic' ? [] : query.words;
  const shares = trigramScores(queryTrigrams(words), texts);
  const saysIt = ownWordsTest(words);
  const weight = mode === 'semantic' ? 1 : semanticWeight;
  const scores = chunks.map(({ chunkId }) => evidence.get(chunkId)!.keywordScore);
  const room = roomForMeaning(Math.max(0, ...scores));
  return chunks.map((chunk, i) => {
    const own = evidence.get(chunk.chunkId)!;
    const opinion = opinionOf(own.semanticScore, unrelated);
    const share = saysIt(chunk.text) ? 1 : headingsOnlyShare;
    const held = { ...own, keywordScore: own.keywordScore * share };
    const parts = scoreParts(held, shares[i]! * share, opinion, weight, room);
    return {
      ...chunk,
      evidence: own,
      parts,
      score: parts.keyword + parts.trigram + parts.semantic,
    };
  });
}

function evident(chunks: readonly ScoredChunk[]): ScoredChunk[] {
  const byWords = ({ evidence }: ScoredChunk) => evidence.keywordRank !== null;
  const least = chunks.some(byWords) ? evidentBeside : evidentAlone;
  return chunks.filter((chunk) => byWords(chunk) || chunk.parts.opinion >= least);
}

function rank(scored: readonly ScoredChunk[], newestFirst: boolean): ScoredChunk[] {
  addDocumentSupport(scored);
  const ranked = spreadDocuments(scored);
  if (!newestFirst) return ranked;
  const least = (ranked[0]?.score ?? 0) * newestShare;
  return ranked
    .filter(({ score }) => score >= least)
    .toSorted((a, b) => b.modifiedAt - a.modifiedAt || b.score - a.score);
}

function widenedIn(reader: Source, passage: ScoredChunk): ScoredChunk {
  const { documentId, ordinal } = passage;
  return widened(
    passage,
    reader.neighbours(documentId, ordinal - aroundPassage, ordinal + aroundPassage),
  );
}

/** A chunk as shown: trimmed, its words marked. */
function show(
  { evidence, parts, ...chunk }: ScoredChunk,
  duplicates: FoundChunk[],
  terms: ReadonlySet<string>,
): Found {
  const lead = chunk.text.length - chunk.text.trimStart().length;
  const text = chunk.text.trim();
  const start = chunk.start + lead;
  const marks = findMarks(text, terms);
  const end = start + text.length;
  const support = chunk.score - parts.keyword - parts.trigram - parts.semantic;
  const explain = { ...evidence, trigramScore: parts.trigram, support, duplicates };
  return { ...chunk, text, start, end, marks, snippet: findSnippet(text, marks), explain };
}
