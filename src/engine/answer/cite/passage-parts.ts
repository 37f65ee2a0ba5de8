// A passage cut into what can be quoted, with the terms of each part, so that many statements can be
// looked up in it.
import { termsOf } from '../../text/terms.ts';
import { type Sentence, sentencesOf } from '../sentences.ts';

export interface PassagePart extends Sentence {
  /** How many different terms it holds. */
  size: number;
}

export interface PassageParts {
  parts: readonly PassagePart[];
  /** Which parts hold a term. */
  holding: ReadonlyMap<string, readonly number[]>;
}

/** UTF-16 units of a passage that are looked at: far more than a chunk has. */
export const longestRead = 200_000;
/** A part is never longer: of what has no full stop words are quoted that stand together. */
const longestPart = 480;
/** So long a window begins again. */
const windowStep = 320;

export function passageParts(passage: string): PassageParts {
  const text = passage.slice(0, longestRead);
  const parts: PassagePart[] = [];
  const holding = new Map<string, number[]>();
  for (const range of sentencesOf(text).flatMap((sentence) => cut(text, sentence))) {
    const terms = new Set<string>();
    for (const { term } of termsOf(text.slice(range.start, range.end))) terms.add(term);
    for (const term of terms) {
      const held = holding.get(term);
      if (held) held.push(parts.length);
      else holding.set(term, [parts.length]);
    }
    parts.push({ ...range, size: terms.size });
  }
  return { parts, holding };
}

/** Rows of a table stand alone; what is far too long is cut between words. */
function cut(text: string, { start, end }: Sentence): Sentence[] {
  const rows: Sentence[] = [];
  const piece = text.slice(start, end);
  if (!piece.includes('\t') || !piece.includes('\n')) return windows(text, start, end);
  let at = start;
  for (const line of piece.split('\n')) {
    if (line.trim() !== '') rows.push(...windows(text, at, at + line.length));
    at += line.length + 1;
  }
  return rows;
}

function windows(text: string, start: number, end: number): Sentence[] {
  const found: Sentence[] = [];
  let at = start;
  while (end - at > longestPart) {
    const stop = wordEnd(text, at + windowStep);
    found.push({ start: at, end: stop });
    at = stop + /^\s*/.exec(text.slice(stop, stop + 100))![0].length;
  }
  if (at < end) found.push({ start: at, end });
  return found;
}

/** The last place between words before an offset, or that offset, never within a pair. */
function wordEnd(text: string, offset: number): number {
  const space = text.slice(offset - 80, offset).lastIndexOf(' ');
  if (space > 0) return offset - 80 + space;
  return text.codePointAt(offset - 1)! > 0xffff ? offset - 1 : offset;
}

/**
 * Where the row begins that names the columns of a row's table; null if the row stands in none, or
 * its table begins too far above.
 *
 * @param farthest UTF-16 units
 */
export function headerStart(text: string, { start }: Sentence, farthest: number): number | null {
  const kind = rowKind(text, start);
  if (kind === null) return null;
  let first: number | null = null;
  for (let end = lineStart(text, start) - 1; end > 0;) {
    const from = lineStart(text, end);
    if (rowKind(text, from) !== kind) break;
    if (start - from > farthest) return null;
    first = from;
    end = from - 1;
  }
  return first;
}

function rowKind(text: string, at: number): 'bars' | 'tabs' | null {
  const from = lineStart(text, at);
  const end = text.indexOf('\n', from);
  const line = text.slice(from, Math.min(end < 0 ? text.length : end, from + 2000));
  if (/^\s*\|/.test(line)) return 'bars';
  return line.trim().includes('\t') ? 'tabs' : null;
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}
