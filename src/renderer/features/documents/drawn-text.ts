// A drawn segment as text nodes whose characters know their offsets in the document.

interface Piece {
  node: Text;
  /** Offset of the node's first character, where the rest follows without a gap. */
  start: number;
  /** Offset of each character, where they do not. */
  places: Int32Array | null;
}

export class DrawnText {
  readonly #pieces: Piece[] = [];

  /** Adds a node that holds the document's text from `start` on, to the letter. */
  addExact(node: Text, start: number): void {
    this.#pieces.push({ node, start, places: null });
  }

  /** Adds a node whose characters stand at the offsets given. */
  addAligned(node: Text, places: Int32Array): void {
    this.#pieces.push({ node, start: places[0] ?? 0, places });
  }

  /**
   * What is drawn of a range of the document: one range where the nodes stand in the order of
   * the text, as they do in all but PDF pages; nothing if nothing of it is drawn.
   */
  rangesOf(start: number, end: number): Range[] {
    const parts = this.#partsOf(start, end);
    const first = parts[0];
    const last = parts.at(-1);
    return first && last ? [domRange(first.node, first.from, last.node, last.to)] : [];
  }

  /** The same with one range a node, whatever their order. */
  separateRangesOf(start: number, end: number): Range[] {
    return this.#partsOf(start, end).map(({ node, from, to }) => domRange(node, from, node, to));
  }

  #partsOf(start: number, end: number): { node: Text; from: number; to: number }[] {
    return this.#pieces
      .map((piece) => ({
        node: piece.node,
        from: firstAtOrBehind(piece, start),
        to: firstAtOrBehind(piece, end),
      }))
      .filter(({ from, to }) => to > from);
  }
}

function domRange(startNode: Text, start: number, endNode: Text, end: number): Range {
  const range = document.createRange();
  range.setStart(startNode, start);
  range.setEnd(endNode, end);
  return range;
}

/** Index of the first character of the piece that stands at `offset` or behind it. */
function firstAtOrBehind({ node, start, places }: Piece, offset: number): number {
  if (!places) return Math.max(0, Math.min(node.length, offset - start));
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle]! < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
