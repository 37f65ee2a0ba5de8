// Signs inside Markdown's lines: code spans, links, emphasis, tags, escapes. Every look ahead
// stops at a bound, so that hostile text costs no more than a constant a character.
import { matchAt } from './markdown-marks.ts';

/** A half-open range that a reader does not see, and what they see in its place. */
export interface MarkupRange {
  start: number;
  end: number;
  shown: string;
}

const inline = {
  wikiLink: /\[\[([^[\]\n|]{1,300}\|)?[^[\]\n]{1,300}?(#\^[\w-]{1,100})?\]\]/y,
  footnote: /\[\^[^[\]\s]{1,100}\]:?/y,
  reference: /\]\[[^[\]\n]{0,300}\]/y,
  autolink: /<[a-z][a-z0-9+.-]{1,31}:[^\s<>]{0,2000}>|<[^\s<>@]{1,200}@[^\s<>@]{1,200}>/iy,
  tag: /<\/?([a-z][a-z0-9-]{0,40})(?:\s[^<>]{0,4000})?\/?>/iy,
  template: /\{%[^%\n]{0,1000}%\}|\{\{[^{}\n]{0,1000}\}\}/y,
  entity: /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z][a-z\d]{1,31}));/iy,
  code: /`+/y,
} as const;

/** Tags around which words do not run together. */
const apart = /^(?:br|p|div|li|ul|ol|td|th|tr|table|h[1-6]|hr|img|summary|details|dt|dd|option)$/i;
const maxLookAhead = 4000;

const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  copy: '©',
  reg: '®',
  trade: '™',
  mdash: '—',
  ndash: '–',
  hellip: '…',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
};

/** What one scan of a text gathers and remembers from line to line. */
export class InlineScan {
  readonly found: MarkupRange[] = [];
  readonly #text: string;
  /** Where the next comment ends, so that it is looked for once. */
  #commentEnd = -1;

  /** Brackets that nothing closed yet in this paragraph. */
  readonly #open: number[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  /** No link reaches from one paragraph into the next. */
  endParagraph(): void {
    this.#open.length = 0;
  }

  /**
   * Gathers the signs from `from` to `end` (the end of its line). Returns where reading stopped:
   * behind `end` if something reached over the line's end.
   */
  scan(from: number, end: number): number {
    const text = this.#text;
    let at = from;
    while (at < end) {
      const read = readers[text.charAt(at)];
      if (!read) at++;
      else if (text.startsWith('<!--', at)) at = this.#comment(at);
      else at = read(text, at, this.mark, this.#open);
    }
    return at;
  }

  readonly mark: Mark = (start, stop, shown = '') => {
    this.found.push({ start, end: stop, shown });
    return stop;
  };

  #comment(at: number): number {
    if (this.#commentEnd < at) {
      const close = this.#text.indexOf('-->', at);
      this.#commentEnd = close < 0 ? Infinity : close + 3;
    }
    return this.mark(at, Math.min(this.#commentEnd, this.#text.length), ' ');
  }
}

/** Reads one sign at `at`, marks what it finds and returns where to go on. */
type Reader = (text: string, at: number, mark: Mark, open: number[]) => number;

const readers: Record<string, Reader> = {
  '\\': (text, at, mark) =>
    /[!-/:-@[-`{-~]/.test(text.charAt(at + 1)) ? mark(at, at + 1) + 1 : at + 1,
  '`': codeSpan,
  '[': bracket,
  ']': closeBracket,
  '<': tag,
  '{': template,
  '&': entity,
  '*': emphasis,
  _: emphasis,
  '~': emphasis,
};

type Mark = (start: number, stop: number, shown?: string) => number;

function codeSpan(text: string, at: number, mark: Mark): number {
  const ticks = matchAt(inline.code, text, at)![0];
  const behind = at + ticks.length;
  if (ticks.length > 8) return behind;
  const window = text.slice(behind, behind + maxLookAhead);
  for (let close = window.indexOf(ticks); close >= 0;) {
    let stop = close + ticks.length;
    while (window[stop] === '`') stop++;
    if (stop - close === ticks.length) {
      if (/\n[ \t]*\n/.test(window.slice(0, close))) return behind;
      mark(at, behind);
      return mark(behind + close, behind + stop);
    }
    close = window.indexOf(ticks, stop);
  }
  return behind;
}

function bracket(text: string, at: number, mark: Mark, open: number[]): number {
  const wiki = matchAt(inline.wikiLink, text, at);
  if (wiki) {
    const behind = at + wiki[0].length;
    // An embedded page or picture has a sign before it, the name of a paragraph one behind it.
    mark(text[at - 1] === '!' ? at - 1 : at, at + 2 + (wiki[1]?.length ?? 0));
    return mark(behind - 2 - (wiki[2]?.length ?? 0), behind);
  }
  const footnote = matchAt(inline.footnote, text, at);
  if (footnote) return mark(at, at + footnote[0].length);
  // Nobody nests links so deep; text made to hurt does.
  if (open.length >= 1000) open.length = 0;
  open.push(at);
  return at + 1;
}

function closeBracket(text: string, at: number, mark: Mark, open: number[]): number {
  const opener = open.pop();
  if (opener === undefined) return at + 1;
  const start = text[opener - 1] === '!' ? opener - 1 : opener;
  const reference = matchAt(inline.reference, text, at);
  const behind = reference
    ? at + reference[0].length
    : text[at + 1] === '('
      ? destinationEnd(text, at + 2)
      : -1;
  if (behind < 0) return at + 1;
  mark(start, opener + 1);
  return mark(at, behind);
}

/** The position behind the `)` of a link whose target begins at `at`, or −1. */
function destinationEnd(text: string, at: number): number {
  const window = text.slice(at, at + maxLookAhead);
  let depth = 0;
  for (let i = 0; i < window.length; i++) {
    const unit = window[i]!;
    if (unit === '\\') i++;
    else if (unit === '\n' && /^[ \t]*\n/.test(window.slice(i + 1, i + 200))) return -1;
    else if (opensVerbatim(window, i)) {
      i = window.indexOf(unit === '{' ? '}' : unit, i + 1);
      if (i < 0) return -1;
    } else if (unit === '(' && ++depth > 8) return -1;
    else if (unit === ')' && --depth < 0) return at + i + 1;
  }
  return -1;
}

/** Titles and template tags may hold anything but their own end. */
function opensVerbatim(window: string, at: number): boolean {
  const unit = window[at];
  if (unit === '{') return window[at + 1] === '%' || window[at + 1] === '{';
  return (unit === '"' || unit === "'") && /\s/.test(window[at - 1] ?? '');
}

function tag(text: string, at: number, mark: Mark): number {
  const link = matchAt(inline.autolink, text, at);
  if (link) {
    mark(at, at + 1);
    return mark(at + link[0].length - 1, at + link[0].length);
  }
  const match = matchAt(inline.tag, text, at);
  return match ? mark(at, at + match[0].length, apart.test(match[1]!) ? ' ' : '') : at + 1;
}

function template(text: string, at: number, mark: Mark): number {
  const match = matchAt(inline.template, text, at);
  return match ? mark(at, at + match[0].length, ' ') : at + 1;
}

function entity(text: string, at: number, mark: Mark): number {
  const match = matchAt(inline.entity, text, at);
  if (!match) return at + 1;
  const [whole, decimal, hex, name] = match;
  const code = decimal ? Number(decimal) : hex ? parseInt(hex, 16) : 0;
  const shown = name ? entities[name] : code > 0 && code <= 0x10ffff && String.fromCodePoint(code);
  return shown ? mark(at, at + whole.length, shown) : at + 1;
}

/** `*` and `_` are signs where they touch a word on one side only; `~~` always. */
function emphasis(text: string, at: number, mark: Mark): number {
  const sign = text[at]!;
  let behind = at;
  while (text[behind] === sign) behind++;
  const before = isWord(text[at - 1]);
  const after = isWord(text[behind]);
  const spaced = /\s|^$/.test(text[at - 1] ?? '') && /\s|^$/.test(text[behind] ?? '');
  const inWord = before && after && (sign === '_' || behind - at === 1);
  if (spaced || inWord || (sign === '~' && behind - at < 2)) return behind;
  return mark(at, behind);
}

function isWord(unit: string | undefined): boolean {
  return unit !== undefined && /[\p{L}\p{N}]/u.test(unit);
}
