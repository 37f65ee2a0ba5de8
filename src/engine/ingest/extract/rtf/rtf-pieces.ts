// Gathers the text of a Rich Text file into pieces. Notes, comments and text boxes stand in the
// middle of a paragraph; they are kept back until it ends.
import type { Piece } from '../flat-text.ts';
import { runningPieces } from '../running-text.ts';

interface ParagraphEnd {
  inTable: boolean;
  /** Level of a heading from 1, or null. */
  heading: number | null;
  /** True for an item of a list; one is known by the bullet before it too. */
  listed: boolean;
  /** Depth of a list item from 0. */
  depth: number;
}

/** Where a text belongs: in the body or beside it, to a comment, to the edge of each page. */
export type RtfFlowKind = 'paragraph' | 'quote' | 'running';

/** The body, or a text inside it. */
interface Flow {
  kind: RtfFlowKind;
  text: string;
  cells: string[];
  header: boolean;
  item: boolean;
}

export class RtfPieces {
  readonly #maxLength: number;
  readonly #pieces: Piece[] = [];
  readonly #kept: Piece[] = [];
  /** Paragraphs of headers and footers. */
  readonly #running: string[] = [];
  readonly #outer: Flow[] = [];
  #flow = newFlow('paragraph');
  #length = 0;
  #groups = 0;
  #lastWasRow = false;
  #lastWasItem = false;

  constructor(maxLength: number) {
    this.#maxLength = maxLength;
  }

  /** True once there is more text than wanted. */
  get full(): boolean {
    return this.#length > this.#maxLength;
  }

  add(text: string): void {
    this.#flow.text += text;
    this.#length += text.length;
  }

  /** Says that the paragraph has a bullet or number before it. */
  markListItem(): void {
    this.#flow.item = true;
  }

  endParagraph({ inTable, heading, listed, depth }: ParagraphEnd): void {
    const flow = this.#flow;
    if (inTable) {
      flow.text += '\n';
      return;
    }
    if (flow.cells.length > 0) this.endRow();
    const text = flow.text;
    this.#flow = newFlow(flow.kind);
    if (flow.kind === 'quote') this.#emit({ kind: 'quote', text });
    else if (heading !== null) this.#emit({ kind: 'heading', text, level: Math.min(heading, 6) });
    else if (listed || flow.item) this.#emit({ kind: 'list-item', text, level: depth });
    else this.#emit({ kind: 'paragraph', text });
  }

  startRow(): void {
    this.#flow.header = false;
  }

  markHeader(): void {
    this.#flow.header = true;
  }

  endCell(): void {
    this.#flow.cells.push(clean(this.#flow.text).replace(/\s+/g, ' '));
    this.#flow.text = '';
    this.#flow.item = false;
  }

  endRow(): void {
    const { cells, header } = this.#flow;
    this.#flow.cells = [];
    const text = cells.join('\t').trimEnd();
    this.#emit(header ? { kind: 'table-row', text, header } : { kind: 'table-row', text });
  }

  openFlow(kind: RtfFlowKind): void {
    this.#outer.push(this.#flow);
    this.#flow = newFlow(kind);
  }

  closeFlow(): void {
    this.#endAll();
    this.#flow = this.#outer.pop() ?? this.#flow;
  }

  finish(): Piece[] {
    while (this.#outer.length > 0) this.closeFlow();
    this.#endAll();
    this.#pieces.push(...this.#kept.splice(0), ...runningPieces(this.#running));
    return this.#pieces;
  }

  #endAll(): void {
    if (this.#flow.cells.length > 0) this.endRow();
    this.endParagraph({ inTable: false, heading: null, listed: false, depth: 0 });
  }

  #emit(piece: Piece): void {
    const text = piece.kind === 'table-row' ? piece.text : clean(piece.text);
    if (this.#flow.kind === 'running') {
      this.#running.push(text);
      return;
    }
    const inner = this.#outer.length > 0;
    if (text.trim() !== '') {
      const row = piece.kind === 'table-row';
      const item = piece.kind === 'list-item';
      if ((row && !this.#lastWasRow) || (item && !this.#lastWasItem)) this.#groups++;
      if (!inner) [this.#lastWasRow, this.#lastWasItem] = [row, item];
      const grouped = row || item ? { ...piece, text, group: this.#groups } : { ...piece, text };
      (inner ? this.#kept : this.#pieces).push(grouped);
    }
    if (!inner) this.#pieces.push(...this.#kept.splice(0));
  }
}

function newFlow(kind: Flow['kind']): Flow {
  return { kind, text: '', cells: [], header: false, item: false };
}

/** Signs of symbol fonts have no meaning elsewhere, but for the bullet. */
function clean(text: string): string {
  return text
    .replaceAll('\uf0b7', '•')
    .replace(/[\uf000-\uf0ff]|(?![\t\n])\p{Cc}/gu, '')
    .replace(/ *\n[ \n]*/g, '\n')
    .trim();
}
