// Finds Markdown's blocks as ranges of whole lines, in one pass: containers (quotes, list items)
// first, then the leaf, after CommonMark's two-step rules. Linear whatever the input: nesting
// deeper than `maxDepth` is read as text, and no line is looked at twice.
import type { Block } from '../../../shared/contract/documents.ts';
import { countCells, type HtmlSpan, htmlSpanAt, marks, matchAt } from './markdown-marks.ts';

const maxDepth = 32;

/** An open quote (width −1) or list item (width: columns its content is indented by). */
type Container = number;
const quoteContainer: Container = -1;

/** What is open at the innermost container. `depth` is the number of containers around it. */
type Leaf = { start: number; end: number; depth: number } & (
  | { type: 'paragraph'; kind: Block['kind']; level: number; lastLine: number }
  | { type: 'table' }
  | { type: 'fence'; sign: string; length: number }
  | { type: 'indented' }
  | { type: 'html' }
  | { type: 'span'; span: HtmlSpan }
);

/** The blocks of `text` from `from` (behind the front matter) on. */
export function scanMarkdown(text: string, from: number): Block[] {
  const scanner = new MarkdownScanner(text);
  for (let at = from; at < text.length;) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    scanner.line(at, end);
    at = end + 1;
  }
  scanner.closeLeaf();
  return scanner.blocks;
}

class MarkdownScanner {
  readonly blocks: Block[] = [];
  readonly #text: string;
  #containers: Container[] = [];
  #leaf: Leaf | null = null;
  /** True between a list marker and the item's first content. */
  #freshItem = false;

  // The line being read: its first visible character, and where reading stands.
  #first = 0;
  #end = 0;
  #at = 0;
  #column = 0;
  /** Column at which the content of the innermost matched container begins. */
  #base = 0;

  constructor(text: string) {
    this.#text = text;
  }

  line(start: number, end: number): void {
    this.#at = start;
    this.#column = 0;
    this.#base = 0;
    this.#end = end;
    this.#skipSpace();
    this.#first = this.#at;
    const matched = this.#matchContainers();
    if (this.#leaf && this.#leaf.depth > matched && this.#leaf.type !== 'paragraph') {
      this.closeLeaf();
    }
    if (this.#continueVerbatim()) return;
    if (this.#at >= end) {
      this.#blankLine(matched);
      return;
    }
    const known = this.#containers.length === matched;
    const opened = this.#openContainers(matched);
    if (this.#at >= end) return;
    this.#readLeaf(start, !known && !opened, matched);
  }

  closeLeaf(): void {
    const leaf = this.#leaf;
    this.#leaf = null;
    if (!leaf) return;
    if (leaf.type === 'paragraph') {
      const { kind, level, start, end } = leaf;
      this.blocks.push(kind === 'list-item' ? { kind, start, end, level } : { kind, start, end });
    } else if (leaf.type === 'fence' || leaf.type === 'indented') {
      this.#push('code', leaf.start, leaf.end);
    } else if (leaf.type === 'html') {
      this.#push('paragraph', leaf.start, leaf.end);
    } else if (leaf.type === 'span' && leaf.span.code) {
      this.#push('code', leaf.start, leaf.end);
    }
  }

  /** Goes past the signs of the containers that this line continues; returns their number. */
  #matchContainers(): number {
    let matched = 0;
    for (const container of this.#containers) {
      const blank = this.#at >= this.#end;
      const indent = this.#column - this.#base;
      if (container === quoteContainer) {
        if (blank || indent > 3 || this.#text[this.#at] !== '>') break;
        this.#passQuoteSign();
      } else if (!blank) {
        if (indent < container) break;
        this.#base += container;
      }
      matched++;
    }
    return matched;
  }

  /** Code and HTML that run to their own end take the line as it is. True if one did. */
  #continueVerbatim(): boolean {
    const leaf = this.#leaf;
    if (!leaf) return false;
    const blank = this.#at >= this.#end;
    if (leaf.type === 'fence') {
      leaf.end = blank ? leaf.end : this.#trimmedEnd();
      if (this.#closesFence(leaf.sign, leaf.length)) this.closeLeaf();
      return true;
    }
    if (leaf.type === 'span') {
      leaf.end = blank ? leaf.end : this.#trimmedEnd();
      if (leaf.span.close.test(this.#text.slice(this.#at, this.#end))) this.closeLeaf();
      return true;
    }
    if (leaf.type === 'html' && !blank) {
      leaf.end = this.#trimmedEnd();
      return true;
    }
    return false;
  }

  #blankLine(matched: number): void {
    // Indented code goes on behind blank lines.
    if (this.#leaf?.type !== 'indented') this.closeLeaf();
    this.#leaveContainers(matched);
  }

  #leaveContainers(kept: number): void {
    if (kept === this.#containers.length) return;
    this.#containers.length = kept;
    this.#freshItem = false;
  }

  /** Opens the quotes and list items that begin on this line. True if one did. */
  #openContainers(matched: number): boolean {
    let opened = false;
    const drop = (): void => {
      this.closeLeaf();
      if (!opened) this.#leaveContainers(matched);
      opened = true;
    };
    while (this.#containers.length < maxDepth && this.#column - this.#base <= 3) {
      if (this.#text[this.#at] === '>') {
        drop();
        this.#containers.push(quoteContainer);
        this.#freshItem = false;
        this.#passQuoteSign();
        continue;
      }
      const marker = matchAt(marks.listMarker, this.#text, this.#at);
      if (!marker || matchAt(marks.rule, this.#text, this.#at)) break;
      if (!opened && !this.#mayInterrupt(marker, matched)) break;
      drop();
      this.#openItem(marker[0].length);
    }
    return opened;
  }

  /** An item inside a running paragraph must not be empty, and a number must be 1. */
  #mayInterrupt(marker: RegExpExecArray, matched: number): boolean {
    if (this.#leaf?.type !== 'paragraph' || matched < this.#containers.length) return true;
    const empty = this.#at + marker[0].length >= this.#trimmedEnd();
    return !empty && (marker[1] === undefined || Number(marker[1]) === 1);
  }

  #openItem(markerLength: number): void {
    const indent = this.#column - this.#base;
    this.#at += markerLength;
    this.#column += markerLength;
    const afterMarker = this.#column;
    this.#skipSpace();
    let space = this.#column - afterMarker;
    if (this.#at >= this.#end || space > 4) space = 1;
    this.#containers.push(indent + markerLength + space);
    this.#base = afterMarker + space;
    this.#freshItem = true;
  }

  #readLeaf(lineStart: number, behind: boolean, matched: number): void {
    const text = this.#text;
    const at = this.#at;
    const leaf = this.#leaf;
    const indent = this.#column - this.#base;
    if (indent > 3 && leaf?.type !== 'paragraph') {
      if (behind) this.#leaveContainers(matched);
      this.#indentedCode(lineStart);
      return;
    }
    if (indent <= 3) {
      if (!behind && this.#underlineOrTable()) return;
      const starter = this.#startBlock(leaf?.type === 'paragraph');
      if (starter) {
        this.closeLeaf();
        if (behind) this.#leaveContainers(matched);
        starter();
        return;
      }
    }
    if (leaf?.type === 'paragraph') {
      leaf.end = this.#trimmedEnd();
      leaf.lastLine = this.#first;
      return;
    }
    if (behind) this.#leaveContainers(matched);
    if (leaf?.type === 'table' && leaf.depth === this.#containers.length) {
      this.#push('table-row', this.#first, this.#trimmedEnd());
      return;
    }
    this.closeLeaf();
    if (matchAt(marks.linkDefinition, text, at)) return;
    this.#openParagraph();
  }

  /** What to do if this line begins a block that may interrupt a paragraph. */
  #startBlock(inParagraph: boolean): (() => void) | null {
    const text = this.#text;
    const at = this.#at;
    const sign = text[at];
    const end = this.#trimmedEnd();
    const start = this.#first;
    if (sign === '#') {
      const heading = matchAt(marks.heading, text, at);
      return heading && (() => this.#heading(start, end, heading[1]!.length, heading[0].length));
    }
    if (sign === '`' || sign === '~') {
      const fence = matchAt(marks.fence, text, at)?.[1];
      if (!fence) return null;
      return () => {
        this.#leaf = {
          type: 'fence',
          sign: fence[0]!,
          length: fence.length,
          start,
          end,
          depth: this.#containers.length,
        };
        this.#freshItem = false;
      };
    }
    if (sign === '<') return this.#startHtml(inParagraph, start, end);
    if (matchAt(marks.rule, text, at)) return () => undefined;
    return null;
  }

  #startHtml(inParagraph: boolean, start: number, end: number): (() => void) | null {
    const text = this.#text;
    const span = htmlSpanAt(text, this.#at);
    if (span) {
      return () => {
        this.#leaf = { type: 'span', span, start, end, depth: this.#containers.length };
        if (span.close.test(text.slice(this.#at + 2, this.#end))) this.closeLeaf();
      };
    }
    const heading = matchAt(marks.htmlHeading, text, this.#at);
    if (heading) return () => this.#heading(start, end, Number(heading[1]), heading[0].length);
    const block =
      matchAt(marks.htmlBlock, text, this.#at) ??
      (inParagraph ? null : matchAt(marks.htmlLine, text, this.#at));
    return (
      block &&
      (() => {
        this.#leaf = { type: 'html', start, end, depth: this.#containers.length };
        this.#freshItem = false;
      })
    );
  }

  /** A line that makes the paragraph above it a heading, or the head of a table. */
  #underlineOrTable(): boolean {
    const text = this.#text;
    const leaf = this.#leaf;
    if (leaf?.type !== 'paragraph' || leaf.depth !== this.#containers.length) return false;
    const end = this.#trimmedEnd();
    const underline = matchAt(marks.underline, text, this.#at);
    if (underline) {
      this.#leaf = null;
      this.#heading(leaf.start, end, underline[1]![0] === '=' ? 1 : 2, 0);
      return true;
    }
    const head = text.slice(leaf.lastLine, leaf.end);
    if (!head.includes('|') || !matchAt(marks.delimiterRow, text, this.#at)) return false;
    if (countCells(head) !== countCells(text.slice(this.#at, end))) return false;
    const above = leaf.lastLine > leaf.start ? leaf.lastLine : leaf.start;
    if (above > leaf.start) {
      leaf.end = leaf.start + text.slice(leaf.start, above).trimEnd().length;
      this.closeLeaf();
    }
    this.#push('table-row', above, end);
    this.#leaf = { type: 'table', start: above, end, depth: this.#containers.length };
    return true;
  }

  #heading(start: number, end: number, level: number, markLength: number): void {
    this.#freshItem = false;
    // A heading without words is no heading.
    if (markLength > 0 && this.#at + markLength >= end) return;
    this.blocks.push({ kind: 'heading', start, end, level });
  }

  #openParagraph(): void {
    const items = this.#containers.filter((container) => container !== quoteContainer).length;
    const quoted = items < this.#containers.length;
    this.#leaf = {
      type: 'paragraph',
      kind: this.#freshItem ? 'list-item' : quoted ? 'quote' : 'paragraph',
      level: Math.max(0, items - 1),
      start: this.#first,
      lastLine: this.#first,
      end: this.#trimmedEnd(),
      depth: this.#containers.length,
    };
    this.#freshItem = false;
  }

  #indentedCode(lineStart: number): void {
    const end = this.#trimmedEnd();
    if (this.#leaf?.type === 'indented') {
      this.#leaf.end = end;
      return;
    }
    this.closeLeaf();
    this.#freshItem = false;
    const depth = this.#containers.length;
    this.#leaf = { type: 'indented', start: lineStart, end, depth };
  }

  #closesFence(sign: string, length: number): boolean {
    if (this.#text[this.#at] !== sign || this.#column - this.#base > 3) return false;
    let at = this.#at;
    while (this.#text[at] === sign) at++;
    return at - this.#at >= length && at >= this.#trimmedEnd();
  }

  #passQuoteSign(): void {
    this.#at++;
    this.#column++;
    const next = this.#text[this.#at];
    this.#base = this.#column + (next === ' ' || next === '\t' ? 1 : 0);
    this.#skipSpace();
  }

  #skipSpace(): void {
    for (; this.#at < this.#end; this.#at++) {
      const unit = this.#text.charCodeAt(this.#at);
      if (unit === 0x20) this.#column++;
      else if (unit === 0x09) this.#column += 4 - (this.#column % 4);
      else return;
    }
  }

  /** The line's end without trailing spaces. */
  #trimmedEnd(): number {
    let end = this.#end;
    while (end > this.#at && this.#text.charCodeAt(end - 1) <= 0x20) end--;
    return end;
  }

  #push(kind: Block['kind'], start: number, end: number): void {
    this.blocks.push({ kind, start, end });
  }
}
