// Tells the words of a Markdown text from its signs: link targets, tags, emphasis, keys. A scan
// in linear time that errs towards keeping a word; it draws nothing and resolves no references.
import { readFrontMatter } from './front-matter.ts';
import { InlineScan, type MarkupRange } from './markdown-inline.ts';
import { marks, matchAt } from './markdown-marks.ts';

/** The words a person reads in a piece of Markdown, on one line. */
export function plainText(markdown: string): string {
  return plainSlice(markdown, markupRanges(markdown), 0, markdown.length);
}

/**
 * The words a person reads between two offsets of a Markdown text, on one line. With the ranges
 * of the whole text it knows what `plainText` of the slice alone cannot: that the slice begins
 * inside a code block or a link.
 */
export function plainSlice(
  text: string,
  ranges: readonly MarkupRange[],
  start: number,
  end: number,
): string {
  let plain = '';
  let at = start;
  for (let i = firstBehind(ranges, start); i < ranges.length; i++) {
    const range = ranges[i]!;
    if (range.start >= end) break;
    plain += text.slice(at, Math.max(at, range.start)) + range.shown;
    at = range.end;
  }
  return (plain + text.slice(at, Math.max(at, end))).replace(/\s+/g, ' ').trim();
}

/** Index of the first range that ends behind `offset`. */
function firstBehind(ranges: readonly MarkupRange[], offset: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ranges[middle]!.end <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Where a Markdown text holds signs instead of words, in order and not overlapping. Code and
 * the addresses of autolinks and bare links are words; the values of front matter are too.
 */
export function markupRanges(text: string): MarkupRange[] {
  const scan = new MarkupScan(text);
  let at = scan.frontMatter();
  while (at < text.length) at = scan.line(at);
  return tidy(scan.found);
}

const prefix = /[ \t]*(?:(?:>|[-+*](?=[ \t])|\d{1,3}[.)](?=[ \t]))[ \t]*)*/y;
const taskBox = /\[[ xX]\](?=[ \t])/y;
const headingEnd = /[ \t]+#+[ \t]*$|[ \t]*\{[#.:][^{}]*\}[ \t]*$/;

class MarkupScan {
  readonly #text: string;
  readonly #inline: InlineScan;
  /** The signs that opened the code block being read. */
  #fence: string | null = null;

  constructor(text: string) {
    this.#text = text;
    this.#inline = new InlineScan(text);
  }

  get found(): MarkupRange[] {
    return this.#inline.found;
  }

  /** Marks the keys of the front matter; returns where the body begins. */
  frontMatter(): number {
    const end = readFrontMatter(this.#text)?.end ?? 0;
    for (let at = 0; at < end;) {
      const next = this.#lineEnd(at) + 1;
      const key = /^(?:---|\.\.\.|[ \t]*(?:- +)?(?:[\w.-]+:(?=\s|$))?[ \t]*["'[]?)/.exec(
        this.#text.slice(at, next),
      );
      if (key) this.#mark(at, at + key[0].length);
      const tail = /["'\]]+[ \t]*\n?$/.exec(this.#text.slice(at, next));
      if (tail) this.#mark(at + tail.index, next - 1);
      at = next;
    }
    return end;
  }

  /** Reads from the beginning of a line; returns the beginning of the next one. */
  line(start: number): number {
    const text = this.#text;
    const end = this.#lineEnd(start);
    const at = start + matchAt(prefix, text, start)![0].length;
    if (this.#fence !== null) {
      if (text.startsWith(this.#fence, at)) {
        this.#fence = null;
        this.#mark(start, end);
      }
      return end + 1;
    }
    const fence = matchAt(marks.fence, text, at)?.[1];
    if (fence) this.#fence = fence;
    if (fence || this.#isSignsOnly(at, end)) {
      this.#inline.endParagraph();
      this.#mark(start, end);
      return end + 1;
    }
    this.#mark(start, at);
    const from = this.#lineHead(at, end);
    // A link or tag may end on a later line than it began: go on behind it.
    let behind = from;
    for (let stop = end; ; stop = this.#lineEnd(behind)) {
      behind = this.#inline.scan(behind, stop);
      if (behind <= stop) return stop + 1;
    }
  }

  #isSignsOnly(at: number, end: number): boolean {
    const text = this.#text;
    const sign = text[at];
    if (sign === undefined || at >= end) return true;
    if (sign === '[') return matchAt(marks.linkDefinition, text, at) !== null;
    if (!'-_*=|:'.includes(sign)) return false;
    return [marks.rule, marks.underline, marks.delimiterRow].some((mark) =>
      matchAt(mark, text, at),
    );
  }

  /** Marks what stands before and behind the words of a heading, item or table row. */
  #lineHead(at: number, end: number): number {
    const text = this.#text;
    const heading = matchAt(marks.heading, text, at);
    if (heading) {
      this.#mark(at, at + heading[0].length);
      const tail = headingEnd.exec(text.slice(at, Math.min(end, at + 1000)));
      if (tail && at + tail.index + tail[0].length === end) this.#mark(at + tail.index, end);
      return at + heading[0].length;
    }
    const box = matchAt(taskBox, text, at);
    if (box) this.#mark(at, at + box[0].length);
    if (text[at] === '|') this.#markBars(at, end);
    return at + (box?.[0].length ?? 0);
  }

  #markBars(at: number, end: number): void {
    for (let i = at; i < end; i++) {
      if (this.#text[i] === '\\') i++;
      else if (this.#text[i] === '|') this.#mark(i, i + 1);
    }
  }

  #lineEnd(at: number): number {
    const newline = this.#text.indexOf('\n', at);
    return newline < 0 ? this.#text.length : newline;
  }

  #mark(start: number, end: number): void {
    if (end > start) this.#inline.mark(start, end, ' ');
  }
}

/** Sorts the ranges and drops what lies in an earlier one. */
function tidy(ranges: MarkupRange[]): MarkupRange[] {
  ranges.sort((a, b) => a.start - b.start || b.end - a.end);
  let end = 0;
  return ranges.filter((range) => {
    if (range.start < end) return false;
    end = range.end;
    return true;
  });
}
