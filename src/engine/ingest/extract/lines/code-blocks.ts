// Cuts source text into what people call its parts: functions, classes, groups of lines apart by
// blank ones. It goes by indents, which every language is written with, and knows of grammar only
// what keeps strings and comments of several lines whole. Long parts are cut into theirs.
import type { Block } from '../../../../shared/contract/documents.ts';

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
  const cut = (from: number, to: number, outer: number, depth: number): void => {
    for (const [first, behind] of partsOf(text, lines, from, to, outer, head)) {
      const start = lines[first]!.start;
      const end = lines[behind - 1]!.end;
      const inner =
        end - start > longPart && depth < maxDepth ? bodyIndent(lines, first, behind) : 0;
      if (inner > outer) cut(first, behind, inner, depth + 1);
      else blocks.push({ kind: 'code', start, end });
    }
  };
  cut(0, lines.length, 0, 0);
  return blocks;
}

/** The least indent below a part's first lines, which is that of its members; 0 if it has none. */
function bodyIndent(lines: readonly Line[], from: number, to: number): number {
  const outer = lines[from]!.indent;
  let least = Infinity;
  for (let i = from + 1; i < to; i++) {
    const { blank, inside, indent } = lines[i]!;
    if (!blank && !inside && indent > outer) least = Math.min(least, indent);
  }
  return least === Infinity ? 0 : least;
}

/**
 * Ranges of lines, from the first to behind the last that is not blank. A part begins with a line
 * at the outer indent that follows a blank one, or the body of another part.
 */
function partsOf(
  text: string,
  lines: readonly Line[],
  from: number,
  to: number,
  outer: number,
  head: RegExp | null,
): [number, number][] {
  const parts: [number, number][] = [];
  let first = -1;
  let last = -1;
  let hasBody = false;
  for (let i = from; i < to; i++) {
    const line = lines[i]!;
    if (line.blank) continue;
    const atOuter = line.indent <= outer && !line.inside;
    if (first >= 0 && atOuter) {
      const words = text.slice(line.start, Math.min(line.end, line.start + 200)).trimStart();
      const fresh = hasBody || i - last > 1;
      if ((fresh && !goesOn.test(words)) || head?.test(words)) {
        parts.push([first, last + 1]);
        first = -1;
      }
    }
    if (first < 0) {
      first = i;
      hasBody = false;
    } else if (line.indent > outer && !line.inside) hasBody = true;
    last = i;
  }
  if (first >= 0) parts.push([first, last + 1]);
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
    const opener = /\/\*|"""|'''|`/g;
    const line = this.#text.slice(from, end);
    for (let match = opener.exec(line); match; match = opener.exec(line)) {
      const sign = match[0];
      if (sign === '/*' && isQuoted(line, match.index)) continue;
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

/** True behind an odd number of quotes: a pattern of file names, say, is no comment. */
function isQuoted(line: string, at: number): boolean {
  let quotes = 0;
  for (let i = Math.max(0, at - 500); i < at; i++) {
    if (line[i] === '"' || line[i] === "'") quotes++;
  }
  return quotes % 2 === 1;
}
