// Taking grammatical endings off words by a list, as light stemmers do.

/**
 * @param endings separated by white space
 * @param least the fewest UTF-16 units that stay of a word
 * @returns a function that takes off the longest ending that fits, one a call
 */
export function withoutEnding(endings: string, least: number): (word: string) => string {
  const byLastUnit = new Map<number, string[]>();
  for (const ending of new Set(endings.trim().split(/\s+/))) {
    const last = ending.charCodeAt(ending.length - 1);
    byLastUnit.set(last, [...(byLastUnit.get(last) ?? []), ending]);
  }
  for (const list of byLastUnit.values()) list.sort((a, b) => b.length - a.length);
  return (word) => {
    const list = byLastUnit.get(word.charCodeAt(word.length - 1)) ?? [];
    const ending = list.find((one) => word.length - one.length >= least && word.endsWith(one));
    return ending === undefined ? word : word.slice(0, word.length - ending.length);
  };
}
