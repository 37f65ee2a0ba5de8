// Cuts a document into chunks along its structure. The chunks tile the text: they follow each
// other without gap or overlap, so that joined they give it back exactly.
import type { Extracted } from '../extract/extracted.ts';
import { BlockPlaces } from './block-places.ts';
import { HeadingPath } from './heading-path.ts';
import { LineIndex } from './line-index.ts';
import { cutsOf } from './split.ts';
import { type Unit, unitsOf } from './units.ts';

export interface Chunk {
  /** UTF-16 range of its tile, with the white space behind it (and before the first one). */
  start: number;
  end: number;
  /** Number of its page; null in a document without pages. No chunk lies on two. */
  page: number | null;
  /** Its place in the format's own terms (cells, times, the name of its page), if it has any. */
  label: string | null;
  /** Lines from 1 that hold its first and last visible character; null without lines. */
  startLine: number | null;
  endLine: number | null;
  /** Headings above it, outermost first, with one that it begins with; last the header row of its table. */
  headingPath: string[];
}

export interface ChunkOptions {
  /** Most UTF-16 units of a chunk, not counting white space around it; 1,000 by default, at least 64. */
  maxLength?: number;
  /** A section shorter than this joins what follows or precedes it under the same heading; 200 by default. */
  minLength?: number;
}

const defaults = { maxLength: 1000, minLength: 200 };

/** Cuts a document. Text of white space alone has no chunks. */
export function chunkDocument(extracted: Extracted, options: ChunkOptions = {}): Chunk[] {
  const { maxLength, minLength } = { ...defaults, ...options };
  const chunker = new Chunker(extracted, Math.max(64, maxLength), minLength);
  for (const unit of unitsOf(extracted)) chunker.add(unit);
  return tile(chunker.finish(), extracted);
}

/** What a chunk holds, from its first to behind its last visible character. */
interface Draft {
  start: number;
  end: number;
  page: number | null;
  path: readonly string[];
}

/** The draft being filled. */
interface Open {
  start: number;
  end: number;
  page: number | null;
  /** Where the headings begin that nothing follows yet; −1 if the last unit is no heading. */
  headings: number;
  /** Null until content comes that is neither heading nor front matter. */
  path: readonly string[] | null;
  /** Level of the section it stands in, or of the heading it begins with. */
  level: number;
  beginsWithHeading: boolean;
}

class Chunker {
  readonly #drafts: Draft[] = [];
  readonly #extracted: Extracted;
  readonly #max: number;
  readonly #min: number;
  readonly #path = new HeadingPath();
  #open: Open | null = null;

  constructor(extracted: Extracted, max: number, min: number) {
    this.#extracted = extracted;
    this.#max = max;
    this.#min = min;
  }

  finish(): Draft[] {
    this.#close();
    return this.#drafts;
  }

  add(unit: Unit): void {
    if (this.#open && this.#open.page !== unit.page) this.#close();
    if (unit.kind === 'heading') this.#addHeading(unit);
    else this.#addContent(unit);
  }

  #addHeading(unit: Unit): void {
    if (this.#open?.path && this.#endsSection(this.#open, unit.level)) this.#close();
    if (this.#open && unit.end - this.#open.start > this.#max) this.#close();
    this.#path.enter(unit, this.#extracted);
    if (unit.end - unit.start > this.#max) {
      this.#addContent(unit);
      return;
    }
    const open = this.#open ?? this.#begin(unit);
    if (open.headings < 0) open.headings = unit.start;
    open.end = unit.end;
  }

  /** True if a heading of `level` begins a chunk instead of joining the open one. */
  #endsSection(open: Open, level: number): boolean {
    if (open.end - open.start >= this.#min) return true;
    // What is left of a section does not join the next one: it would stand under a wrong heading.
    if (!open.beginsWithHeading) return open.level > 0 && level <= open.level;
    return level < open.level;
  }

  #addContent(unit: Unit): void {
    const length = unit.end - unit.start;
    if (this.#open && unit.end - this.#open.start > this.#max) {
      const small = this.#open.end - this.#open.start < this.#min;
      if (length <= this.#max || !small) this.#closeBeforeHeadings();
    }
    const open = this.#open ?? this.#begin(unit);
    const room = this.#max - (unit.start - open.start);
    if (length <= room) {
      this.#extend(unit, unit.end);
      return;
    }
    if (room < this.#max / 4) {
      this.#close();
      this.#addContent(unit);
      return;
    }
    let start = unit.start;
    for (const cut of cutsOf(this.#extracted.text, unit, room, this.#max)) {
      this.#extend({ ...unit, start }, cut);
      this.#close();
      start = cut;
    }
    this.#extend({ ...unit, start }, unit.end);
  }

  #begin(unit: Unit): Open {
    const beginsWithHeading = unit.kind === 'heading';
    this.#open = {
      start: unit.start,
      end: unit.start,
      page: unit.page,
      headings: -1,
      path: null,
      level: beginsWithHeading ? unit.level : this.#path.level,
      beginsWithHeading,
    };
    return this.#open;
  }

  #extend(unit: Unit, end: number): void {
    const open = this.#open ?? this.#begin(unit);
    open.end = end;
    if (unit.kind === 'other') return;
    open.headings = -1;
    open.path ??= this.#path.words;
  }

  /** Headings that wait for content go with it into the next chunk. */
  #closeBeforeHeadings(): void {
    const open = this.#open;
    if (!open || open.headings === open.start) return;
    const { headings, end } = open;
    if (headings < 0) {
      this.#close();
      return;
    }
    open.end = headings;
    this.#close();
    const { page } = open;
    this.#begin({ kind: 'heading', start: headings, end, level: this.#path.level, page });
    Object.assign(this.#open!, { end, headings });
  }

  #close(): void {
    const open = this.#open;
    this.#open = null;
    if (!open) return;
    const { start, end, page } = open;
    const path = open.path ?? this.#path.words;
    const last = this.#drafts.at(-1);
    if (last && this.#joinsBack(open, path, last)) last.end = end;
    else this.#drafts.push({ start, end, page, path });
  }

  /** A scrap joins the chunk before it if both stand under the same heading; 200 by default. */
  #joinsBack(open: Open, path: readonly string[], last: Draft): boolean {
    if (open.end - open.start >= this.#min || last.page !== open.page) return false;
    if (open.end - last.start > this.#max) return false;
    const above = open.beginsWithHeading ? path.slice(0, -1) : path;
    return above.length > 0 && above.every((heading, i) => last.path[i] === heading);
  }
}

function tile(drafts: readonly Draft[], extracted: Extracted): Chunk[] {
  const { text, hasLines } = extracted;
  const lines = hasLines ? new LineIndex(text) : null;
  const places = new BlockPlaces(extracted);
  return drafts.map((draft, i) => {
    const { label, header } = places.at(draft, draft.page);
    return {
      start: i === 0 ? 0 : draft.start,
      end: drafts[i + 1]?.start ?? text.length,
      page: draft.page,
      label,
      startLine: lines?.lineAt(firstVisible(text, draft)) ?? null,
      endLine: lines?.lineAt(lastVisible(text, draft)) ?? null,
      headingPath: header ? [...draft.path, header] : [...draft.path],
    };
  });
}

function firstVisible(text: string, { start, end }: Draft): number {
  const slice = text.slice(start, end);
  return start + slice.length - slice.trimStart().length;
}

function lastVisible(text: string, { start, end }: Draft): number {
  return start + text.slice(start, end).trimEnd().length - 1;
}
