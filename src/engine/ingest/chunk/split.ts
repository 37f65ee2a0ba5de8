// Where to cut a unit that is longer than a chunk may be: prose between sentences, code between
// paragraphs of code or lines, else at white space, else between characters as people see them.
// Works in a window of one chunk's size, so that the time is linear.
import type { Ruler } from './ruler.ts';
import { isSpace, skipSpace, type Unit } from './units.ts';

const sentences = new Intl.Segmenter(undefined, { granularity: 'sentence' });
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** A cut before this share of the limit is not worth a nicer place. */
const leastShare = 0.4;

/** How long pieces may be, by what they are measured with. */
interface Limits {
  ruler: Ruler;
  firstMax: number;
  max: number;
}

/**
 * The offsets at which to cut a unit, in order. Every piece is at most `max` long without the white
 * space around it, the first one at most `firstMax`; they are about equally long rather than all
 * full but a tiny last one.
 */
export function cutsOf(text: string, unit: Unit, { ruler, firstMax, max }: Limits): number[] {
  const cuts: number[] = [];
  let at = unit.start;
  let limit = firstMax;
  for (;;) {
    // White space at the head of a chunk does not count, behind what it joins it does.
    const from = limit < max ? at : skipSpace(text, at, unit.end);
    const rest = ruler.between(from, unit.end);
    if (rest <= limit) return cuts;
    const even = rest / Math.ceil(rest / max);
    const last = Math.max(ruler.reach(from, limit), from + 1);
    const cut = cutBefore(text, unit, from, last, ruler.reach(from, Math.min(even, limit)));
    cuts.push(cut);
    at = cut;
    limit = max;
  }
}

/** The best place in (from, limit], near `target` where there is a choice. */
function cutBefore(text: string, unit: Unit, from: number, limit: number, target: number): number {
  const least = from + Math.floor((limit - from) * leastShare);
  const lines = lineStarts(text, from, limit);
  if (unit.kind !== 'code' && !holdsRecords(text, lines)) {
    const cut = nearest(sentenceStarts(text, unit, from, limit), least, limit, target);
    if (cut !== null) return cut;
  }
  const paragraphs = lines.filter((start) => isBlankLineBefore(text, start));
  return (
    nearest(paragraphs, least, limit, target) ??
    nearest(lines, least, limit, target) ??
    lastSpace(text, least, limit) ??
    lastClause(text, least, limit) ??
    characterStart(text, from, limit)
  );
}

function nearest(
  offsets: readonly number[],
  least: number,
  limit: number,
  target: number,
): number | null {
  let best: number | null = null;
  for (const offset of offsets) {
    if (offset <= least || offset > limit) continue;
    if (best === null || Math.abs(offset - target) < Math.abs(best - target)) best = offset;
  }
  return best;
}

/** Line ends inside prose are only where it was wrapped, so they end no sentence by themselves. */
function sentenceStarts(text: string, unit: Unit, from: number, limit: number): number[] {
  const stop = Math.min(unit.end, limit + 1);
  const window = text.slice(from, stop).replaceAll('\n', ' ');
  const starts: number[] = [];
  for (const { index } of sentences.segment(window)) starts.push(from + index);
  return starts;
}

function lineStarts(text: string, from: number, limit: number): number[] {
  const window = text.slice(from, limit);
  const starts: number[] = [];
  for (let at = window.indexOf('\n'); at >= 0; at = window.indexOf('\n', at + 1)) {
    starts.push(from + at + 1);
  }
  return starts;
}

/** True if lines are records of their own (a table, a log, a list), not wrapped prose. */
function holdsRecords(text: string, lines: readonly number[]): boolean {
  if (lines.length < 4) return false;
  const fresh = lines.filter((start) => /[\s\p{Lu}\p{N}\p{P}\p{S}]/u.test(text.charAt(start)));
  return fresh.length >= lines.length * 0.8;
}

function isBlankLineBefore(text: string, start: number): boolean {
  let at = start - 2;
  while (at >= 0 && text[at] !== '\n' && isSpace(text.charCodeAt(at))) at--;
  return text[at] === '\n';
}

function lastSpace(text: string, least: number, limit: number): number | null {
  for (let at = limit; at > least; at--) {
    if (isSpace(text.charCodeAt(at - 1))) return at;
  }
  return null;
}

/** Behind a comma or the like, for scripts that put no spaces between words. */
function lastClause(text: string, least: number, limit: number): number | null {
  for (let at = limit; at > least; at--) {
    if (',;:|、，；：。！？）」』】'.includes(text.charAt(at - 1))) return at;
  }
  return null;
}

/** The start of the character (grapheme cluster) at `limit`, or its code point if it is endless. */
function characterStart(text: string, from: number, limit: number): number {
  const start = codePointStart(text, Math.max(from, limit - 64));
  const window = text.slice(start, limit + 64);
  const cluster = graphemes.segment(window).containing(limit - start);
  const cut = cluster && cluster.index > 0 ? start + cluster.index : codePointStart(text, limit);
  return cut > from ? cut : limit + 1;
}

function codePointStart(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  const before = text.charCodeAt(at - 1);
  const inside = unit >= 0xdc00 && unit < 0xe000 && before >= 0xd800 && before < 0xdc00;
  return inside ? at - 1 : at;
}
