// Finds the references in a text that may come in parts. Nothing is held back but what could still
// become a reference, and nothing is lost: the pieces joined are the text.
//
// No reference is what stands in code, what a link hangs on (“[1](https://…)”), and a number of four
// digits or more: that is a year or an amount.
import { CodeEnds } from './code-ends.ts';
import { longestInside, readBrackets } from './read-brackets.ts';

export interface Piece {
  /** As it stands in the text. */
  text: string;
  /** The numbers of a reference; null: the piece is no reference. */
  numbers: readonly number[] | null;
  /** A colon follows at the beginning of a line: Markdown would take it for the address of a link. */
  defines: boolean;
}

/** The pieces of a whole text. */
export function referencesIn(text: string): Piece[] {
  return new ReferenceScan(new CodeEnds(text)).all(text);
}

/** Up to the next sign that matters; a space may belong to a reference. */
const plain = /[^ \t\u00a0\n`~[【［]+/y;
const blank = /[ \t\u00a0]/;
const opening = /\[\[|[[【［]/y;
const closing = /[\]】］]/;
/** What may stand before a fence on its line, or the beginning of it. */
const lineHead = /^[ \t>]{0,200}(?:(?:[-*+]|\d{1,9}[.)]?)[ \t]{0,20})?$/;
const ticks = /`+|~+/y;
const longestLink = 24;
const linkStart = /^\((?:<|[#/.]|[a-z][a-z0-9+.-]*:|www\.)/i;
const maybeLink = /^(?:\((?:[a-z][a-z0-9+.-]*)?)?$/i;

export class ReferenceScan {
  #held = '';
  #pieces: Piece[] = [];
  /** What stands on the line so far, while it is nothing but what may precede a fence. */
  #line: string | null = '';
  /** The signs that opened the block or the words of code that are being read; '' outside. */
  #code = '';
  #isBlock = false;
  readonly #ends: CodeEnds | null;

  /** @param ends where code ends, if the whole text is there: what has no end is none */
  constructor(ends: CodeEnds | null = null) {
    this.#ends = ends;
  }

  all(text: string): Piece[] {
    this.#held = text;
    return this.#read(true);
  }

  push(text: string): Piece[] {
    this.#held += text;
    return this.#read(false);
  }

  end(): Piece[] {
    return this.#read(true);
  }

  #read(isAll: boolean): Piece[] {
    let at = 0;
    while (at < this.#held.length) {
      const next = this.#step(at, isAll);
      if (next === null) break;
      at = next;
    }
    this.#held = this.#held.slice(at);
    const pieces = this.#pieces;
    this.#pieces = [];
    return pieces;
  }

  /** Reads on from an offset; null: what follows is not known yet. */
  #step(at: number, isAll: boolean): number | null {
    const held = this.#held;
    const sign = held[at]!;
    if (sign === '\n') return this.#newline(at);
    if (sign === '`' || sign === '~') return this.#ticks(at, isAll);
    const words = match(plain, held, at);
    if (words !== null) return this.#text(at, at + words.length);
    if (this.#code !== '') return this.#text(at, at + 1);
    const space = blank.test(sign) ? 1 : 0;
    if (space === 1 && at + 1 === held.length && !isAll) return null;
    if (match(opening, held, at + space) === null) return this.#text(at, at + 1);
    return this.#brackets(at, space, isAll);
  }

  /** A reference with the space before it, or its opening as text. */
  #brackets(at: number, space: number, isAll: boolean): number | null {
    const held = this.#held;
    const from = at + space;
    const open = match(opening, held, from)!;
    if (open === '[' && from + 1 === held.length && !isAll) return null;
    const start = from + open.length;
    // Not farther than it can reach, so that a row of opening brackets takes no longer than a text.
    const near = held.slice(start, start + longestInside + 1);
    const close = near.search(closing);
    const inside = close < 0 ? near : near.slice(0, close);
    const numbers = readBrackets(inside, close >= 0);
    if (numbers === 'open') return isAll ? this.#text(at, start) : null;
    // A single bracket may open a reference where two of them do not.
    if (numbers === 'no') return this.#text(at, open === '[[' ? from + 1 : start);
    let end = start + inside.length + 1;
    if (open === '[[') {
      if (end === held.length && !isAll) return null;
      if (held[end] !== ']') return this.#text(at, from + 1);
      end++;
    }
    const behind = held.slice(end, end + longestLink);
    const isOpen = behind.length < longestLink && !isAll;
    if (linkStart.test(behind)) return this.#text(at, end);
    if (isOpen && maybeLink.test(behind)) return null;
    const defines = behind.startsWith(':') && this.#line !== null;
    this.#pieces.push({ text: held.slice(at, end), numbers, defines });
    this.#line = null;
    return end;
  }

  #newline(at: number): number {
    // Words in code end with their line at the latest: a sign that nothing closes hides no more.
    if (!this.#isBlock) this.#code = '';
    this.#text(at, at + 1);
    this.#line = '';
    return at + 1;
  }

  /** Signs that open or close code, once it is known how many of them there are. */
  #ticks(at: number, isAll: boolean): number | null {
    const run = match(ticks, this.#held, at)!;
    const end = at + run.length;
    if (end === this.#held.length && !isAll) return null;
    const isFence = this.#line !== null && run.length >= 3;
    if (this.#isBlock) {
      if (isFence && run.startsWith(this.#code)) [this.#code, this.#isBlock] = ['', false];
    } else if (this.#code === run && !run.startsWith('~')) this.#code = '';
    else if (this.#code === '') this.#open(run, isFence, end);
    return this.#text(at, end);
  }

  #open(run: string, isFence: boolean, end: number): void {
    const isBlock = isFence && (this.#ends?.ofBlock(run, end) ?? true);
    const isInline = !isBlock && run.startsWith('`') && (this.#ends?.onLine(run, end) ?? true);
    if (isBlock || isInline) [this.#code, this.#isBlock] = [run, isBlock];
  }

  #text(from: number, to: number): number {
    const text = this.#held.slice(from, to);
    if (this.#line !== null && text !== '\n') {
      const line = text.length > 250 ? text : this.#line + text;
      this.#line = lineHead.test(line) ? line : null;
    }
    const last = this.#pieces.at(-1);
    if (last && last.numbers === null) last.text += text;
    else this.#pieces.push({ text, numbers: null, defines: false });
    return to;
  }
}

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}
