// The order of what a search found: each chunk scored by the evidence for it, then by its document.
import type { SearchMode } from '../../../shared/contract/search.ts';
import type { FoundChunk } from '../../store/index/search-reader.ts';
import { addDocumentSupport } from './document-support.ts';
import type { Evidence } from './evidence.ts';
import { headingsOnlyShare, ownWordsTest } from './own-words.ts';
import { opinionOf, roomForMeaning, scoreParts } from './score.ts';
import { spreadDocuments } from './spread.ts';
import { queryTrigrams, trigramScores } from './trigrams.ts';

/** What ranking goes by, beside the evidence. */
export interface RankOptions {
  mode: SearchMode;
  /** The query's words as typed. */
  words: readonly string[];
  newestFirst: boolean;
  /** How much the semantic side's opinion counts, and the cosine of unrelated texts. */
  semanticWeight: number;
  unrelated: number;
  /** Leaves out what only the semantic side found and nothing else speaks for. */
  onlyEvident: boolean;
}

export interface RankedChunk extends FoundChunk {
  score: number;
  evidence: Evidence;
  /** The part of the query's trigrams that it holds, 0 to 1. */
  trigramShare: number;
  /** The embedder's opinion of it, 0 to 1, and what that added to the score. */
  opinion: number;
  meaning: number;
  /** What the rest of its document added to the score. */
  support: number;
}

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

/**
 * @param evidence of every one of the chunks
 * @returns the best first; what is not evident is left out if it is asked for
 */
export function rankChunks(
  chunks: readonly FoundChunk[],
  evidence: ReadonlyMap<number, Evidence>,
  options: RankOptions,
): RankedChunk[] {
  const scored = scoreChunks(chunks, evidence, options);
  const kept = options.onlyEvident ? evident(scored) : scored;
  addDocumentSupport(kept);
  const ranked = spreadDocuments(kept);
  if (!options.newestFirst) return ranked;
  const least = (ranked[0]?.score ?? 0) * newestShare;
  return ranked
    .filter(({ score }) => score >= least)
    .toSorted((a, b) => b.modifiedAt - a.modifiedAt || b.score - a.score);
}

function scoreChunks(
  chunks: readonly FoundChunk[],
  evidence: ReadonlyMap<number, Evidence>,
  { mode, semanticWeight, unrelated, ...options }: RankOptions,
): RankedChunk[] {
  const texts = chunks.map(({ title, headingPath, text }) =>
    [title ?? '', ...headingPath, text].join('\n'),
  );
  const words = mode === 'semantic' ? [] : options.words;
  const trigramShares = trigramScores(queryTrigrams(words), texts);
  const saysIt = ownWordsTest(words);
  const weight = mode === 'semantic' ? 1 : semanticWeight;
  const of = ({ chunkId }: FoundChunk): Evidence => evidence.get(chunkId)!;
  const room = roomForMeaning(Math.max(0, ...chunks.map((chunk) => of(chunk).keywordScore)));
  return chunks.map((chunk, i) => {
    const own = of(chunk);
    const trigramShare = trigramShares[i]!;
    const share = saysIt(chunk.text) ? 1 : headingsOnlyShare;
    const opinion = opinionOf(own.semanticScore, unrelated);
    const { held, meaning } = scoreParts(
      own.keywordScore * share,
      trigramShare * share,
      opinion,
      weight,
      room,
    );
    const score = held + meaning;
    return { ...chunk, evidence: own, trigramShare, opinion, meaning, score, support: 0 };
  });
}

function evident(chunks: readonly RankedChunk[]): RankedChunk[] {
  const byWords = ({ evidence }: RankedChunk) => evidence.keywordRank !== null;
  const least = chunks.some(byWords) ? evidentBeside : evidentAlone;
  return chunks.filter((chunk) => byWords(chunk) || chunk.opinion >= least);
}
