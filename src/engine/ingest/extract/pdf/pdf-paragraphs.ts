// Lines of a page to paragraphs: by the gaps between lines, changes of size and direction, list
// signs and indented first lines. A PDF does not say what belongs together; this reads it as a
// person would, and where it is wrong the words are still all there, in order.
import type { PdfLine } from './pdf-line.ts';

export interface PdfParagraph {
  text: string;
  kind: 'paragraph' | 'list-item';
  size: number;
  lines: number;
  /** True for a running head or foot that stood on a page before. */
  running?: boolean;
}

const bullet = /^(?:[•◦▪▫‣●○■□◆➢✓·]|[-–—*](?= ))\s*\S/;
const numbered = /^(?:\(?\d{1,3}[.)]|\(?[a-z][.)])\s+\S/i;
const sentenceEnd = /[.!?:;。！？…"”’)\]]$/;

/** Those of a page; running lines are kept out of the text, before or behind it. */
export function pageParagraphs(
  lines: readonly PdfLine[],
  running: ReadonlySet<PdfLine>,
): PdfParagraph[] {
  const body = lines.filter((line) => !running.has(line));
  // A page of nothing else has that for its text.
  if (!body[0]) return paragraphsOf(lines);
  const first = lines.indexOf(body[0]);
  const [before, behind] = [lines.slice(0, first), lines.slice(first)].map((part) =>
    paragraphsOf(part.filter((line) => running.has(line))).map((one) => ({
      ...one,
      running: true,
    })),
  );
  return [...before!, ...paragraphsOf(body), ...behind!];
}

function paragraphsOf(lines: readonly PdfLine[]): PdfParagraph[] {
  const pitch = usualPitch(lines);
  const hyphenated = hyphenatedWords(lines);
  const paragraphs: PdfParagraph[] = [];
  let open: PdfLine[] = [];
  const end = (): void => {
    const first = open[0];
    if (!first) return;
    paragraphs.push({
      text: joinLines(open, hyphenated),
      kind: bullet.test(first.text) ? 'list-item' : 'paragraph',
      size: first.size,
      lines: open.length,
    });
    open = [];
  };
  for (const line of lines) {
    const previous = open.at(-1);
    if (previous && startsParagraph(line, previous, open, pitch)) end();
    open.push(line);
  }
  end();
  return paragraphs;
}

function startsParagraph(
  line: PdfLine,
  previous: PdfLine,
  open: readonly PdfLine[],
  pitch: number,
): boolean {
  if (line.direction !== previous.direction) return true;
  const size = Math.max(line.size, previous.size);
  const drop = previous.y - line.y;
  const sameLine = Math.abs(drop) < size * 0.4;
  if (sameLine && line.left >= previous.right - size) return false;
  if (Math.min(line.size, previous.size) < size * 0.88) return true;
  if (bullet.test(line.text)) return true;
  if (numbered.test(line.text) && (sentenceEnd.test(previous.text) || isListed(open))) return true;
  // Upwards is the next column; a sentence may go on there.
  if (drop < -size * 0.5) return sentenceEnd.test(previous.text) || !/^\p{Ll}/u.test(line.text);
  // A pitch from two or three lines may be a gap itself; text is hardly set wider than this.
  if (drop > Math.max(Math.min(pitch, size * 1.7) * 1.3, size * 1.2)) return true;
  const indent = line.left - previous.left;
  return (
    indent > size * 0.8 && indent < size * 5 && sentenceEnd.test(previous.text) && !isListed(open)
  );
}

function isListed(open: readonly PdfLine[]): boolean {
  const first = open[0]?.text ?? '';
  return bullet.test(first) || numbered.test(first);
}

/** The median distance of neighbouring lines, or 0 if there are none. */
function usualPitch(lines: readonly PdfLine[]): number {
  const drops: number[] = [];
  for (let i = 1; i < lines.length; i++) {
    const [above, below] = [lines[i - 1]!, lines[i]!];
    const drop = above.y - below.y;
    const size = Math.max(above.size, below.size);
    if (above.direction === below.direction && drop > size * 0.5 && drop < size * 3)
      drops.push(drop);
  }
  drops.sort((a, b) => a - b);
  return drops[drops.length >> 1] ?? 0;
}

/** Words that are written with a hyphen in the middle of a line, so that the hyphen is theirs. */
function hyphenatedWords(lines: readonly PdfLine[]): ReadonlySet<string> {
  const words = new Set<string>();
  for (const line of lines) {
    for (const [word] of line.text.matchAll(/\p{L}+-\p{L}+/gu)) words.add(word.toLowerCase());
  }
  return words;
}

function joinLines(lines: readonly PdfLine[], hyphenated: ReadonlySet<string>): string {
  const rights = columnEdges(lines);
  const parts = [lines[0]!.text];
  for (let i = 1; i < lines.length; i++) {
    const [above, below] = [lines[i - 1]!, lines[i]!];
    const joint = jointOf(above, below, rights[i - 1]!, hyphenated);
    if (joint === 'hyphen') parts[parts.length - 1] = parts.at(-1)!.replace(/[-\u00ad\u2010]$/, '');
    else if (joint !== '') parts.push(joint);
    parts.push(below.text);
  }
  return parts.join('');
}

/** For each line the right edge of its column, as far as this paragraph shows it. */
function columnEdges(lines: readonly PdfLine[]): number[] {
  const edges: number[] = [];
  for (let start = 0; start < lines.length;) {
    let end = start + 1;
    while (end < lines.length && lines[end]!.y <= lines[end - 1]!.y + lines[end]!.size * 0.5) end++;
    const edge = lines
      .slice(start, end)
      .reduce((most, line) => Math.max(most, line.right), -Infinity);
    for (; start < end; start++) edges.push(edge);
  }
  return edges;
}

/** What stands between two lines: nothing, a space, a kept line end, or a hyphen to take away. */
function jointOf(
  above: PdfLine,
  below: PdfLine,
  right: number,
  hyphenated: ReadonlySet<string>,
): 'hyphen' | '' | ' ' | '\n' {
  const broken = /(\p{L}+)([-\u00ad\u2010])$/u.exec(above.text);
  const rest = /^\p{Ll}+/u.exec(below.text)?.[0];
  if (broken && rest) {
    const own = broken[2] === '-' && hyphenated.has(`${broken[1]}-${rest}`.toLowerCase());
    return own ? '' : 'hyphen';
  }
  if (/\S[-\u2010/]$/.test(above.text)) return '';
  const cjk = /[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60]/;
  if (cjk.test(above.text.at(-1) ?? '') && cjk.test(below.text[0] ?? '')) return '';
  // Rows of a table. Prose that is set wide loses nothing by it: a line end ends no sentence.
  if (above.gaps + below.gaps > 0 && above.y - below.y > above.size * 0.4) return '\n';
  // A line of a table of contents.
  if (/(?:\. ?){4,}\s*\w+$/.test(above.text)) return '\n';
  // A line that had room for the next word ended on purpose: an address, a form, a row.
  const word = /^\S+/.exec(below.text)![0].length / below.text.length;
  const room = right - above.right - above.size * 0.5;
  return room > word * (below.right - below.left) && Math.abs(above.y - below.y) > above.size * 0.4
    ? '\n'
    : ' ';
}
