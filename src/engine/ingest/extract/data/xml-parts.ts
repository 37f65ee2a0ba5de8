// Where elements of XML begin, as deep as is asked for. Declarations, comments and sections of
// character data are passed over unread; entities stay as they are written.
import type { PartStarts } from './data-blocks.ts';

const passed = [
  { open: '<!--', close: '-->' },
  { open: '<![CDATA[', close: ']]>' },
  { open: '<?', close: '?>' },
] as const;

export const xmlParts: PartStarts = function* (text, { start, end, level, wanted }) {
  let depth = level;
  for (let at = text.indexOf('<', start); at >= 0 && at < end; at = text.indexOf('<', at)) {
    const sign = text[at + 1];
    const special = sign === '!' || sign === '?';
    const whole = special && passed.find(({ open }) => text.startsWith(open, at));
    if (whole) {
      const close = text.indexOf(whole.close, at + whole.open.length);
      if (close < 0) return;
      at = close + whole.close.length;
    } else if (sign === '!') {
      at = behindDoctype(text, at);
    } else if (sign === '/') {
      depth = Math.max(0, depth - 1);
      at += 2;
    } else {
      if (depth === wanted) yield at;
      const close = tagEnd(text, at);
      if (text[close - 1] !== '/') depth++;
      at = close + 1;
    }
  }
};

/** The `>` of a tag, which may also stand in its attributes; the text's length without one. */
function tagEnd(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    const sign = text[at]!;
    if (sign === '>') return at;
    if (sign !== '"' && sign !== "'") continue;
    at = text.indexOf(sign, at + 1);
    if (at < 0) return text.length;
  }
  return text.length;
}

function behindDoctype(text: string, from: number): number {
  const close = text.indexOf('>', from);
  if (close < 0) return text.length;
  const inner = text.slice(from, close).indexOf('[');
  if (inner < 0) return close + 1;
  const end = /\]\s*>/g;
  end.lastIndex = from + inner;
  return end.exec(text) ? end.lastIndex : text.length;
}
