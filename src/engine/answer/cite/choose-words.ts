// Which words of a passage a statement rests on: the sentence, list item or table row that shares
// most with it, and its neighbours where they hold the rest.
import { termSet } from '../../text/term-set.ts';
import type { Sentence } from '../sentences.ts';
import { headerStart, type PassagePart, type PassageParts } from './passage-parts.ts';

/** A quote grows to this at most, in UTF-16 units. */
const longestQuote = 480;
const mostParts = 3;
/** A neighbour joins if it adds this share of what is said. */
const leastAdded = 0.2;
/** A number says more than a word. */
const numberWeight = 2;
const hasDigit = /\p{Nd}/u;

/** @returns null for a passage without words */
export function chooseWords(
  passage: string,
  { parts, holding }: PassageParts,
  statement: string,
): Sentence | null {
  if (parts.length === 0) return null;
  const weights = weightsOf(termSet(statement), parts, holding);
  const scores = new Map<number, number>();
  for (const [term, weight] of weights) {
    for (const part of holding.get(term)!) scores.set(part, (scores.get(part) ?? 0) + weight);
  }
  let [best, most] = [0, 0];
  for (const [part, sum] of scores) {
    // A long sentence shares more with anything.
    const score = sum / Math.sqrt(Math.max(8, parts[part]!.size));
    if (score > most || (score === most && part < best)) [best, most] = [part, score];
  }
  return withHeader(passage, widen(passage, parts, best, weights, holding));
}

/** How much each of the statement's terms says that the passage holds at all. */
function weightsOf(
  wanted: ReadonlySet<string>,
  parts: readonly PassagePart[],
  holding: PassageParts['holding'],
): Map<string, number> {
  const weights = new Map<string, number>();
  for (const term of wanted) {
    const held = holding.get(term)?.length ?? 0;
    // What stands everywhere in a long passage tells nothing.
    if (held === 0 || (held > 50 && held * 2 > parts.length)) continue;
    const rare = Math.log(1 + parts.length / held);
    weights.set(term, hasDigit.test(term) ? rare * numberWeight : rare);
  }
  return weights;
}

/** Takes in neighbours that hold what the best part lacks. */
function widen(
  text: string,
  parts: readonly PassagePart[],
  best: number,
  weights: ReadonlyMap<string, number>,
  holding: PassageParts['holding'],
): Sentence {
  let [first, last] = [best, best];
  const missing = new Map(weights);
  const take = (part: number) => {
    for (const term of missing.keys()) if (holding.get(term)!.includes(part)) missing.delete(term);
  };
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  take(best);
  while (last - first + 1 < mostParts && missing.size > 0) {
    const gains = [first - 1, last + 1].map((part) => {
      const other = parts[part];
      if (!other || !fits(text, parts, first, last, part)) return 0;
      let gain = 0;
      for (const [term, weight] of missing) if (holding.get(term)!.includes(part)) gain += weight;
      return gain;
    });
    const [before, after] = gains as [number, number];
    if (Math.max(before, after) < total * leastAdded) break;
    if (after >= before) take(++last);
    else take(--first);
  }
  return { start: parts[first]!.start, end: parts[last]!.end };
}

function fits(
  text: string,
  parts: readonly PassagePart[],
  first: number,
  last: number,
  part: number,
): boolean {
  const [from, to] = [Math.min(first, part), Math.max(last, part)];
  const gap =
    part < first
      ? text.slice(parts[part]!.end, parts[first]!.start)
      : text.slice(parts[last]!.end, parts[part]!.start);
  // A heading between them, or an empty line: what stands beyond is about something else.
  return (
    gap.length < 100 &&
    /^[ \t]*\n?[ \t]*$/.test(gap) &&
    parts[to]!.end - parts[from]!.start <= longestQuote
  );
}

/** A row of a table says little without the names of its columns, if they stand near enough. */
function withHeader(passage: string, { start, end }: Sentence): Sentence {
  const header = headerStart(passage, { start, end }, longestQuote - (end - start));
  return { start: header ?? start, end };
}
