// What a document's blocks say of a chunk: its place in the format's own terms, and the header row
// of the table that it goes on with.
import type { Block, PageRange } from '../../../shared/contract/documents.ts';
import type { Extracted } from '../extract/extracted.ts';

interface Range {
  start: number;
  end: number;
}

/** A header row longer than this is cut: it is repeated with every chunk below it. */
const longestHeader = 200;

/** Answers for ranges that are asked for in growing order. */
export class BlockPlaces {
  readonly #extracted: Extracted;
  #next = 0;
  #header: Block | null = null;

  constructor(extracted: Extracted) {
    this.#extracted = extracted;
  }

  /** The label of a chunk, and the words of the header row above it if it lies outside. */
  at(chunk: Range, page: number | null): { label: string | null; header: string | null } {
    const { blocks, text } = this.#extracted;
    this.#skipTo(chunk.start);
    const above = blocks[this.#next]?.kind === 'table-row' ? this.#header : null;
    const spans: [string, string][] = [];
    for (let i = this.#next; i < blocks.length && blocks[i]!.start < chunk.end; i++) {
      const { span } = blocks[i]!;
      if (span) spans.push(span);
    }
    const range = this.#extracted.pages?.find(({ number }) => number === page);
    const words = above && text.slice(above.start, above.end).replace(/\s+/g, ' ').trim();
    return {
      label: labelOf(range, spans, this.#extracted.format),
      header: words ? words.slice(0, longestHeader).toWellFormed() : null,
    };
  }

  /** Passes over the blocks that end before an offset, keeping the header row in force. */
  #skipTo(offset: number): void {
    const { blocks } = this.#extracted;
    while (this.#next < blocks.length && blocks[this.#next]!.end <= offset) {
      const passed = blocks[this.#next++]!;
      if (passed.header) this.#header = passed;
      else if (passed.kind !== 'table-row') this.#header = null;
    }
    if (blocks[this.#next]?.header) this.#header = null;
  }
}

/** Formats whose spans are cells of a named sheet. */
const sheetFormats: ReadonlySet<string> = new Set(['xlsx', 'xls', 'ods', 'csv']);

function labelOf(
  page: PageRange | undefined,
  spans: readonly [string, string][],
  format: string,
): string | null {
  const first = spans[0]?.[0];
  const last = spans.at(-1)?.[1];
  if (first === undefined || last === undefined) return page?.label ?? null;
  const cells = sheetFormats.has(format);
  const range = first === last ? first : `${first}${cells ? ':' : '–'}${last}`;
  if (page?.label === undefined) return range;
  return cells ? `${page.label}!${range}` : `${page.label} ${range}`;
}
