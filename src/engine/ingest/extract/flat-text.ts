// Builds the flat text of a format that has no text form of its own: block after block, with the
// ranges of the blocks in it. Rows of a table and items of a list stand on neighbouring lines,
// all else is set apart by a blank line.
import type { Block, PageRange } from '../../../shared/contract/documents.ts';

/** A block to be: its own text, and what `Block` says of it. */
export interface Piece extends Omit<Block, 'start' | 'end'> {
  text: string;
  /** Pieces with the same group that follow each other are rows or items of one whole. */
  group?: number;
}

/** A slide, sheet, chapter or message to be; `label` is its name if it has one. */
export interface PiecePage {
  label?: string;
  pieces: Iterable<Piece>;
}

export interface FlatText {
  text: string;
  blocks: Block[];
}

/** Joins pieces; those beyond `maxLength` UTF-16 units are left out, one unit more is kept as a sign of the cut. */
export function joinPieces(pieces: Iterable<Piece>, maxLength: number): FlatText {
  const { text, blocks } = joinPages([{ pieces }], maxLength);
  return { text, blocks };
}

/**
 * Joins the pieces of pages in the same way. A page without pieces, or with blank ones only, keeps
 * its number and has an empty range. Pages behind the cut are left out.
 */
export function joinPages(
  pages: Iterable<PiecePage>,
  maxLength: number,
): FlatText & { pages: PageRange[] } {
  const parts: string[] = [];
  const blocks: Block[] = [];
  const ranges: PageRange[] = [];
  let length = 0;
  for (const { label, pieces } of pages) {
    if (length > maxLength) break;
    let start = length;
    let group: number | undefined;
    let first = true;
    for (const piece of pieces) {
      if (length > maxLength) break;
      if (piece.text.trim() === '') continue;
      if (length > 0) {
        const together = !first && piece.group !== undefined && piece.group === group;
        const separator = together ? '\n' : '\n\n';
        parts.push(separator);
        length += separator.length;
      }
      if (first) start = length;
      blocks.push(blockOf(piece, length));
      parts.push(piece.text);
      length += piece.text.length;
      group = piece.group;
      first = false;
    }
    const number = ranges.length + 1;
    ranges.push({ number, ...(label ? { label } : {}), start, end: length });
  }
  return { text: parts.join(''), blocks, pages: ranges };
}

/** Only what a block has: pieces may carry more. */
function blockOf(piece: Piece, start: number): Block {
  const { kind, text, level, header, span, boilerplate } = piece;
  return {
    kind,
    start,
    end: start + text.length,
    ...(level === undefined ? {} : { level }),
    ...(header ? { header } : {}),
    ...(span ? { span } : {}),
    ...(boilerplate ? { boilerplate } : {}),
  };
}
