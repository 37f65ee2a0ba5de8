// The terms of a text, each once: what two texts are compared by.
import { termsOf } from './terms.ts';

export function termSet(text: string): Set<string> {
  const terms = new Set<string>();
  for (const { term } of termsOf(text)) terms.add(term);
  return terms;
}
