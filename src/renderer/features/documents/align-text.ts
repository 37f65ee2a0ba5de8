// Finds for each character of drawn Markdown where it stands in its source. What is drawn is the
// source with signs left out, so a walk through both, that passes over signs, meets every
// character. Where the walk cannot tell, it gives the place before; it never jumps ahead, so one
// odd sign does not mislead the rest.

/** Signs passed over in one step at most, so that hostile text costs no more than it is long. */
const furthest = 3_000;

/**
 * For each UTF-16 unit of `drawn`, its offset in `source`; the same offset as the unit before
 * for what stands in the source in other words or not at all.
 */
export function alignText(drawn: string, source: string): Int32Array {
  const places = new Int32Array(drawn.length);
  let at = 0;
  let place = 0;
  for (let i = 0; i < drawn.length; i += 1) {
    const sign = drawn.charAt(i);
    const found = isSpace(sign) ? findSpace(source, at) : findSign(source, at, sign);
    if (found !== null) {
      place = found.start;
      at = found.end;
    }
    places[i] = place;
  }
  return places;
}

interface Found {
  start: number;
  end: number;
}

function isSpace(sign: string): boolean {
  return /\s/.test(sign);
}

/** The next blank, unless a word comes first: blanks between drawn blocks have no source. */
function findSpace(source: string, from: number): Found | null {
  for (let at = from; at < source.length; at += 1) {
    if (isSpace(source.charAt(at))) return { start: at, end: at + 1 };
    const behind = behindTarget(source, at) ?? behindTag(source, at);
    if (behind !== null) at = behind - 1;
    else if (/[\p{L}\p{N}]/u.test(source.charAt(at))) return null;
  }
  return null;
}

function findSign(source: string, from: number, sign: string): Found | null {
  const end = Math.min(source.length, from + furthest);
  for (let at = from; at < end; at += 1) {
    const next = source.charAt(at);
    if (next === '&') {
      const entity = /^&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[a-zA-Z][a-zA-Z\d]{1,31});/.exec(
        source.slice(at, at + 34),
      );
      // A real ampersand that only looks like one is drawn with all its letters behind it.
      if (entity && !/[a-zA-Z\d]/.test(sign)) return { start: at, end: at + entity[0].length };
    }
    if (next === sign) return { start: at, end: at + 1 };
    const behind =
      behindTarget(source, at) ?? behindTag(source, at) ?? behindFence(source, at, sign);
    if (behind !== null) at = behind - 1;
  }
  return null;
}

/** Behind the target of a link or picture, where `](` or `][` stands at `at`; else null. */
function behindTarget(source: string, at: number): number | null {
  if (source.charAt(at) !== ']') return null;
  if (source.charAt(at + 1) === '[') {
    const end = source.indexOf(']', at + 2);
    return end < 0 || end - at > furthest ? null : end + 1;
  }
  if (source.charAt(at + 1) !== '(') return null;
  let depth = 0;
  for (let i = at + 1; i < source.length && i - at < furthest; i += 1) {
    const sign = source.charAt(i);
    if (sign === '\\') i += 1;
    else if (sign === '(') depth += 1;
    else if (sign === ')' && --depth === 0) return i + 1;
    else if (sign === '\n' && source.charAt(i + 1) === '\n') return null;
  }
  return null;
}

/** Behind a tag that begins at `at`; else null. Tags are not drawn, save inside code. */
function behindTag(source: string, at: number): number | null {
  if (source.charAt(at) !== '<') return null;
  const tag = /^<\/?[a-zA-Z][^<>\n]*>/.exec(source.slice(at, at + 500));
  if (!tag || /^<[a-zA-Z][a-zA-Z\d+.-]*:|^<[^\s<>]+@/.test(tag[0])) return null;
  return at + tag[0].length;
}

/** Behind the language that the opening line of a fence names; else null. */
function behindFence(source: string, at: number, sign: string): number | null {
  if (sign === '`' || sign === '~' || (at > 0 && source.charAt(at - 1) !== '\n')) return null;
  const line = /^[ \t]*(?:```|~~~)[^\n]*/.exec(source.slice(at, at + 200));
  return line ? at + line[0].length : null;
}
