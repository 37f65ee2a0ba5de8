// Small models often answer from the passages and forget to name them. A sentence that one passage
// bears out gets its number; what none does stays without.
import type { Passage } from '../../answerer.ts';
import { termSet } from '../../text/term-set.ts';
import { sentencesOf } from '../sentences.ts';
import { checkSupport } from './check-support.ts';
import { chooseWords } from './choose-words.ts';
import { type PassageParts, passageParts } from './passage-parts.ts';

/** The part of a sentence's terms that the quoted words must hold. */
const leastHeld = 0.6;
/** A sentence with fewer terms says too little to be told from others. */
const fewestTerms = 3;
const mostSentences = 60;

/**
 * @param text an answer without references
 * @param passages those that the model was given
 * @returns the same with `[n]` behind each sentence that passage n bears out
 */
export function attribute(text: string, passages: readonly Passage[]): string {
  const parts = passages.map(({ text: words }) => passageParts(words));
  let attributed = '';
  let from = 0;
  for (const { start, end } of sentencesOf(text).slice(0, mostSentences)) {
    const n = sourceOf(text.slice(start, end), passages, parts);
    attributed += text.slice(from, end) + (n === null ? '' : ` [${n}]`);
    from = end;
  }
  return attributed + text.slice(from);
}

/** The number of the passage that holds most of a sentence; null if none holds enough. */
function sourceOf(
  sentence: string,
  passages: readonly Passage[],
  parts: readonly PassageParts[],
): number | null {
  const terms = termSet(sentence);
  if (terms.size < fewestTerms) return null;
  let best: { n: number; held: number } | null = null;
  for (const [i, passage] of passages.entries()) {
    const words = chooseWords(passage.text, parts[i]!, sentence);
    if (!words) continue;
    const there = termSet(passage.text.slice(words.start, words.end));
    const held = [...terms].filter((term) => there.has(term)).length / terms.size;
    if (held >= leastHeld && held > (best?.held ?? 0)) best = { n: i + 1, held };
  }
  if (!best) return null;
  const { n } = best;
  const { doubts } = checkSupport(`${sentence} [${n}]`, () => passages[n - 1]);
  return doubts.length === 0 ? n : null;
}
