// Builds the flat text of a format that has no text form of its own: block after block, with the
// ranges of the blocks in it. Rows of a table and items of a list stand on neighbouring lines,
// all else is set apart by a blank line.
import type { Block } from '../../../shared/contract/documents.ts';

export interface Piece {
  kind: Block['kind'];
  text: string;
  level?: number;
  /** Pieces with the same group that follow each other are rows or items of one whole. */
  group?: number;
}

export interface FlatText {
  text: string;
  blocks: Block[];
}

/** Joins pieces; those beyond `maxLength` UTF-16 units are left out, one unit more is kept as a sign of the cut. */
export function joinPieces(pieces: Iterable<Piece>, maxLength: number): FlatText {
  const parts: string[] = [];
  const blocks: Block[] = [];
  let length = 0;
  let group: number | undefined;
  for (const piece of pieces) {
    if (length > maxLength) break;
    if (length > 0) {
      const separator = piece.group !== undefined && piece.group === group ? '\n' : '\n\n';
      parts.push(separator);
      length += separator.length;
    }
    const { kind, level } = piece;
    const end = length + piece.text.length;
    blocks.push(
      level === undefined ? { kind, start: length, end } : { kind, start: length, end, level },
    );
    parts.push(piece.text);
    length = end;
    group = piece.group;
  }
  return { text: parts.join(''), blocks };
}
