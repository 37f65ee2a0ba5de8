// An answer as Markdown that some other program will show. What a model or a document wrote there may
// be meant to do something where it is shown: nothing in it loads a picture, is taken for a tag, leads
// elsewhere than it says, or passes for a part of the page around it.

const picture = /!(?=\[)/g;
/** Of a link, of where a link leads, or of a footnote. */
const link = /\](?=[(:])/g;
/** Of a tag, a comment or an address in angle brackets. */
const tag = /<(?=[a-z/!?])/gi;
/** Formulas and comments of some programs, in which other signs mean nothing to them. */
const formula = /\$(?=\$)/g;
const comment = /%(?=%)/g;
/** At the head of a line, or of what stands in a list or a quotation. */
const heading = /^( {0,3}|(?:[ \t]*(?:[>*+-]|\d{1,9}[.)]))+ {0,4})(#{1,6})(?=[ \t]|$)/;
const underline = /^([ \t>]*)(=+|-+)[ \t]*$/;

const opening = /^\s*(?:(`{3,})[^`]*|(~{3,}).*)$/;
const fence = '```';
const likeFence = /^ {0,3}`{3,}\s*$/;

/**
 * Words, emphasis, lists, tables and blocks of code stay. Headings stand below those of the second
 * level, and no link is one: its address can be read. Code that is no block may get a backslash that
 * is seen.
 */
export function inertMarkdown(text: string): string {
  const lines: string[] = [];
  let open = '';
  let before = '';
  for (const line of text.split(/\r\n?|\n/)) {
    if (open === '') {
      const [, ticks, tildes] = opening.exec(line) ?? [];
      open = ticks ?? tildes ?? '';
      lines.push(open === '' ? inertLine(line, before) : fence);
    } else if (isClosing(line, open)) {
      open = '';
      lines.push(fence);
    } else {
      // Too far to the right to end the block.
      lines.push(likeFence.test(line) ? `    ${line}` : line);
    }
    before = line;
  }
  // What follows the answer is no code.
  if (open !== '') lines.push(fence);
  return lines.join('\n');
}

/**
 * What begins and ends a block is read differently by different programs, so that a block is written
 * anew in the one way that all of them read alike: fences of our own, at the head of a line. A name
 * behind them is left out, as some programs run blocks of some names.
 */
function isClosing(line: string, open: string): boolean {
  const trimmed = line.trim();
  return trimmed.length >= open.length && trimmed === open[0]!.repeat(trimmed.length);
}

/** A backslash before the sign escapes it, unless it is escaped itself; one behind it always counts. */
function inertLine(line: string, before: string): string {
  const inert = line
    .replace(picture, '!\\')
    .replace(link, ']\\')
    .replace(tag, '&lt;')
    .replace(formula, '$\\')
    .replace(comment, '%\\')
    .replace(heading, (_, start: string, signs: string) => start + lower(signs));
  return before.trim() === '' ? inert : inert.replace(underline, '$1\\$2');
}

function lower(signs: string): string {
  return '#'.repeat(Math.min(6, signs.length + 2));
}

/** Words of anyone as one line of Markdown, without signs that Markdown would make something of. */
export function plainLine(text: string): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .replace(/[\\`*_~$%&[\]<>#|]/g, '\\$&');
}
