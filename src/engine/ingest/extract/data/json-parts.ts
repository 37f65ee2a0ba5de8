// Where members and elements of JSON begin, as deep as is asked for. Reads brackets, commas and
// strings alone, so that lines of JSON, JSON with comments and broken JSON have parts as well.
import type { PartStarts } from './data-blocks.ts';

const quote = 0x22;
const backslash = 0x5c;

export const jsonParts: PartStarts = function* (text, { start, end, level, wanted }) {
  let depth = level;
  if (depth === wanted) yield start;
  for (let at = start; at < end; at++) {
    switch (text.charCodeAt(at)) {
      case quote:
        at = stringEnd(text, at, end);
        break;
      case 0x5b: // [
      case 0x7b: // {
        if (++depth === wanted) yield at + 1;
        break;
      case 0x5d: // ]
      case 0x7d: // }
        depth = Math.max(0, depth - 1);
        break;
      case 0x2c: // ,
        if (depth === wanted) yield at + 1;
        break;
      case 0x0a: // One value a line.
        if (depth === 0 && wanted === 0) yield at + 1;
        break;
      default:
    }
  }
};

/** The closing quote of a string, or the end of its line: no string of JSON goes on behind it. */
function stringEnd(text: string, from: number, end: number): number {
  for (let at = from + 1; at < end; at++) {
    const unit = text.charCodeAt(at);
    if (unit === backslash) at++;
    else if (unit === quote) return at;
    else if (unit === 0x0a) return at - 1;
  }
  return end;
}
