// Subtitles and transcripts (WebVTT, SubRip): what is said, cue by cue, with when. Styles, notes
// and places on the screen are left out; who speaks is kept where the file says it.
import { decodeText } from '../decode.ts';
import type { Extracted, ExtractInput } from '../extracted.ts';
import { joinPieces, type Piece } from '../flat-text.ts';

export function extractSubtitles(input: Pick<ExtractInput, 'bytes' | 'maxTextLength'>): Extracted {
  const { text, blocks } = joinPieces(cuesOf(decodeText(input.bytes)), input.maxTextLength);
  return {
    format: 'subtitles',
    text,
    title: null,
    blocks,
    pages: null,
    hasLines: false,
    partial: null,
  };
}

/** Hours may be missing; SubRip writes a comma before the thousandths. */
const timing =
  /^\s*(\d{1,4}:)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})\s*-->\s*(\d{1,4}:)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})/;

/** Live captions repeat a cue's last line as the first of the next one, this close in time (ms). */
const repeatWithin = 100;

function* cuesOf(source: string): Generator<Piece> {
  let lastLine = '';
  let lastEnd = -Infinity;
  for (const { from, to, lines } of timedLines(source)) {
    const spoken = lines.map(wordsOf).filter((line) => line !== '');
    if (spoken[0] === lastLine && from - lastEnd <= repeatWithin) spoken.shift();
    lastEnd = to;
    if (spoken.length === 0) continue;
    lastLine = spoken.at(-1)!;
    yield { kind: 'paragraph', text: joinLines(spoken), group: 1, span: [clock(from), clock(to)] };
  }
}

interface Cue {
  /** Milliseconds. */
  from: number;
  to: number;
  lines: string[];
}

/** Cues with the lines below them, up to a blank line. */
function* timedLines(source: string): Generator<Cue> {
  let cue: Cue | null = null;
  for (const line of linesOf(source)) {
    const match = line.includes('-->') ? timing.exec(line) : null;
    if (match) {
      if (cue) {
        // Without a blank line between them, the next cue's number stands here.
        if (/^\d+$/.test(cue.lines.at(-1) ?? '')) cue.lines.pop();
        yield cue;
      }
      cue = { from: millisecondsOf(match, 1), to: millisecondsOf(match, 5), lines: [] };
    } else if (cue && line.trim() === '') {
      yield cue;
      cue = null;
    } else cue?.lines.push(line);
  }
  if (cue) yield cue;
}

function* linesOf(source: string): Generator<string> {
  for (let at = 0; at < source.length;) {
    const newline = source.indexOf('\n', at);
    const end = newline < 0 ? source.length : newline;
    yield source.slice(at, end);
    at = end + 1;
  }
}

function millisecondsOf(match: RegExpExecArray, first: number): number {
  const [hours, minutes, seconds, rest] = match.slice(first, first + 4);
  const whole = (parseInt(hours ?? '0', 10) * 60 + Number(minutes)) * 60 + Number(seconds);
  return whole * 1000 + Number((rest ?? '').padEnd(3, '0'));
}

function clock(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  nbsp: ' ',
  lrm: '',
  rlm: '',
};

/** A line without tags; `<v Name>` says who speaks, `{\an8}` where the line stands. */
function wordsOf(line: string): string {
  return line
    .replace(/<v(?:\.[^\s<>]{1,100})?\s+([^<>]{1,200})>/g, (_, name: string) => `${name.trim()}: `)
    .replace(/<\/?(?:[a-z][^<>]{0,200}|\d[\d:.,]{0,20})?>|\{\\[^{}]{0,200}\}/gi, '')
    .replace(/&(amp|lt|gt|quot|nbsp|lrm|rlm);/g, (_, name: string) => entities[name]!)
    .replace(/\s+/g, ' ')
    .trim();
}

/** Lines are broken to fit the screen; only a dash begins what somebody else says. */
function joinLines(lines: readonly string[]): string {
  return lines.reduce((text, line) => `${text}${/^[-–—]/.test(line) ? '\n' : ' '}${line}`);
}
