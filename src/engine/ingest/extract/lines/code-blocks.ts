// Cuts source text into what people call its parts: functions, classes, groups of lines apart by
// blank ones. It goes by indents, which every language is written with, and knows of grammar only
// what keeps strings and comments of several lines whole. Long parts are cut into theirs. A part is
// known by the names of what it defines and of what it lies in.
import type { Block } from '../../../../shared/contract/documents.ts';
import { definedName } from './code-names.ts';

/** A part longer than this (UTF-16 units) is cut into its own parts, so many levels deep. */
const longPart = 1500;
const maxDepth = 4;
/** A string or comment that is not closed within so many units is none. */
const maxOpen = 20_000;

/** Lines that go on with what stands above them at the same indent. */
const goesOn =
  /^(?:[})\]{`]|<\/|-->|\*\/|'''|"""|(?:else|elif|elsif|elseif|except|finally|catch|rescue|ensure|end|fi|done|esac|then|do|begin|EOF|EOT)\b)/i;

interface Line {
  start: number;
  end: number;
  /** Columns before its first sign; a tab counts four. */
  indent: number;
  blank: boolean;
  /** True for a line that begins inside a string or comment. */
  inside: boolean;
}

/**
 * The parts of a source text as blocks.
 *
 * @param head a line at the outer indent that always begins a part, as `[section]` does
 */
export function codeBlocks(text: string, head: RegExp | null = null): Block[] {
  const lines = linesOf(text);
  const blocks: Block[] = [];
  const cut = (range: Range, outer: number, around: readonly string[]): void => {
    for (const [i, part] of partsOf(text, lines, range, outer, head).entries()) {
      const start = lines[part.first]!.start;
      const end = lines[part.behind - 1]!.end;
      // The first part of a part begins with the line that names it, which is known already.
      const indent = range.depth > 0 && i === 0 ? outer : lines[part.first]!.indent;
      const name = nameOf(text, lines, part, indent);
      const names = name === null ? [...around] : [...around, name];
      const long = end - start > longPart && range.depth < maxDepth;
      const inner = long ? bodyIndent(lines, part) : 0;
      if (inner > outer) cut(part, inner, names);
      else blocks.push({ kind: 'code', start, end, names });
    }
  };
  cut({ first: 0, behind: lines.length, depth: 0 }, 0, []);
  return blocks;
}

/** Lines from the first to behind the last that is not blank, so many parts deep. */
interface Range {
  first: number;
  behind: number;
  depth: number;
}

/** Lines that name nothing: comments, and what is said of the line below them. */
const besideNames = /^(?:\/[/*]|\*|#(?!\w)|#\[|--|;|@|"{3}|'{3}|\[|<!--|%|\})/;
/** A definition begins within so many lines of its part. */
const namedWithin = 40;

/** The name of the first thing that a part defines at an indent, or null. */
function nameOf(
  text: string,
  lines: readonly Line[],
  { first, behind }: Range,
  indent: number,
): string | null {
  for (let i = first; i < Math.min(behind, first + namedWithin); i++) {
    const line = lines[i]!;
    if (line.blank || line.inside || line.indent !== indent) continue;
    const words = text.slice(line.start, Math.min(line.end, line.start + 400)).trim();
    if (besideNames.test(words)) continue;
    const name = definedName(words, hasBody(lines, i, behind));
    // In C the type of a function may stand on a line of its own.
    if (name !== null || !/^[\p{L}\p{N}_\s*&]+$/u.test(words)) return name;
  }
  return null;
}

/** True if one of the next lines, which a brace may begin, is indented further. */
function hasBody(lines: readonly Line[], at: number, behind: number): boolean {
  const next = lines.slice(at + 1, Math.min(behind, at + 4));
  return next.some(({ blank, indent }) => !blank && indent > lines[at]!.indent);
}

/** The least indent below a part's first lines, which is that of its members; 0 if it has none. */
function bodyIndent(lines: readonly Line[], { first, behind }: Range): number {
  const outer = lines[first]!.indent;
  let least = Infinity;
  for (let i = first + 1; i < behind; i++) {
    const { blank, inside, indent } = lines[i]!;
    if (!blank && !inside && indent > outer) least = Math.min(least, indent);
  }
  return least === Infinity ? 0 : least;
}

/**
 * The parts of a range, one deeper. A part begins with a line at the outer indent that follows a
 * blank one, or the body of another part.
 */
function partsOf(
  text: string,
  lines: readonly Line[],
  range: Range,
  outer: number,
  head: RegExp | null,
): Range[] {
  const depth = range.depth + 1;
  const parts: Range[] = [];
  let first = -1;
  let last = -1;
  let hasBody = false;
  for (let i = range.first; i < range.behind; i++) {
    const line = lines[i]!;
    if (line.blank) continue;
    const atOuter = line.indent <= outer && !line.inside;
    if (first >= 0 && atOuter) {
      const words = text.slice(line.start, Math.min(line.end, line.start + 200)).trimStart();
      const fresh = hasBody || i - last > 1;
      if ((fresh && !goesOn.test(words)) || head?.test(words)) {
        parts.push({ first, behind: last + 1, depth });
        first = -1;
      }
    }
    if (first < 0) {
      first = i;
      hasBody = false;
    } else if (line.indent > outer && !line.inside) hasBody = true;
    last = i;
  }
  if (first >= 0) parts.push({ first, behind: last + 1, depth });
  return parts;
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  const search = new OpenEnds(text);
  let insideUntil = 0;
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const { indent, first } = indentOf(text, start, end);
    const inside = start < insideUntil;
    lines.push({ start, end, indent, blank: first === end, inside });
    if (end > insideUntil) insideUntil = search.openUntil(Math.max(start, insideUntil), end);
    start = end + 1;
  }
  return lines;
}

function indentOf(text: string, start: number, end: number): { indent: number; first: number } {
  let indent = 0;
  for (let at = start; at < end; at++) {
    const unit = text[at]!;
    if (unit === '\t') indent += 4;
    else if (unit === ' ') indent++;
    else if (unit.trim() !== '') return { indent, first: at };
  }
  return { indent, first: end };
}

/** Finds strings and comments that reach over the end of a line. */
class OpenEnds {
  readonly #text: string;
  /** Where each closing sign was last found, so that no stretch is searched twice. */
  readonly #found = new Map<string, number>();

  constructor(text: string) {
    this.#text = text;
  }

  /** Where what a line leaves open ends; 0 if it leaves nothing open. */
  openUntil(from: number, end: number): number {
    const opener = /\/\*|"{3}|'{3}|`|["']/g;
    const line = this.#text.slice(from, end);
    /** Signs that nothing closes on this line: apostrophes, mostly. */
    const unclosed = new Set<string>();
    for (let match = opener.exec(line); match; match = opener.exec(line)) {
      const sign = match[0];
      if (sign === '"' || sign === "'") {
        const closed = unclosed.has(sign) ? -1 : closingQuote(line, match.index + 1, sign);
        if (closed < 0) unclosed.add(sign);
        else opener.lastIndex = closed + 1;
        continue;
      }
      const close = sign === '/*' ? '*/' : sign;
      const at = this.#next(close, from + opener.lastIndex);
      if (at - end > maxOpen) continue;
      if (at >= end) return at + close.length;
      opener.lastIndex = at - from + close.length;
    }
    return 0;
  }

  #next(sign: string, from: number): number {
    const known = this.#found.get(sign);
    if (known !== undefined && known >= from) return known;
    const found = this.#text.indexOf(sign, from);
    const at = found < 0 ? Infinity : found;
    this.#found.set(sign, at);
    return at;
  }
}

/** Where a string on one line ends, or −1. */
function closingQuote(line: string, from: number, quote: string): number {
  for (let at = from; at < line.length; at++) {
    if (line[at] === '\\') at++;
    else if (line[at] === quote) return at;
  }
  return -1;
}
