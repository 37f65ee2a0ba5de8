// Where the words of a question stand in a passage, in whatever form, and how close together.
import type { Passage } from '../../answerer.ts';
import { readable } from '../../text/chunk-text.ts';
import { fold, termsOf } from '../../text/terms.ts';
import { likeness, triplesOf } from './likeness.ts';
import type { QuestionWord } from './question-words.ts';

/** What a passage holds of a question; shares are parts of its words' weights, 0 to 1. */
export interface Held {
  /** For each of the question's words how surely it stands there, 0 to 1. */
  words: number[];
  /** In the passage and its headings. */
  all: number;
  /** In some thirty words of it that follow each other: about two sentences. */
  window: number;
  /** Of neighbouring words of the question those that are neighbours here as well. */
  pairs: number;
}

/** A word that stands in title or headings alone. */
const headingShare = 0.8;
const windowWords = 30;
const windowStep = 5;
/** Neighbours have at most one word between them. */
const neighbours = 2;
/** Words this alike count as the same where neighbours are looked for. */
const sameWord = 0.6;
/** A passage is looked at as far as this many words. */
const mostWords = 1200;

/** A place in a passage, in words, where a word of the question stands. */
interface Place {
  at: number;
  /** Which of the question's words. */
  word: number;
  share: number;
}

/** Makes the function that tells what passages hold of these words. */
export function heldIn(words: readonly QuestionWord[]): (passage: Passage) => Held {
  const total = words.reduce((sum, { weight }) => sum + weight, 0) || 1;
  const weigh = (shares: readonly number[]) =>
    words.reduce((sum, { weight }, i) => sum + weight * shares[i]!, 0) / total;
  const placesIn = createFinder(words);
  return (passage) => {
    const { places, length } = placesIn(readable(passage.text, passage.format));
    const above = new Set([...termsOf(aboveOf(passage))].map(({ term }) => term));
    const aboveText = fold(aboveOf(passage));
    const shares: number[] = words.map(({ term, word }) =>
      (term === null ? aboveText.includes(word) : above.has(term)) ? headingShare : 0,
    );
    for (const { word, share } of places) shares[word] = Math.max(shares[word]!, share);
    return {
      words: shares,
      all: weigh(shares),
      window: bestWindow(words, places, length, weigh),
      pairs: pairsHeld(words, places),
    };
  };
}

function aboveOf({ title, headingPath }: Passage): string {
  return [title, ...headingPath].join('\n');
}

type Finder = (text: string) => { places: Place[]; length: number };

function createFinder(words: readonly QuestionWord[]): Finder {
  const byTriple = new Map<string, number[]>();
  for (const [i, { word, term }] of words.entries()) {
    if (term === null) continue;
    for (const triple of new Set(triplesOf(word))) {
      byTriple.set(triple, [...(byTriple.get(triple) ?? []), i]);
    }
  }
  const known = new Map<string, readonly Omit<Place, 'at'>[]>();

  function sharesOf(word: string, term: string): readonly Omit<Place, 'at'>[] {
    let found = known.get(word);
    if (!found) {
      const alike = new Set(triplesOf(word).flatMap((triple) => byTriple.get(triple) ?? []));
      found = words.flatMap((asked, i) => {
        const share = asked.term === term ? 1 : alike.has(i) ? likeness(asked.word, word) : 0;
        return share > 0 ? [{ word: i, share }] : [];
      });
      known.set(word, found);
    }
    return found;
  }

  return (text) => {
    const places: Place[] = [];
    const starts: number[] = [];
    for (const { term, start, end } of termsOf(text)) {
      if (starts.length === mostWords) break;
      const shares = sharesOf(fold(text.slice(start, end)), term);
      for (const one of shares) places.push({ ...one, at: starts.length });
      starts.push(start);
    }
    addIdeographic(words, text, starts, places);
    return { places: places.toSorted((a, b) => a.at - b.at), length: starts.length };
  };
}

/** Words of ideographs are found as they are written: the text is not told apart into words. */
function addIdeographic(
  words: readonly QuestionWord[],
  text: string,
  starts: readonly number[],
  places: Place[],
): void {
  if (words.every(({ term }) => term !== null)) return;
  const folded = text.toLowerCase();
  for (const [i, { word, term }] of words.entries()) {
    if (term !== null) continue;
    for (let from = folded.indexOf(word); from >= 0; from = folded.indexOf(word, from + 1)) {
      const at = placeBefore(starts, from);
      if (at === null) break;
      places.push({ at, word: i, share: 1 });
    }
  }
}

/** Index of the last start that is not behind an offset; null beyond the words looked at. */
function placeBefore(starts: readonly number[], offset: number): number | null {
  if (starts.length === 0 || (starts.length === mostWords && offset > starts.at(-1)!)) return null;
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= offset) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

function bestWindow(
  words: readonly QuestionWord[],
  places: readonly Place[],
  length: number,
  weigh: (shares: readonly number[]) => number,
): number {
  let best = 0;
  let first = 0;
  for (let from = 0; from < length; from += windowStep) {
    while (first < places.length && places[first]!.at < from) first++;
    const shares = words.map(() => 0);
    for (let i = first; i < places.length && places[i]!.at < from + windowWords; i++) {
      const { word, share } = places[i]!;
      shares[word] = Math.max(shares[word]!, share);
    }
    best = Math.max(best, weigh(shares));
    if (from + windowWords >= length) break;
  }
  return best;
}

function pairsHeld(words: readonly QuestionWord[], places: readonly Place[]): number {
  const of = words.map((_, i) =>
    places.flatMap(({ word, share, at }) => (word === i && share >= sameWord ? [at] : [])),
  );
  let held = 0;
  let total = 0;
  for (let i = 0; i + 1 < words.length; i++) {
    const weight = words[i]!.weight + words[i + 1]!.weight;
    total += weight;
    if (areNear(of[i]!, of[i + 1]!)) held += weight;
  }
  return total > 0 ? held / total : 0;
}

/** True if some of the two ascending lists are near each other, and not the same place. */
function areNear(a: readonly number[], b: readonly number[]): boolean {
  let j = 0;
  for (const at of a) {
    while (j < b.length && b[j]! < at - neighbours) j++;
    for (let k = j; k < b.length && b[k]! <= at + neighbours; k++) if (b[k] !== at) return true;
  }
  return false;
}
