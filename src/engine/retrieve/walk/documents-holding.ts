// Every document whose text holds what is asked for. Nothing is left out for the sake of time: the
// chunks that hold a word are a list of numbers in the keyword index, some hundred thousand of which
// are read in the time of a search. What costs more, ranking them, is done where they are few.
import type { WantedChunks } from '../../store/index/chunk-documents.ts';
import type { SearchReader } from '../../store/index/search-reader.ts';
import { allOf, anyOf, inOrder } from '../keyword/expressions.ts';
import { passageTest } from '../keyword/passage-test.ts';
import type { ParsedQuery } from '../query/parsed-query.ts';
import type { WalkedDocument, WalkedDocuments } from './walked-documents.ts';

/** Chunks that are ranked at most; of more, the first that stand in a document count. */
const mostRanked = 30_000;
/** Chunks in which exact phrases are looked up; of more, their stems in order are enough. */
const mostTested = 2000;
const chunksEach = 4;

/**
 * Words count where one chunk holds all of them, its headings included; where none does, where a
 * document does.
 *
 * @param most documents that are named; all are counted
 */
export function documentsHolding(
  reader: SearchReader,
  query: ParsedQuery,
  most: number,
): WalkedDocuments {
  const documents = reader.filters.wanted(query.filter);
  const wanted = documents && reader.chunkDocuments.wantedChunks(documents);
  const phrases = query.phrases.map(({ terms }) => `(${inOrder(terms)})`);
  const inPhrases = new Set(query.phrases.flatMap(({ terms }) => terms));
  const words = query.terms.filter((term) => !inPhrases.has(term));
  const parts = [...phrases, ...(words.length > 0 ? [`(${allOf(words)})`] : [])];
  if (parts.length === 0) return { count: 0, documents: [] };
  let found = group(reader, tested(reader, query, matches(reader, query, parts, wanted)));
  if (found.size === 0 && words.length > 1 && phrases.length === 0) {
    found = inWholeDocuments(reader, words, wanted);
  }
  for (const document of excludedDocuments(reader, query, wanted)) found.delete(document);
  const best = [...found.values()].toSorted((a, b) => b.score - a.score || a.document - b.document);
  const named = best.slice(0, most).map(({ document, chunks }) => ({ document, chunks }));
  return { count: best.length, documents: named };
}

/** Chunks with their scores; null where they are too many to be ranked. */
interface Matches {
  chunks: number[];
  scores: number[] | null;
}

function matches(
  { keywords }: SearchReader,
  query: ParsedQuery,
  parts: readonly string[],
  wanted: WantedChunks | null,
): Matches {
  const expression = parts.join(' AND ');
  const rarest = Math.min(...query.terms.map((term) => keywords.frequency(term)));
  if (rarest > mostRanked) return { chunks: keywords.all(expression, wanted), scores: null };
  const ranked = keywords.allRanked(expression, wanted);
  return {
    chunks: ranked.map(({ chunkId }) => chunkId),
    scores: ranked.map(({ score }) => score),
  };
}

/** Those in which phrases stand to the letter. */
function tested(reader: SearchReader, { phrases }: ParsedQuery, found: Matches): Matches {
  const test = passageTest({ phrases, excluded: [] });
  if (!test || found.chunks.length > mostTested) return found;
  const passages = reader.chunks(found.chunks).filter(test);
  const held = new Set(passages.map(({ chunkId }) => chunkId));
  const places = [...found.chunks.keys()].filter((i) => held.has(found.chunks[i]!));
  return {
    chunks: places.map((i) => found.chunks[i]!),
    scores: found.scores && places.map((i) => found.scores![i]!),
  };
}

interface Scored extends WalkedDocument {
  /** Of its best chunk. */
  score: number;
}

/** By document, with its best chunks; the first ones where nothing is ranked. */
function group({ chunkDocuments }: SearchReader, { chunks, scores }: Matches): Map<number, Scored> {
  const documents = chunkDocuments.documentsOf(chunks);
  const order = [...chunks.keys()];
  if (scores) order.sort((a, b) => scores[b]! - scores[a]! || chunks[a]! - chunks[b]!);
  const found = new Map<number, Scored>();
  for (const i of order) {
    const document = documents[i]!;
    const known = found.get(document);
    if (!known) {
      found.set(document, { document, chunks: [chunks[i]!], score: scores?.[i] ?? 0 });
    } else if (known.chunks.length < chunksEach) known.chunks.push(chunks[i]!);
  }
  return found;
}

/** Documents that hold all words, in whatever chunks; shown by those of the rarest. */
function inWholeDocuments(
  reader: SearchReader,
  words: readonly string[],
  wanted: WantedChunks | null,
): Map<number, Scored> {
  const { keywords } = reader;
  const rarestFirst = words.toSorted((a, b) => keywords.frequency(a) - keywords.frequency(b));
  const [first, ...others] = rarestFirst.map(
    (word) => () => group(reader, { chunks: keywords.all(anyOf([word]), wanted), scores: null }),
  );
  const held = first?.() ?? new Map<number, Scored>();
  for (const other of others) {
    if (held.size === 0) break;
    const of = other();
    for (const document of held.keys()) if (!of.has(document)) held.delete(document);
  }
  return held;
}

function excludedDocuments(
  reader: SearchReader,
  { excluded }: ParsedQuery,
  wanted: WantedChunks | null,
): number[] {
  return excluded.flatMap(({ terms }) =>
    reader.chunkDocuments.documentsOf(reader.keywords.all(inOrder(terms), wanted)),
  );
}
