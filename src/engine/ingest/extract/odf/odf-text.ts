// The words of an OpenDocument text or presentation in the order they are read in. Notes, comments
// and text boxes stand inside the paragraph they belong to; they are read after it.
import type { Piece } from '../flat-text.ts';
import { foldOdf, spacingOf, unreadOdf } from './odf.ts';
import { readXml, type XmlHandler } from '../containers/xml.ts';

/** The slides of a presentation; a text is one page. Throws FILE_DAMAGED. */
export function readOdfPages(content: Uint8Array): Piece[][] {
  const reader = new OdfReader();
  readXml(content, reader);
  return reader.pages.map(({ titles, pieces }) => [...titles, ...pieces]);
}

type Attributes = Readonly<Record<string, string>>;

interface Paragraph {
  kind: Piece['kind'];
  level: number | undefined;
  text: string;
}

const titleClass = 'title';
const everywhere: ReadonlySet<string> = new Set(['footer', 'header', 'date-time', 'page-number']);
/** What the paragraph styles that come with the office programs say of a paragraph. */
const styleKinds: Readonly<Record<string, Pick<Paragraph, 'kind' | 'level'>>> = {
  Title: { kind: 'heading', level: 1 },
  Quotations: { kind: 'quote', level: undefined },
  Preformatted_20_Text: { kind: 'code', level: undefined },
};

class OdfReader implements XmlHandler {
  readonly pages: { titles: Piece[]; pieces: Piece[] }[] = [];
  /** Paragraph styles made for this document, and what they are made from. */
  readonly #parents = new Map<string, string>();
  readonly #paragraphs: Paragraph[] = [];
  /** Pieces from inside the paragraph that is still open. */
  #inner: Piece[] = [];
  #unread = 0;
  #listDepth = 0;
  #quoted = 0;
  #frameClass = '';
  #groups = 0;
  #listGroup = 0;
  #tables = 0;
  #tableGroup = 0;
  #inHeaderRows = false;
  #row: string[] = [];
  #cell: string[] | null = null;

  open(name: string, attributes: Attributes): void {
    if (this.#unread > 0 || unreadOdf.has(name)) {
      this.#unread++;
      return;
    }
    const paragraph = this.#paragraphs.at(-1);
    const spacing = paragraph && spacingOf(name, attributes);
    if (paragraph && spacing) paragraph.text += spacing;
    else if (name === 'text:p' || name === 'text:h') this.#openParagraph(name, attributes);
    else if (name === 'text:list') this.#openList();
    else if (name === 'style:style') this.#addStyle(attributes);
    else if (name === 'draw:page') this.pages.push({ titles: [], pieces: [] });
    else if (name === 'draw:frame') this.#frameClass = attributes['presentation:class'] ?? '';
    else if (name === 'office:annotation' || name === 'presentation:notes') this.#quoted++;
    else this.#openTablePart(name);
  }

  close(name: string): void {
    if (this.#unread > 0) {
      this.#unread--;
      return;
    }
    if (name === 'text:p' || name === 'text:h') this.#closeParagraph();
    else if (name === 'text:list') this.#listDepth--;
    else if (name === 'draw:frame') this.#frameClass = '';
    else if (name === 'office:annotation' || name === 'presentation:notes') this.#quoted--;
    else this.#closeTablePart(name);
  }

  text(text: string): void {
    const paragraph = this.#paragraphs.at(-1);
    if (paragraph && this.#unread === 0) paragraph.text += foldOdf(text);
  }

  #addStyle(attributes: Attributes): void {
    const name = attributes['style:name'];
    const parent = attributes['style:parent-style-name'];
    if (name !== undefined && parent !== undefined) this.#parents.set(name, parent);
  }

  #openParagraph(name: string, attributes: Attributes): void {
    const style = attributes['text:style-name'] ?? '';
    let { kind, level } = styleKinds[this.#parents.get(style) ?? style] ?? {
      kind: 'paragraph' as const,
      level: undefined,
    };
    if (this.#quoted > 0) [kind, level] = ['quote', undefined];
    else if (name === 'text:h') {
      const outline = Math.trunc(Number(attributes['text:outline-level'])) || 1;
      [kind, level] = ['heading', Math.min(Math.max(outline, 1), 6)];
    } else if (this.#listDepth > 0) [kind, level] = ['list-item', this.#listDepth - 1];
    this.#paragraphs.push({ kind, level, text: '' });
  }

  #closeParagraph(): void {
    const paragraph = this.#paragraphs.pop();
    if (!paragraph) return;
    const text = paragraph.text.replace(/ *\n */g, '\n').trim();
    const inside = this.#inner;
    if (this.#paragraphs.length === 0) this.#inner = [];
    if (text !== '' && !everywhere.has(this.#frameClass)) this.#add({ ...paragraph, text });
    if (this.#paragraphs.length === 0) inside.forEach((piece) => this.#page().pieces.push(piece));
  }

  #add({ kind, level, text }: Paragraph): void {
    if (this.#cell) this.#cell.push(text.replace(/\s+/g, ' '));
    else if (this.#frameClass === titleClass && this.#quoted === 0) {
      this.#page().titles.push({ kind: 'heading', level: 1, text: text.replace(/\s+/g, ' ') });
    } else {
      const piece: Piece = { kind, text };
      if (level !== undefined) piece.level = level;
      if (kind === 'list-item') piece.group = this.#listGroup;
      this.#place(piece);
    }
  }

  #place(piece: Piece): void {
    (this.#paragraphs.length > 0 ? this.#inner : this.#page().pieces).push(piece);
  }

  #page(): { titles: Piece[]; pieces: Piece[] } {
    const last = this.pages.at(-1) ?? { titles: [], pieces: [] };
    if (this.pages.length === 0) this.pages.push(last);
    return last;
  }

  #openList(): void {
    if (this.#listDepth === 0) this.#listGroup = ++this.#groups;
    this.#listDepth++;
  }

  /** A table in a cell of another gives its words to that cell. */
  #openTablePart(name: string): void {
    if (name === 'table:table' && ++this.#tables === 1) this.#tableGroup = ++this.#groups;
    if (this.#tables !== 1) return;
    if (name === 'table:table-header-rows') this.#inHeaderRows = true;
    else if (name === 'table:table-row') this.#row = [];
    else if (isCell(name)) this.#cell = [];
  }

  #closeTablePart(name: string): void {
    if (name === 'table:table') this.#tables--;
    if (this.#tables !== 1) return;
    if (name === 'table:table-header-rows') this.#inHeaderRows = false;
    else if (name === 'table:table-row') this.#closeRow();
    else if (isCell(name) && this.#cell) {
      this.#row.push(this.#cell.join(' '));
      this.#cell = null;
    }
  }

  #closeRow(): void {
    const text = this.#row.join('\t').trimEnd();
    this.#row = [];
    if (text.trim() === '') return;
    const piece: Piece = { kind: 'table-row', text, group: this.#tableGroup };
    this.#place(this.#inHeaderRows ? { ...piece, header: true } : piece);
    this.#inHeaderRows = false;
  }
}

function isCell(name: string): boolean {
  return name === 'table:table-cell' || name === 'table:covered-table-cell';
}
