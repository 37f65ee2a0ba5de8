// How likely it is that passages hold the answer to a question: what decides whether an answer is
// given or refused. A logistic regression over the signals; tools/answerability fitted it on
// questions with and without the document that answers them, in twelve languages (XQuAD dev) and
// fourteen sets of people's own questions to other folders. docs/answers.md tells how well it does.
import type { Passage } from '../../answerer.ts';
import { type SignalName, signalsOf } from './signals.ts';

/** By how much each signal speaks for an answer (of a range of about 1, in natural logarithms). */
const weights: Record<SignalName, number> = {
  window: 0.78,
  pairs: 2.14,
  ofDocument: 1.54,
  names: 1.09,
  nameShare: -0.95,
  rarestShare: -1.91,
  leadOfWindow: 3.65,
  lead: 6.34,
  keyword: 2.5,
  letters: 1.88,
  length: 0.08,
  syllables: -1.22,
  stopWords: -0.49,
};
/** Puts the line at 0.5: one in eleven XQuAD questions that could be answered is below it. */
const bias = -4.4;

/** Below this the passages are not taken to hold an answer. */
export const answerableFrom = 0.5;

/**
 * @param question standing by itself
 * @param terms the terms of the question that stand in the index, with their weights
 * @param passages the best first, as many as were found
 * @returns 0 (surely not) to 1 (surely); `answerableFrom` is the line
 */
export function answerability(
  question: string,
  terms: ReadonlyMap<string, number>,
  passages: readonly Passage[],
): number {
  const signals = signalsOf(question, terms, passages);
  if (!signals) return 0;
  const names = Object.keys(weights) as SignalName[];
  const sum = names.reduce((all, name) => all + weights[name] * signals[name], bias);
  return 1 / (1 + Math.exp(-sum));
}
