// What a query looks for, word by word. A word that is typed wrongly, or not to its end, stands for
// several terms of the index, any of which answers it.
import { slipsAllowed } from './spelling.ts';
import { idf } from './weigh-terms.ts';
import type { Correction } from '../../../shared/contract/search.ts';
import { fold, termsOf } from '../../text/terms.ts';
import { isPlainWord, type Vocabulary } from '../../store/index/vocabulary.ts';
import type { ParsedQuery } from '../query/parsed-query.ts';
import type { WordList } from './word-list.ts';

export interface Choice {
  term: string;
  /** In how many chunks it stands. */
  frequency: number;
  /** How well it answers: 1 for the term that was asked for. */
  share: number;
}

/** A word of the query. */
export interface Slot {
  /** The term that was asked for. */
  asked: string;
  choices: Choice[];
  /** Of all its choices together, at most the number of chunks. */
  frequency: number;
  /** Inverse document frequency. */
  weight: number;
}

export interface Slots {
  /** Those that stand in the index, rarest first. */
  found: Slot[];
  corrections: Correction[];
}

export interface WordSource {
  chunks: number;
  frequency(term: string): number;
  vocabulary: Vocabulary;
  wordList: WordList;
}

/** A long text pasted as a query is searched by its rarest terms. */
const mostSlots = 48;
/** Such a text is not mended either: it is no typing. */
const mostMended = 4;
const longestMended = 16;
/** Completions of an unfinished word. */
const completions = 8;
const shortestStart = 3;
const completedShare = 0.8;
/** A word as it was typed is likelier meant than one that it only begins. */
const completedBesideShare = 0.4;
/** By the number of slips. */
const mendedShares = [1, 0.9, 0.75];
const mostChoices = 3;
/** A word so much less likely than the likeliest (natural logarithm) is not looked for beside it. */
const muchLess = 3;

export function slotsOf(query: ParsedQuery, source: WordSource): Slots {
  const corrections: Correction[] = [];
  const words = wordsByTerm(query.words);
  const unfinished = query.unfinished === null ? null : onlyTerm(query.unfinished);
  let mended = query.words.length > longestMended ? mostMended : 0;
  const found = query.terms.flatMap((asked): Slot[] => {
    const frequency = source.frequency(asked);
    const choices: Choice[] = frequency > 0 ? [{ term: asked, frequency, share: 1 }] : [];
    const word = words.get(asked);
    if (word !== undefined && asked === unfinished) {
      const share = frequency > 0 ? completedBesideShare : completedShare;
      choices.push(...completed(word, asked, share, source));
    }
    if (choices.length === 0 && word !== undefined && mended++ < mostMended) {
      const near = mendedWords(word, source);
      choices.push(...near.choices);
      if (near.word !== null) corrections.push({ word, term: near.word });
    }
    return choices.length > 0 ? [slotOf(asked, choices, source.chunks)] : [];
  });
  const rarest = found.toSorted((a, b) => a.frequency - b.frequency).slice(0, mostSlots);
  return { found: rarest, corrections };
}

function slotOf(asked: string, choices: Choice[], chunks: number): Slot {
  const sum = choices.reduce((all, { frequency }) => all + frequency, 0);
  const frequency = Math.min(chunks, sum);
  return { asked, choices, frequency, weight: idf(frequency, chunks) };
}

/** Words in an alphabet, folded, by their terms. Those that make several terms are left out. */
function wordsByTerm(words: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const word of words) {
    const term = onlyTerm(word);
    const folded = fold(word);
    if (term !== null && isPlainWord(folded)) found.set(term, folded);
  }
  return found;
}

function onlyTerm(word: string): string | null {
  const [first, second] = termsOf(word);
  return first && !second ? first.term : null;
}

/** Terms of the commonest words that begin so. */
function completed(
  start: string,
  asked: string,
  share: number,
  { vocabulary, frequency }: WordSource,
): Choice[] {
  if (start.length < shortestStart) return [];
  const words = vocabulary.beginningWith(start, completions);
  const terms = new Set(words.flatMap((word) => onlyTerm(word) ?? []));
  terms.delete(asked);
  return [...terms]
    .map((term) => ({ term, frequency: frequency(term), share }))
    .filter((choice) => choice.frequency > 0);
}

/** The nearest words that stand in the index; common ones first among those that are equally near. */
function mendedWords(
  word: string,
  { frequency, vocabulary, wordList }: WordSource,
): { word: string | null; choices: Choice[] } {
  const most = slipsAllowed(word);
  if (most === 0) return { word: null, choices: [] };
  wordList.follow();
  const near = wordList
    .near(word, most)
    .map((one) => ({ ...one, value: likelihood(word, one.word, one.distance, vocabulary) }))
    .toSorted((a, b) => b.value - a.value || (a.word < b.word ? -1 : 1))
    .slice(0, 4 * mostChoices);
  const choices = new Map<string, Choice>();
  let best: { word: string; distance: number; value: number } | null = null;
  for (const { word: candidate, distance, value } of near) {
    const term = onlyTerm(candidate);
    if (term === null || choices.size >= mostChoices) continue;
    // Words stay in the vocabulary when their last text goes.
    const chunks = frequency(term);
    if (chunks === 0 || (best && distance > best.distance)) continue;
    best ??= { word: candidate, distance, value };
    if (value < best.value - muchLess) continue;
    if (!choices.has(term)) {
      choices.set(term, { term, frequency: chunks, share: mendedShares[distance] ?? 0 });
    }
  }
  return { word: best?.word ?? null, choices: [...choices.values()] };
}

/** One slip more makes a word far less likely than its being rare; first letters are seldom wrong. */
function likelihood(
  word: string,
  candidate: string,
  distance: number,
  { seen }: Vocabulary,
): number {
  const start = word.charCodeAt(0) === candidate.charCodeAt(0) ? 4 : 0;
  return Math.log(1 + seen(candidate)) + start - 6 * distance;
}
