// Finds Markdown's blocks as ranges of whole lines, in one pass: containers (quotes, list items)
// first, then the leaf, after CommonMark's two-step rules. Linear whatever the input: nesting
// deeper than `maxDepth` is read as text, and no line is looked at twice.
import type { Block } from '../../../../shared/contract/documents.ts';
import { LineCursor } from './line-cursor.ts';
import { blockOf, endsInItsLine, type Leaf, leafAt } from './markdown-leaf.ts';
import { countCells, marks, matchAt } from '../../../text/markdown-marks.ts';

const maxDepth = 32;

/** An open quote (width −1) or list item (width: columns its content is indented by). */
type Container = number;
const quoteContainer: Container = -1;

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
  // White space beyond ASCII makes a paragraph by the rules, but there is nothing to read in it.
  return scanner.blocks.filter(({ start, end }) => text.slice(start, end).trim() !== '');
}

class MarkdownScanner {
  readonly blocks: Block[] = [];
  readonly #text: string;
  #containers: Container[] = [];
  #leaf: Leaf | null = null;
  /** True between a list marker and the item's first content. */
  #freshItem = false;
  readonly #line: LineCursor;

  constructor(text: string) {
    this.#text = text;
    this.#line = new LineCursor(text);
  }

  line(start: number, end: number): void {
    const line = this.#line;
    line.begin(start, end);
    const matched = this.#matchContainers();
    if (this.#leaf && this.#leaf.depth > matched && this.#leaf.type !== 'paragraph') {
      this.closeLeaf();
    }
    if (this.#continueVerbatim()) return;
    if (line.blank) {
      this.#blankLine(matched);
      return;
    }
    const known = this.#containers.length === matched;
    const opened = this.#openContainers(matched);
    if (line.blank) return;
    this.#readLeaf(start, !known && !opened, matched);
  }

  closeLeaf(): void {
    const block = this.#leaf && blockOf(this.#leaf);
    this.#leaf = null;
    if (block) this.blocks.push(block);
  }

  /** Goes past the signs of the containers that this line continues; returns their number. */
  #matchContainers(): number {
    let matched = 0;
    for (const container of this.#containers) {
      const blank = this.#line.blank;
      const indent = this.#line.indent;
      if (container === quoteContainer) {
        if (blank || indent > 3 || this.#text[this.#line.at] !== '>') break;
        this.#line.passQuoteSign();
      } else if (!blank) {
        if (indent < container) break;
        this.#line.base += container;
      }
      matched++;
    }
    return matched;
  }

  /** Code and HTML that run to their own end take the line as it is. True if one did. */
  #continueVerbatim(): boolean {
    const leaf = this.#leaf;
    if (!leaf) return false;
    const blank = this.#line.blank;
    if (leaf.type === 'fence') {
      leaf.end = blank ? leaf.end : this.#line.trimmedEnd;
      if (this.#closesFence(leaf.sign, leaf.length)) this.closeLeaf();
      return true;
    }
    if (leaf.type === 'span') {
      leaf.end = blank ? leaf.end : this.#line.trimmedEnd;
      if (leaf.span.close.test(this.#text.slice(this.#line.at, this.#line.end))) this.closeLeaf();
      return true;
    }
    if (leaf.type === 'html' && !blank) {
      leaf.end = this.#line.trimmedEnd;
      return true;
    }
    return false;
  }

  #blankLine(matched: number): void {
    // Indented code goes on behind blank lines.
    if (this.#leaf?.type !== 'indented') this.closeLeaf();
    // An item that begins with two empty lines has nothing in it.
    this.#leaveContainers(
      this.#freshItem ? Math.min(matched, this.#containers.length - 1) : matched,
    );
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
    while (this.#containers.length < maxDepth && this.#line.indent <= 3) {
      if (this.#text[this.#line.at] === '>') {
        drop();
        this.#containers.push(quoteContainer);
        this.#freshItem = false;
        this.#line.passQuoteSign();
        continue;
      }
      const marker = matchAt(marks.listMarker, this.#text, this.#line.at);
      if (!marker || matchAt(marks.rule, this.#text, this.#line.at)) break;
      if (!opened && !this.#mayInterrupt(marker, matched)) break;
      drop();
      this.#containers.push(this.#line.passListMarker(marker[0].length));
      this.#freshItem = true;
    }
    return opened;
  }

  /** An item inside a running paragraph must not be empty, and a number must be 1. */
  #mayInterrupt(marker: RegExpExecArray, matched: number): boolean {
    if (this.#leaf?.type !== 'paragraph' || matched < this.#containers.length) return true;
    const empty = this.#line.at + marker[0].length >= this.#line.trimmedEnd;
    return !empty && (marker[1] === undefined || Number(marker[1]) === 1);
  }

  #readLeaf(lineStart: number, behind: boolean, matched: number): void {
    const text = this.#text;
    const { at, indent } = this.#line;
    const leaf = this.#leaf;
    if (indent > 3 && leaf?.type !== 'paragraph') {
      if (behind) this.#leaveContainers(matched);
      this.#indentedCode(lineStart);
      return;
    }
    if (indent <= 3) {
      if (!behind && this.#underlineOrTable()) return;
      const found = leafAt(text, this.#line, leaf?.type === 'paragraph');
      if (found) {
        this.closeLeaf();
        if (behind) this.#leaveContainers(matched);
        const { first: start, trimmedEnd: end } = this.#line;
        this.#open({ ...found, start, end, depth: this.#containers.length });
        if (endsInItsLine(found, text, this.#line)) this.closeLeaf();
        return;
      }
    }
    if (leaf?.type === 'paragraph') {
      leaf.end = this.#line.trimmedEnd;
      leaf.lastLine = this.#line.first;
      return;
    }
    if (behind) this.#leaveContainers(matched);
    if (leaf?.type === 'table' && leaf.depth === this.#containers.length) {
      this.#push('table-row', this.#line.first, this.#line.trimmedEnd);
      return;
    }
    this.closeLeaf();
    if (matchAt(marks.linkDefinition, text, at)) return;
    this.#openParagraph();
  }

  /** A line that makes the paragraph above it a heading, or the head of a table. */
  #underlineOrTable(): boolean {
    const text = this.#text;
    const leaf = this.#leaf;
    if (leaf?.type !== 'paragraph' || leaf.depth !== this.#containers.length) return false;
    const end = this.#line.trimmedEnd;
    const underline = matchAt(marks.underline, text, this.#line.at);
    if (underline) {
      const level = underline[1]!.startsWith('=') ? 1 : 2;
      this.#leaf = { type: 'heading', level, start: leaf.start, end, depth: leaf.depth };
      this.closeLeaf();
      return true;
    }
    const head = text.slice(leaf.lastLine, leaf.end);
    if (!head.includes('|') || !matchAt(marks.delimiterRow, text, this.#line.at)) return false;
    if (countCells(head) !== countCells(text.slice(this.#line.at, end))) return false;
    const above = leaf.lastLine > leaf.start ? leaf.lastLine : leaf.start;
    if (above > leaf.start) {
      leaf.end = leaf.start + text.slice(leaf.start, above).trimEnd().length;
      this.closeLeaf();
    }
    this.#push('table-row', above, end);
    this.#leaf = { type: 'table', start: above, end, depth: this.#containers.length };
    return true;
  }

  #openParagraph(): void {
    const { first, trimmedEnd } = this.#line;
    const depth = this.#containers.length;
    const items = this.#containers.filter((container) => container !== quoteContainer).length;
    this.#open({
      type: 'paragraph',
      kind: this.#freshItem ? 'list-item' : items < depth ? 'quote' : 'paragraph',
      level: Math.max(0, items - 1),
      start: first,
      lastLine: first,
      end: trimmedEnd,
      depth,
    });
  }

  #indentedCode(start: number): void {
    const end = this.#line.trimmedEnd;
    if (this.#leaf?.type === 'indented') {
      this.#leaf.end = end;
      return;
    }
    this.closeLeaf();
    this.#open({ type: 'indented', start, end, depth: this.#containers.length });
  }

  #open(leaf: Leaf): void {
    this.#leaf = leaf;
    this.#freshItem = false;
  }

  #closesFence(sign: string, length: number): boolean {
    if (this.#text[this.#line.at] !== sign || this.#line.indent > 3) return false;
    let at = this.#line.at;
    while (this.#text[at] === sign) at++;
    return at - this.#line.at >= length && at >= this.#line.trimmedEnd;
  }

  #push(kind: Block['kind'], start: number, end: number): void {
    this.blocks.push({ kind, start, end });
  }
}
