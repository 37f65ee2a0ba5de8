// Which of the words in the box are looked for in names. Whoever filters looks for passages, and a
// name that the filters do not let through would be no suggestion.
import { tokenize } from '../query/tokens.ts';
import { nameWords } from './fold-name.ts';

/** More words are a question, and no file is called like one. */
const mostWords = 6;
/** One letter stands in nearly every name; one character of Chinese can be a word. */
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]/u;

/** Folded words; none if the text says too little or too much for a name. */
export function suggestWords(text: string): string[] {
  const words: string[] = [];
  for (const { kind, negated, valueStart, valueEnd } of tokenize(text)) {
    if (kind !== 'words' && kind !== 'phrase') return [];
    if (negated) continue;
    words.push(...nameWords(text.slice(valueStart, valueEnd)));
    if (words.length > mostWords) return [];
  }
  const saysEnough = words.some((word) => word.length > 1 || unspaced.test(word));
  return saysEnough ? [...new Set(words)] : [];
}
