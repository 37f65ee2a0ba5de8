// Small models sometimes write the same again and again until their limit. Such a text is ended.

/** The same so often in a row is no answer. */
const mostRepeats = 4;
/** Units in UTF-16 units: shorter ones are rules and dots, longer ones are noticed late. */
const shortest = 12;
const longest = 400;
/** Looked at each time so much was added. */
const step = 64;

/**
 * @returns to be told each part; how many UTF-16 units at the end only repeat what stands before
 *   them, 0 while there are too few
 */
export function watchRepetition(): (part: string) => number {
  let tail = '';
  let unseen = 0;
  return (part) => {
    tail = (tail + part).slice(-longest * mostRepeats);
    unseen += part.length;
    if (unseen < step) return 0;
    unseen = 0;
    return repeatedAtEnd(tail);
  };
}

/** The length of what repeats a unit with a letter in it at the end of a text; 0 if nothing does. */
export function repeatedAtEnd(text: string): number {
  const most = Math.min(longest, Math.floor(text.length / mostRepeats));
  for (let length = shortest; length <= most; length++) {
    const unit = text.slice(-length);
    if (!/\p{L}/u.test(unit)) continue;
    if (text.endsWith(unit.repeat(mostRepeats))) return length * (mostRepeats - 1);
  }
  return 0;
}
