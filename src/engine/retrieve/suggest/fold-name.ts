// Names as they are compared: upper and lower case, width and (on alphabets) accents alike. Signs
// stay, as they part words; lengths may change.
import type { Range } from '../../../shared/contract/search.ts';

const beyondAscii = /[\u0080-\uffff]/;
const accents = /([\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}])\p{M}+/gu;

export function foldName(name: string): string {
  if (!beyondAscii.test(name)) return name.toLowerCase();
  const lower = name.normalize('NFKC').toLowerCase().replaceAll('ß', 'ss');
  return lower.normalize('NFD').replace(accents, '$1').normalize('NFC');
}

/** The words of what is typed, folded, in order. */
export function nameWords(text: string): string[] {
  return foldName(text).match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
}

/** Where folded words stand in a name as it is shown, in order; overlapping ones are one. */
export function markName(name: string, words: readonly string[]): Range[] {
  const { folded, places } = foldedWithPlaces(name);
  const found: Range[] = [];
  for (const word of words) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
      const last = places[at + word.length - 1]!;
      found.push({ start: places[at]!.start, end: last.end });
    }
  }
  const marks: Range[] = [];
  for (const mark of found.toSorted((a, b) => a.start - b.start)) {
    const before = marks.at(-1);
    if (before && mark.start <= before.end) before.end = Math.max(before.end, mark.end);
    else marks.push({ ...mark });
  }
  return marks;
}

/** Folds letter by letter (with the accents behind it), so that each unit knows where it is from. */
function foldedWithPlaces(name: string): { folded: string; places: Range[] } {
  let folded = '';
  const places: Range[] = [];
  for (const match of name.matchAll(/\P{M}\p{M}*|\p{M}+/gsu)) {
    const part = foldName(match[0]);
    const place = { start: match.index, end: match.index + match[0].length };
    for (let i = 0; i < part.length; i++) places.push(place);
    folded += part;
  }
  return { folded, places };
}
