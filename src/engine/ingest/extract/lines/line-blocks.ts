// Gathers the blocks of a text that is read line by line and kept as it stands: lines of one kind
// that follow each other become one block.
import type { Block } from '../../../../shared/contract/documents.ts';

/** A line of a text: its range without the line end. */
export interface TextLine {
  start: number;
  end: number;
  words: string;
}

export function textLines(text: string): TextLine[] {
  const lines: TextLine[] = [];
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    lines.push({ start, end, words: text.slice(start, end) });
    start = end + 1;
  }
  return lines;
}

type Shape = Omit<Block, 'start' | 'end'>;

export class LineBlocks {
  readonly blocks: Block[] = [];
  #open: Block | null = null;
  /** How many blocks of the open one's kind follow each other without a break. */
  #run = 0;

  /** The kind of the block that the next line may go on with; null after a break. */
  get kind(): Block['kind'] | null {
    return this.#open?.kind ?? null;
  }

  /** Goes on with the open block if it is of this kind, else begins one. */
  add(kind: Block['kind'], { start, end, words }: TextLine): void {
    if (words.trim() === '') return;
    if (this.#open?.kind === kind) this.#open.end = end;
    else this.begin({ kind }, { start, end, words });
  }

  /** Goes on with the open block whatever it is; a paragraph if none is open. */
  extend(line: TextLine): void {
    this.add(this.kind ?? 'paragraph', line);
  }

  /** Begins a block; a blank one is none. */
  begin(shape: Shape, { start, end, words }: TextLine): void {
    const run = this.#open?.kind === shape.kind ? this.#run + 1 : 1;
    this.break();
    if (words.trim() === '') return;
    this.#run = run;
    this.#open = { ...shape, start, end };
    this.blocks.push(this.#open);
  }

  /** Says of the row just read, the first of its table, that it names the columns of those below. */
  markHeader(): void {
    if (this.#open?.kind === 'table-row' && this.#run === 1) this.#open.header = true;
  }

  break(): void {
    this.#open = null;
  }
}
