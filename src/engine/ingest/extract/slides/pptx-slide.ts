// The text of one slide and of the parts beside it (DrawingML): paragraphs of shapes, rows of
// tables, the words of a chart. Dates, footers and slide numbers stand on every slide; they are
// left out.
import type { Piece } from '../flat-text.ts';
import { localName, readXml, type XmlHandler } from '../containers/xml.ts';

/**
 * `master` is what stands behind slides: the words in its placeholders are only hints for whoever
 * writes. `drawing` is the text of a diagram; notes and comments are quoted.
 */
export type SlidePart = 'slide' | 'master' | 'drawing' | 'chart' | 'notes' | 'comments';

const titles: ReadonlySet<string> = new Set(['title', 'ctrTitle']);
const everywhere: ReadonlySet<string> = new Set(['dt', 'ftr', 'sldNum', 'hdr', 'sldImg']);
/** Placeholders whose paragraphs are items of a list unless they say otherwise. */
const lists: ReadonlySet<string> = new Set(['body', 'obj', '']);
const deepestItem = 8;
/** Tables count their groups from 1. */
const listGroup = 0;

/** The pieces of a part, a slide's title first. Throws FILE_DAMAGED. */
export function readSlidePart(data: Uint8Array, part: SlidePart): Piece[] {
  const reader = new SlideReader(part);
  readXml(data, reader);
  return [...reader.titles, ...reader.pieces];
}

interface Paragraph {
  text: string;
  level: number;
  bullet: boolean | null;
}

class SlideReader implements XmlHandler {
  readonly titles: Piece[] = [];
  readonly pieces: Piece[] = [];
  readonly #part: SlidePart;
  /** The type of the placeholder around, '' for one without a type, null outside any. */
  #placeholder: string | null = null;
  #paragraph: Paragraph | null = null;
  /** Paragraphs of the cell around, and cells of the row around. */
  #cell: string[] | null = null;
  #row: string[] = [];
  #rowsAreHeaded = false;
  #rows = 0;
  #group = 0;
  /** Depth inside what is not read: what stands in for newer drawings. */
  #unread = 0;
  /** Inside <t>, or inside <text> of a comment, or <v> of a chart's words. */
  #inText = false;
  #words: string[] | null = null;

  constructor(part: SlidePart) {
    this.#part = part;
  }

  open(tag: string, attributes: Readonly<Record<string, string>>): void {
    const name = localName(tag);
    if (this.#unread > 0 || name === 'Fallback') {
      this.#unread++;
      return;
    }
    const paragraph = this.#paragraph;
    if (name === 'sp') this.#placeholder = null;
    else if (name === 'ph') this.#placeholder = attributes['type'] ?? '';
    else if (name === 'p') this.#paragraph = { text: '', level: 0, bullet: null };
    else if (name === 'text' && this.#part === 'comments') this.#startComment();
    else if (name === 't') this.#inText = paragraph !== null;
    else if (name === 'br' && paragraph) paragraph.text += '\n';
    else if (name === 'pPr' && paragraph) paragraph.level = Number(attributes['lvl']) || 0;
    else if (name === 'buNone' && paragraph) paragraph.bullet = false;
    else if (/^bu(?:Char|AutoNum|Blip)$/.test(name) && paragraph) paragraph.bullet = true;
    else if (name === 'tbl') this.#startTable();
    else if (name === 'tblPr')
      this.#rowsAreHeaded = /^(?:1|true)$/.test(attributes['firstRow'] ?? '');
    else if (name === 'tr') this.#row = [];
    else if (name === 'tc') this.#cell = [];
    else if (name === 'strCache') this.#words = [];
    else if (name === 'v') this.#inText = this.#words?.push('') !== undefined;
  }

  close(tag: string): void {
    if (this.#unread > 0) {
      this.#unread--;
      return;
    }
    const name = localName(tag);
    if (name === 't' || name === 'v') this.#inText = false;
    else if (name === 'p' || (name === 'text' && this.#part === 'comments')) this.#endParagraph();
    else if (name === 'sp') this.#placeholder = null;
    else if (name === 'tc') this.#endCell();
    else if (name === 'tr') this.#endRow();
    else if (name === 'strCache') this.#endWords();
  }

  text(text: string): void {
    if (!this.#inText || this.#unread > 0) return;
    if (this.#paragraph) this.#paragraph.text += text;
    else if (this.#words) this.#words[this.#words.length - 1] += text;
  }

  #startComment(): void {
    this.#paragraph = { text: '', level: 0, bullet: null };
    this.#inText = true;
  }

  #endParagraph(): void {
    const paragraph = this.#paragraph;
    this.#paragraph = null;
    this.#inText = false;
    if (!paragraph) return;
    // A vertical tab is how a line break inside a title is kept.
    const text = paragraph.text.replace(/[\v\r\n]+/g, '\n').trim();
    const placeholder = this.#placeholder;
    if (text === '' || (placeholder !== null && this.#isUnread(placeholder))) return;
    if (this.#cell) this.#cell.push(text.replace(/\s+/g, ' '));
    else if (placeholder !== null && titles.has(placeholder)) this.#addTitle(text);
    else this.pieces.push(this.#pieceOf(text, paragraph));
  }

  #isUnread(placeholder: string): boolean {
    return this.#part === 'master' || everywhere.has(placeholder);
  }

  /** A title of several paragraphs is one heading. */
  #addTitle(text: string): void {
    const line = text.replace(/\s+/g, ' ');
    const [title] = this.titles;
    if (title) title.text += ` ${line}`;
    else this.titles.push({ kind: 'heading', text: line, level: 1 });
  }

  #pieceOf(text: string, { level, bullet }: Paragraph): Piece {
    if (this.#part === 'notes' || this.#part === 'comments') return { kind: 'quote', text };
    const listed = this.#part === 'slide' && lists.has(this.#placeholder ?? 'none');
    if (bullet ?? listed) {
      const depth = Math.min(Math.max(Math.trunc(level), 0), deepestItem);
      return { kind: 'list-item', text, level: depth, group: listGroup };
    }
    return { kind: 'paragraph', text };
  }

  #startTable(): void {
    this.#group++;
    this.#rows = 0;
    this.#rowsAreHeaded = false;
  }

  #endCell(): void {
    if (this.#cell) this.#row.push(this.#cell.join(' ').replaceAll('\t', ' '));
    this.#cell = null;
  }

  #endRow(): void {
    const text = this.#row.join('\t').trimEnd();
    const header = this.#rowsAreHeaded && this.#rows === 0;
    this.#rows++;
    if (text.trim() === '') return;
    this.pieces.push({ kind: 'table-row', text, group: this.#group, ...(header && { header }) });
  }

  /** The names of a chart's categories are repeated for each of its series. */
  #endWords(): void {
    const text = this.#words?.map((word) => word.replace(/\s+/g, ' ').trim()).join('\t') ?? '';
    this.#words = null;
    this.#inText = false;
    if (text.trim() === '' || this.pieces.some((piece) => piece.text === text)) return;
    this.pieces.push({ kind: 'paragraph', text });
  }
}
