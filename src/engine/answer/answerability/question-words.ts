// The words of a question as its answer's passages are judged by: what each says, and how it may
// be written there.
import { stopWordsOf } from '../../text/stop-words.ts';
import { fold, termsOf } from '../../text/terms.ts';

export interface QuestionWord {
  /** Folded, as it is compared with the words of a text. */
  word: string;
  /** Its term; null for a word of ideographs, which the index knows in pairs only. */
  term: string | null;
  /** How much it says: its inverse document frequency. */
  weight: number;
  /** A name or a number, as far as that can be seen. */
  isName: boolean;
}

const ideographs = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]+/gu;
const chineseWords = new Intl.Segmenter('zh', { granularity: 'word' });
/** Of one ideograph: the index does not know how common it is; most that stand alone say little. */
const oneIdeograph = 1;
/** What a word that stands nowhere weighs above the rarest that does: as if it were rarer by far. */
const rarerYet = 1;
/** In a small index every word is common; it says something all the same. */
const leastWeight = 0.3;
/** A long text given as a question is judged by its beginning. */
const mostWords = 48;

/**
 * @param terms the terms of the question that stand in the index, with their weights
 * @returns each word once, in order, words that say nothing left out
 */
export function questionWords(
  question: string,
  terms: ReadonlyMap<string, number>,
): QuestionWord[] {
  const missing = Math.max(leastWeight, ...terms.values()) + rarerYet;
  const spaced = [...termsOf(question.replace(ideographs, ' '))];
  const raw = spaced.map(({ start, end }) => question.slice(start, end));
  const stopWords = stopWordsOf(raw);
  // German writes every noun with a capital.
  const capitalsName = !stopWords.has('und');
  const words = spaced.map(({ term, start }, i): QuestionWord & { at: number } => {
    const isName =
      /\p{N}/u.test(raw[i]!) || (capitalsName && start > 0 && /^\p{Lu}/u.test(raw[i]!));
    const weight = Math.max(leastWeight, terms.get(term) ?? missing);
    return {
      word: fold(raw[i]!),
      term,
      weight,
      isName,
      at: start,
    };
  });
  const said = words.filter(({ word }) => !stopWords.has(word));
  const all = [...said, ...ideographicWords(question, terms, missing)];
  const unique = new Map(all.toSorted((a, b) => a.at - b.at).map((one) => [one.word, one]));
  return [...unique.values()].slice(0, mostWords);
}

function ideographicWords(
  question: string,
  terms: ReadonlyMap<string, number>,
  missing: number,
): (QuestionWord & { at: number })[] {
  return [...question.matchAll(ideographs)].flatMap((run) =>
    [...chineseWords.segment(run[0])].map(({ segment, index }) => {
      const pairs = [...termsOf(segment)].map(({ term }) => term);
      const isPair = Array.from(segment).length > 1;
      const weight = isPair
        ? Math.max(leastWeight, ...pairs.map((pair) => terms.get(pair) ?? missing))
        : oneIdeograph;
      const at = run.index + index;
      return { word: fold(segment), term: null, weight, isName: false, at };
    }),
  );
}
