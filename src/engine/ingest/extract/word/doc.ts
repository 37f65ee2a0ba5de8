// Word documents up to 2003: the body, then notes, comments (quoted) and text boxes, last the headers
// and footers of the pages.
import type { Extracted, ExtractInput } from '../extracted.ts';
import { type DocFile, openDoc } from './doc-file.ts';
import { type DocParagraph, DocParagraphs } from './doc-paragraphs.ts';
import { joinPieces, type Piece } from '../flat-text.ts';
import { runningPieces } from '../running-text.ts';

export function extractDoc(input: Pick<ExtractInput, 'bytes' | 'maxTextLength'>): Extracted {
  const file = openDoc(input.bytes);
  const { text, blocks } = joinPieces(piecesOf(file), input.maxTextLength);
  const heading = blocks.find((block) => block.kind === 'heading');
  return {
    format: 'doc',
    text,
    title: heading ? text.slice(heading.start, heading.end) : null,
    blocks,
    pages: null,
    hasLines: false,
    partial: null,
  };
}

/** A line of text with the sign that ends it, and where that sign lies in the file. */
interface Line {
  text: string;
  /** Offset in characters of its end in the whole text. */
  end: number;
  offset: number;
  endsCell: boolean;
}

function* piecesOf(file: DocFile): Generator<Piece> {
  const paragraphs = new DocParagraphs(file.stream, file.paragraphTable);
  const { body, footnotes, headers, comments, endnotes } = file.parts;
  const headersFrom = body + footnotes;
  const commentsFrom = headersFrom + headers;
  const endnotesFrom = commentsFrom + comments;
  const end = endnotesFrom + endnotes + file.parts.boxes;
  let cells: string[] = [];
  let cell = '';
  let group = 0;
  let lastKind = '';
  const running: string[] = [];
  for (const line of linesOf(file)) {
    if (line.end > end) break;
    if (line.end > headersFrom && line.end <= commentsFrom) {
      running.push(line.text);
      continue;
    }
    const properties = paragraphs.at(line.offset);
    const words = line.text.trim();
    if (line.endsCell && !properties.endsRow) {
      cells.push(`${cell} ${words}`.replace(/\s+/g, ' ').trim());
      cell = '';
      continue;
    }
    if (properties.inTable && !properties.endsRow) {
      cell += ` ${words}`;
      continue;
    }
    // A table without its row marks ends where the text goes on outside it.
    const row = cells.join('\t').trimEnd();
    [cells, cell] = [[], ''];
    if (row.trim() !== '') {
      if (lastKind !== 'table-row') group++;
      lastKind = 'table-row';
      yield { kind: 'table-row', text: row, group, ...(properties.headerRow && { header: true }) };
    }
    if (properties.endsRow || words === '') continue;
    const quoted = line.end > commentsFrom && line.end <= endnotesFrom;
    const piece = pieceOf(words, properties, quoted);
    if (piece.kind !== lastKind) group++;
    lastKind = piece.kind;
    yield piece.kind === 'list-item' ? { ...piece, group } : piece;
  }
  if (cells.length > 0) yield { kind: 'table-row', text: cells.join('\t').trimEnd(), group };
  yield* runningPieces(running);
}

function pieceOf(text: string, { heading, item }: DocParagraph, quoted: boolean): Piece {
  if (quoted) return { kind: 'quote', text };
  if (heading !== null) return { kind: 'heading', text, level: Math.min(heading, 6) };
  return item === null ? { kind: 'paragraph', text } : { kind: 'list-item', text, level: item };
}

const lineEnds: ReadonlySet<string> = new Set(['\u0007', '\f', '\r']);
const control = /\p{Cc}/gu;
/** Signs that stand for pictures, notes and comments, or for nothing in text. */
const dropped = /(?![\t\n])\p{Cc}|[\u00ad\uf000-\uf0ff]/gu;

function* linesOf({ pieces }: DocFile): Generator<Line> {
  const fields = new Fields();
  let start = 0;
  let text = '';
  for (const piece of pieces) {
    let from = 0;
    for (const { 0: sign, index } of piece.text.matchAll(control)) {
      if (!lineEnds.has(sign)) continue;
      text += fields.visible(piece.text.slice(from, index));
      from = index + 1;
      yield {
        text: clean(text),
        end: start + from,
        offset: piece.offset + index * piece.width,
        endsCell: sign === '\u0007',
      };
      text = '';
    }
    text += fields.visible(piece.text.slice(from));
    start += piece.text.length;
  }
  const last = pieces.at(-1);
  if (text !== '' && last) {
    yield { text: clean(text), end: start, offset: last.offset, endsCell: false };
  }
}

function clean(text: string): string {
  return text
    .replaceAll('\u000b', '\n')
    .replaceAll('\u001e', '-')
    .replaceAll('\u00a0', ' ')
    .replaceAll('\uf0b7', '•')
    .replace(dropped, '');
}

/** Fields: their orders stand before their result, and are left out. */
class Fields {
  /** For each field around, whether its result has begun. */
  readonly #open: boolean[] = [];
  #hidden = 0;

  visible(text: string): string {
    if (this.#open.length === 0 && !text.includes('\u0013')) return text;
    let kept = '';
    for (const part of text.split(/(\p{Cc})/u)) {
      if (part === '\u0013') {
        this.#open.push(false);
        this.#hidden++;
      } else if (part === '\u0014' && this.#open.at(-1) === false) {
        this.#open[this.#open.length - 1] = true;
        this.#hidden--;
      } else if (part === '\u0015' && this.#open.pop() === false) this.#hidden--;
      else if (this.#hidden === 0) kept += part;
    }
    return kept;
  }
}
