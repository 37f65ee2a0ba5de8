// Whether a passage itself says anything of what is asked. The remains of a section match by the
// headings above them alone, and being short they would come before the passage that answers.
import { fold } from '../../text/terms.ts';

/** Letters of a word that inflection leaves alone, mostly. */
const startLength = 5;
/** What remains of a score that headings alone have earned. */
export const headingsOnlyShare = 0.8;

/**
 * Makes the function that tells whether a text has the beginning of any of these words in it.
 *
 * @param words as typed
 */
export function ownWordsTest(words: readonly string[]): (text: string) => boolean {
  const starts = words.map((word) => fold(word).slice(0, startLength));
  return (text) => {
    const lower = text.toLowerCase();
    return starts.some((start) => lower.includes(start)) || holdsFolded(starts, lower);
  };
}

/** The same for texts with letters that folding changes. */
function holdsFolded(starts: readonly string[], lower: string): boolean {
  if (!/[\u0080-\uffff]/.test(lower)) return false;
  const folded = fold(lower);
  return starts.some((start) => folded.includes(start));
}
