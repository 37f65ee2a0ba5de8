// Cuts a document into chunks along its structure. The chunks tile the text: they follow each
// other without gap or overlap, so that joined they give it back exactly.
import type { CountTokens } from '../../text/count-tokens.ts';
import type { Extracted } from '../extract/extracted.ts';
import { BlockPlaces } from './block-places.ts';
import { HeadingPath } from './heading-path.ts';
import { LineIndex } from './line-index.ts';
import { characterRuler, type Ruler, tokenRuler } from './ruler.ts';
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
  /** True for a chunk of nothing but what repeats on most pages: it is text, but not searched. */
  boilerplate: boolean;
}

export interface ChunkOptions {
  /** Most of a chunk, not counting white space around it; 1,000 by default, at least 64. */
  maxLength?: number;
  /** A section shorter than this joins what follows or precedes it under the same heading; 200 by default. */
  minLength?: number;
  /** What both are measured in; UTF-16 units by default. */
  countTokens?: CountTokens;
}

const defaults = { maxLength: 1000, minLength: 200 };

/** Cuts a document. Text of white space alone has no chunks. */
export function chunkDocument(extracted: Extracted, options: ChunkOptions = {}): Chunk[] {
  const { maxLength, minLength, countTokens } = { ...defaults, ...options };
  const ruler = countTokens ? tokenRuler(extracted.text, countTokens) : characterRuler;
  const chunker = new Chunker(extracted, ruler, Math.max(64, maxLength), minLength);
  for (const unit of unitsOf(extracted)) chunker.add(unit);
  return tile(chunker.finish(), extracted);
}

/** What a chunk holds, from its first to behind its last visible character. */
interface Draft {
  start: number;
  end: number;
  page: number | null;
  path: readonly string[];
  boilerplate: boolean;
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
  readonly #ruler: Ruler;
  readonly #max: number;
  readonly #min: number;
  readonly #path = new HeadingPath();
  #open: Open | null = null;

  constructor(extracted: Extracted, ruler: Ruler, max: number, min: number) {
    this.#extracted = extracted;
    this.#ruler = ruler;
    this.#max = max;
    this.#min = min;
  }

  finish(): Draft[] {
    this.#close();
    return this.#drafts;
  }

  add(unit: Unit): void {
    if (this.#open && this.#open.page !== unit.page) this.#close();
    if (unit.boilerplate) this.#addBoilerplate(unit);
    else if (unit.kind === 'heading') this.#addHeading(unit);
    else this.#addContent(unit);
  }

  /** Stands at the edges of pages, where chunks end anyway. */
  #addBoilerplate({ start, end, page }: Unit): void {
    this.#close();
    const last = this.#drafts.at(-1);
    if (last?.boilerplate && last.page === page) last.end = end;
    else this.#drafts.push({ start, end, page, path: [], boilerplate: true });
  }

  #addHeading(unit: Unit): void {
    if (this.#open?.path && this.#endsSection(this.#open, unit.level)) this.#close();
    if (this.#open && this.#exceeds(this.#open.start, unit.end)) this.#close();
    this.#path.enter(unit, this.#extracted);
    if (this.#exceeds(unit.start, unit.end)) {
      this.#addContent(unit);
      return;
    }
    const open = this.#open ?? this.#begin(unit);
    if (open.headings < 0) open.headings = unit.start;
    open.end = unit.end;
  }

  /** True if a heading of `level` begins a chunk instead of joining the open one. */
  #endsSection(open: Open, level: number): boolean {
    if (this.#isLong(open)) return true;
    // What is left of a section does not join the next one: it would stand under a wrong heading.
    if (!open.beginsWithHeading) return open.level > 0 && level <= open.level;
    return level < open.level;
  }

  #addContent(unit: Unit): void {
    const length = this.#ruler.between(unit.start, unit.end);
    if (this.#open && this.#exceeds(this.#open.start, unit.end)) {
      if (length <= this.#max || this.#isLong(this.#open)) this.#closeBeforeHeadings();
    }
    const open = this.#open ?? this.#begin(unit);
    const room = this.#max - this.#ruler.between(open.start, unit.start);
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
    const limits = { ruler: this.#ruler, firstMax: room, max: this.#max };
    for (const cut of cutsOf(this.#extracted.text, unit, limits)) {
      this.#extend({ ...unit, start }, cut);
      this.#close();
      start = cut;
    }
    this.#extend({ ...unit, start }, unit.end);
  }

  #exceeds(start: number, end: number): boolean {
    return this.#ruler.between(start, end) > this.#max;
  }

  #isLong({ start, end }: Open): boolean {
    return this.#ruler.between(start, end) >= this.#min;
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
    const path = unit.names ? [...this.#path.words, ...unit.names] : this.#path.words;
    open.path = unit.names && open.path ? shared(open.path, path) : (open.path ?? path);
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
    const { level } = this.#path;
    const unit = { kind: 'heading', start: headings, end, level, page } as const;
    this.#begin({ ...unit, boilerplate: false, names: null });
    Object.assign(this.#open!, { end, headings });
  }

  #close(): void {
    const open = this.#open;
    this.#open = null;
    if (!open) return;
    const { start, end, page } = open;
    const path = open.path ?? this.#path.words;
    const last = this.#drafts.at(-1);
    if (last && this.#joinsBack(open, path, last)) {
      last.end = end;
      if (this.#extracted.format === 'code') last.path = shared(last.path, path);
    } else this.#drafts.push({ start, end, page, path, boilerplate: false });
  }

  /** A scrap joins the chunk before it if both stand under the same heading; 200 by default. */
  #joinsBack(open: Open, path: readonly string[], last: Draft): boolean {
    if (this.#isLong(open) || last.page !== open.page) return false;
    if (last.boilerplate) return false;
    if (this.#exceeds(last.start, open.end)) return false;
    const above = open.beginsWithHeading ? path.slice(0, -1) : path;
    return above.length > 0 && above.every((heading, i) => last.path[i] === heading);
  }
}

/** The names that two places in source code both lie in. */
function shared(a: readonly string[], b: readonly string[]): readonly string[] {
  const differs = a.findIndex((name, i) => name !== b[i]);
  return differs < 0 ? a : a.slice(0, differs);
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
      boilerplate: draft.boilerplate,
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
