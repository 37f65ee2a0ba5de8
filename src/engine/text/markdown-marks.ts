// The signs by which Markdown's blocks are told, after CommonMark 0.31 and the tables of GitHub
// Flavored Markdown. Each expression is sticky and takes linear time whatever the line holds.

/** A sticky match of `pattern` at `at`, or null. */
export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

export const marks = {
  heading: /(#{1,6})(?=[ \t\n]|$)/y,
  underline: /(=+|-+)[ \t]*(?=\n|$)/y,
  rule: /([-_*])[ \t]*(?:\1[ \t]*){2,}(?=\n|$)/y,
  fence: /(`{3,}(?=[^`\n]*(?:\n|$))|~{3,})/y,
  listMarker: /(?:[-+*]|(\d{1,9})[.)])(?=[ \t\n]|$)/y,
  delimiterRow: /\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*(?=\n|$)/y,
  linkDefinition: /\[(?!\^)[^\]\n]{1,999}\]:[ \t]*\S/y,
  htmlHeading: /<h([1-6])(?=[\s>])[^>\n]*>(?=[^\n]*<\/h\1)/iy,
  /** Tags that begin a block wherever they stand. */
  htmlBlock:
    /<\/?(?:address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)(?=[\s>]|\/>|$)/iy,
  /** Any whole tag alone on its line. */
  htmlLine: /<\/?[a-z][a-z0-9-]*(?:[ \t][^<>\n]*)?\/?>[ \t]*(?=\n|$)/iy,
} as const;

/** HTML that runs to a given end, blank lines or not. `code`: its content is text to keep. */
const htmlSpans = [
  { open: /<!--/y, close: /-->/, code: false },
  { open: /<\?/y, close: /\?>/, code: false },
  { open: /<!\[CDATA\[/y, close: /\]\]>/, code: false },
  { open: /<![a-z]/iy, close: />/, code: false },
  {
    open: /<(?:script|style|textarea)(?=[\s>]|$)/iy,
    close: /<\/(?:script|style|textarea)>/i,
    code: false,
  },
  { open: /<pre(?=[\s>]|$)/iy, close: /<\/pre>/i, code: true },
] as const;

export type HtmlSpan = (typeof htmlSpans)[number];

export function htmlSpanAt(text: string, at: number): HtmlSpan | null {
  return htmlSpans.find((span) => matchAt(span.open, text, at)) ?? null;
}

/** Cells of a table line; a `|` behind a backslash is part of its cell. */
export function countCells(line: string): number {
  const inner = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(^|[^\\])\|$/, '$1');
  let cells = 1;
  for (let i = 0; i < inner.length; i++) {
    if (inner[i] === '\\') i++;
    else if (inner[i] === '|') cells++;
  }
  return cells;
}
