// How alike two words are: forms of a word, parts of a compound and slips of the pen share a long
// run of letters, in any alphabet, with whatever stands before or behind it.

/** Shorter runs are shared by words that have nothing to do with each other. */
const shortestRun = 3;
/** A word that is inside of another is nearly it, from this length on. */
const shortestPart = 4;
const partShare = 0.85;
const leastLikeness = 0.55;
/** Only the very same word counts in full. */
const mostLikeness = 0.9;

/** The letters in groups of three: words without one in common are not alike. */
export function triplesOf(word: string): string[] {
  return Array.from({ length: Math.max(0, word.length - 2) }, (_, i) => word.slice(i, i + 3));
}

/** 0 (another word) to 1 (the same), by the longest run of letters that both have. */
export function likeness(asked: string, word: string): number {
  if (asked === word) return 1;
  const run = longestRun(asked, word);
  if (run < shortestRun) return 0;
  const both = (2 * run) / (asked.length + word.length);
  const part = run >= shortestPart ? (partShare * run) / asked.length : 0;
  const alike = Math.max(both, part);
  return alike < leastLikeness ? 0 : Math.min(mostLikeness, alike);
}

function longestRun(a: string, b: string): number {
  let best = 0;
  let above = new Uint8Array(b.length + 1);
  let row = new Uint8Array(b.length + 1);
  for (let i = 0; i < a.length; i++) {
    for (let j = 0; j < b.length; j++) {
      const run = a.charCodeAt(i) === b.charCodeAt(j) ? above[j]! + 1 : 0;
      row[j + 1] = run;
      if (run > best) best = run;
    }
    [above, row] = [row, above];
  }
  return best;
}
