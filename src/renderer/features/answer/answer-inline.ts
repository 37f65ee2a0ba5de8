// The words of an answer between two line ends: runs of text with the little of Markdown that
// models write, citation numbers, and which of it is doubted. Nothing in it becomes a link, a
// picture or markup: what is not understood stays the characters that it is.
import type { Range } from '../../../shared/contract/search.ts';

export interface TextPart {
  kind: 'text';
  text: string;
  look: 'plain' | 'strong' | 'em' | 'code';
  /** Place in the list of doubts; −1: none. */
  doubt: number;
}
export type InlinePart = TextPart | { kind: 'citation'; n: number; doubt: -1 };

export interface InlineOptions {
  /** Numbers of citations; null: every number counts, as while it is being written. */
  numbers: ReadonlySet<number> | null;
  doubts: readonly Range[];
  /** False for text whose signs are a document's own words. */
  signs: boolean;
}

const token = /`[^`\n]{1,2000}`|\*\*|__|[*_]|\s{0,3}\[\d{1,4}\]/g;
/** A sign whose other end is further off is none. */
const farthest = 2000;

/** The parts of `text` from `range.start` to `range.end`. */
export function inlineParts(text: string, range: Range, options: InlineOptions): InlinePart[] {
  const parts: InlinePart[] = [];
  const line = text.slice(range.start, range.end);
  let at = 0;
  const open = { strong: '', em: '' };
  const look = () => (open.strong ? 'strong' : open.em ? 'em' : 'plain');
  const add = (from: number, to: number, as: TextPart['look']) =>
    addText(parts, text, { start: range.start + from, end: range.start + to }, as, options.doubts);

  for (const match of line.matchAll(token)) {
    const [sign] = match;
    const end = match.index + sign.length;
    if (match.index < at) continue;
    const n = referenceIn(sign);
    if (n !== null) {
      if (options.numbers && !options.numbers.has(n)) continue;
      add(at, match.index, look());
      parts.push({ kind: 'citation', n, doubt: -1 });
    } else if (!options.signs) {
      continue;
    } else if (sign.startsWith('`')) {
      add(at, match.index, look());
      add(match.index + 1, end - 1, 'code');
    } else {
      const kind = sign.length === 2 ? 'strong' : 'em';
      const closes = open[kind] === sign && /\S/.test(line.charAt(match.index - 1));
      const opens = open[kind] === '' && canOpen(line, match.index, sign);
      if (!closes && !opens) continue;
      add(at, match.index, look());
      open[kind] = closes ? '' : sign;
    }
    at = end;
  }
  add(at, line.length, look());
  return parts;
}

function referenceIn(sign: string): number | null {
  const match = /\[(\d+)\]$/.exec(sign);
  return match ? Number(match[1]) : null;
}

/** Whether a sign begins something that also ends, and stands at the edge of a word. */
function canOpen(line: string, at: number, sign: string): boolean {
  const after = line.charAt(at + sign.length);
  const before = line.charAt(at - 1);
  if (!/\S/.test(after) || after === sign[0] || /[\p{L}\p{N}]/u.test(before)) return false;
  const ahead = line.slice(0, at + farthest);
  for (let next = ahead.indexOf(sign, at + sign.length + 1); next > 0;) {
    const behind = line.charAt(next + sign.length);
    const isLonger = sign.length === 1 && (behind === sign || line.charAt(next - 1) === sign);
    if (!isLonger && /\S/.test(line.charAt(next - 1)) && !/[\p{L}\p{N}]/u.test(behind)) return true;
    next = ahead.indexOf(sign, next + sign.length);
  }
  return false;
}

function doubtAt(offset: number, doubts: readonly Range[]): number {
  return doubts.findIndex(({ start, end }) => offset >= start && offset < end);
}

/** Adds a stretch, cut where a doubt begins or ends. */
function addText(
  parts: InlinePart[],
  text: string,
  { start, end }: Range,
  look: TextPart['look'],
  doubts: readonly Range[],
): void {
  for (let at = start; at < end;) {
    const doubt = doubtAt(at, doubts);
    let to = end;
    for (const { start: from, end: until } of doubts) {
      if (from > at && from < to) to = from;
      if (until > at && until < to) to = until;
    }
    const run = text.slice(at, to);
    // A full stop behind a citation is not a statement.
    parts.push({ kind: 'text', text: run, look, doubt: /[\p{L}\p{N}]/u.test(run) ? doubt : -1 });
    at = to;
  }
}

/** Parts that belong to one doubt together, the others by themselves. */
export function byDoubt(parts: readonly InlinePart[]): { doubt: number; parts: InlinePart[] }[] {
  const groups: { doubt: number; parts: InlinePart[] }[] = [];
  for (const part of parts) {
    const last = groups.at(-1);
    if (last && last.doubt === part.doubt) last.parts.push(part);
    else groups.push({ doubt: part.doubt, parts: [part] });
  }
  return groups;
}
