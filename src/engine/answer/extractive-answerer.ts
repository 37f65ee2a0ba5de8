// Answers without a model: the sentences of the best passages that hold most of the question's
// words, quoted to the letter. It writes nothing of its own, so it can invent nothing.
import type { Answerer, AnswerRequest, Draft, Passage, Quote } from '../answerer.ts';
import { termsOf } from '../text/terms.ts';
import { type Sentence, sentencesOf } from './sentences.ts';

/** Passages that are looked at for sentences. */
const mostPassages = 8;
const mostQuotes = 3;
/** Longest quote in UTF-16 units: neighbouring sentences join it while it is shorter. */
const longestQuote = 320;
/** A term in the headings above counts this much of one in the sentence itself. */
const headingShare = 0.5;
/** A term elsewhere in the passage counts this much. */
const passageShare = 0.3;
/** A further quote must reach this part of the best one's score. */
const furtherQuote = 0.7;
/**
 * A best passage that fits worse than this does not hold the answer. On XQuAD (en, de, es) with
 * the right article taken away, nine in ten best passages score below it; with it, one in ten.
 */
const leastFit = 0.35;

/**
 * The opening of a bracketed number of the document's own, such as “[12]”: a word joiner, which
 * is not seen, keeps it from being read as one of our references. Citations quote it as it is.
 */
const ownNumber = /\[(?=\d+\])/g;

interface Scored extends Quote {
  score: number;
}

export const extractiveAnswerer: Answerer = {
  model: null,
  adapters: [],
  async *write(request) {
    const draft = draftOf(request);
    if (draft.text) yield draft.text;
    return draft;
  },
};

function draftOf(request: AnswerRequest): Draft {
  const passages = request.passages.slice(0, mostPassages);
  const fits = passages.some(({ score }) => score >= leastFit);
  const quotes = fits ? bestQuotes(passages, request) : [];
  const text = quotes
    .map(({ passage, start, end }, i) => {
      const words = passages[passage]!.text.slice(start, end);
      return `${words.replace(ownNumber, '[\u2060')} [${i + 1}]`;
    })
    .join('\n\n');
  return { text, grounded: quotes.length > 0, quotes, generated: null };
}

function bestQuotes(passages: readonly Passage[], request: AnswerRequest): Quote[] {
  const scored = passages.flatMap((passage, index) => {
    const best = bestOfPassage(passage, request.terms);
    return best ? [{ ...best, passage: index, score: best.score + passage.score }] : [];
  });
  const sorted = scored.toSorted((a, b) => b.score - a.score);
  const least = (sorted[0]?.score ?? 0) * furtherQuote;
  return sorted.filter(({ score }) => score >= least).slice(0, mostQuotes);
}

function bestOfPassage(
  passage: Passage,
  weights: ReadonlyMap<string, number>,
): Omit<Scored, 'passage'> | null {
  const sentences = sentencesOf(passage.text);
  const total = weightOf(weights.keys(), weights);
  if (sentences.length === 0 || total === 0) return null;
  const held = sentences.map(({ start, end }) => termSet(passage.text.slice(start, end)));
  const headings = termSet(above(passage));
  const whole = new Set(held.flatMap((terms) => [...terms]));
  const scores = held.map((terms) => {
    let score = 0;
    for (const [term, weight] of weights) {
      if (terms.has(term)) score += weight;
      else if (headings.has(term)) score += weight * headingShare;
      else if (whole.has(term)) score += weight * passageShare;
    }
    return score / total;
  });
  const best = scores.indexOf(Math.max(...scores));
  return { ...widen(passage.text, sentences, best, scores), score: scores[best]! };
}

/**
 * Takes in neighbouring sentences, the better one first, while the quote stays short. A heading
 * or anything else that is no sentence ends it: what stands beyond is about something else.
 */
function widen(
  text: string,
  sentences: readonly Sentence[],
  at: number,
  scores: readonly number[],
): Sentence {
  let [first, last] = [at, at];
  const touch = (a: Sentence, b: Sentence) => text.slice(a.end, b.start).trim() === '';
  for (;;) {
    const { start } = sentences[first]!;
    const { end } = sentences[last]!;
    const before = sentences[first - 1];
    const after = sentences[last + 1];
    const canBefore =
      before !== undefined &&
      touch(before, sentences[first]!) &&
      end - before.start <= longestQuote;
    const canAfter =
      after !== undefined && touch(sentences[last]!, after) && after.end - start <= longestQuote;
    if (!canBefore && !canAfter) return { start, end };
    const preferAfter = (scores[last + 1] ?? -1) >= (scores[first - 1] ?? -1);
    if (canAfter && (preferAfter || !canBefore)) last++;
    else first--;
  }
}

function above({ title, headingPath }: Passage): string {
  return [title, ...headingPath].join('\n');
}

function termSet(text: string): Set<string> {
  return new Set([...termsOf(text)].map(({ term }) => term));
}

function weightOf(terms: Iterable<string>, weights: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const term of terms) sum += weights.get(term) ?? 0;
  return sum;
}
