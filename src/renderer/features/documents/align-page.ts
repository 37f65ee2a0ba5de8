// Finds for the pieces of text that pdf.js draws on a page where they stand in the page's
// extracted text. The extractor joins lines and words, mends hyphens and may put columns in
// another order; so blanks and hyphens do not count, and each piece is looked for on its own,
// near the one before it first.

/** Pieces shorter than this are found only right behind the piece before them. */
const tellingLength = 4;
const nearby = 400;

interface Bare {
  text: string;
  /** Offset in the original of each character kept. */
  places: number[];
}

/**
 * For each piece the offset in `pageText` of each of its characters, or null if the page's text
 * does not hold the piece.
 */
export function alignPage(pieces: readonly string[], pageText: string): (Int32Array | null)[] {
  const page = bare(pageText);
  let cursor = 0;
  return pieces.map((piece) => {
    const own = bare(piece);
    if (own.text === '') return null;
    const at = find(page.text, own.text, cursor);
    if (at < 0) return null;
    cursor = at + own.text.length;
    return spread(piece.length, own, page, at);
  });
}

function find(page: string, piece: string, cursor: number): number {
  if (page.startsWith(piece, cursor)) return cursor;
  if (piece.length < tellingLength) {
    const soon = page.indexOf(piece, cursor);
    return soon >= 0 && soon - cursor <= tellingLength ? soon : -1;
  }
  const ahead = page.indexOf(piece, cursor);
  if (ahead >= 0 && ahead - cursor <= nearby) return ahead;
  const before = page.lastIndexOf(piece, cursor);
  if (before < 0) return ahead;
  return ahead >= 0 && ahead - cursor < cursor - before ? ahead : before;
}

/** Gives each character its place; one that does not count stands behind the one before it. */
function spread(length: number, own: Bare, page: Bare, at: number): Int32Array {
  const places = new Int32Array(length);
  let next = 0;
  for (let i = 0; i < length; i += 1) {
    if (own.places[next] === i) {
      places[i] = page.places[at + next]!;
      while (own.places[next] === i) next += 1;
    } else {
      places[i] = next === 0 ? page.places[at]! : page.places[at + next - 1]! + 1;
    }
  }
  return places;
}

function bare(text: string): Bare {
  const kept: string[] = [];
  const places: number[] = [];
  for (let i = 0; i < text.length; i += 1) {
    const sign = text.charAt(i);
    if (/[\s\u00AD\u2010\u2011-]/.test(sign)) continue;
    for (const part of sign.normalize('NFKC')) {
      for (let unit = 0; unit < part.length; unit += 1) {
        kept.push(part.charAt(unit));
        places.push(i);
      }
    }
  }
  return { text: kept.join(''), places };
}
