// Reads HTML as a stream of tags and words and gives the pieces a person reads: no scripts, no
// hidden parts, white space folded outside <pre>. Nothing of the markup survives in the text.
import { Parser } from 'htmlparser2';
import type { Piece } from '../flat-text.ts';

/** A piece and where on the page it stood. */
export interface HtmlPiece {
  piece: Piece;
  /** Number of the <main> and of the <article> around it, 0 for none. */
  main: number;
  article: number;
  /** Inside navigation, a footer or an aside. */
  chrome: boolean;
}

export interface HtmlPieces {
  pieces: HtmlPiece[];
  title: string | null;
  mains: number;
  articles: number;
}

const unread = set(
  'script style noscript template svg iframe object canvas audio video select button textarea annotation',
);
const chromeTags = set('nav footer aside');
const blockTags = set(
  'address article aside blockquote body caption center dd details dialog dir div dl dt fieldset ' +
    'figcaption figure footer form frameset h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol ' +
    'optgroup p pre search section summary table tbody tfoot thead title tr ul',
);

/** The pieces of a page, in the order of its source. */
export function readHtml(html: string): HtmlPieces {
  const reader = new HtmlReader();
  let parser = parserFor(reader);
  for (let at = 0; at < html.length;) {
    const tag = html.indexOf('<', at + stride);
    const next = tag < 0 ? html.length : tag;
    parser.write(html.slice(at, next));
    if (reader.depth > maxDepth) {
      parser.end();
      parser = parserFor(reader);
    }
    at = next;
  }
  parser.end();
  reader.flush();
  return { ...reader.counts, pieces: reader.pieces, title: fold(reader.title).trim() || null };
}

/**
 * A page with more open tags is broken; from there on it is read as if they had been closed.
 * The parser's work for a tag grows with their number.
 */
const maxDepth = 2000;
/** UTF-16 units read between looks at the depth. */
const stride = 16 * 1024;

function parserFor(reader: HtmlReader): Parser {
  return new Parser(
    {
      onopentag: (name, attributes) => reader.open(name, attributes),
      ontext: (text) => reader.text(text),
      onclosetag: () => reader.close(),
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
}

interface Table {
  group: number;
  cells: string[];
  inCell: boolean;
  /** False once the table turned out to lay out the page instead of holding data. */
  data: boolean;
}

/** What an open tag undoes when it closes. */
type Leave = () => void;
const nothing: Leave = () => undefined;

class HtmlReader {
  readonly pieces: HtmlPiece[] = [];
  readonly counts = { mains: 0, articles: 0 };
  title = '';
  #words: string[] = [];
  /** One entry for every open tag. */
  #open: Leave[] = [];
  #inTitle = false;
  #skipped = 0;
  #chrome = 0;
  #main = 0;
  #article = 0;
  #verbatim = 0;
  #quotes = 0;
  #heading = 0;
  #lists: number[] = [];
  #freshItem = false;
  #tables: Table[] = [];
  #groups = 0;

  /** Number of open tags. */
  get depth(): number {
    return this.#open.length;
  }

  open(name: string, attributes: Record<string, string>): void {
    this.#open.push(this.#enter(name, attributes));
  }

  close(): void {
    this.#open.pop()?.();
  }

  text(text: string): void {
    if (this.#inTitle) this.title += text;
    else if (this.#skipped === 0) this.#words.push(text);
  }

  /** Ends the piece being read. */
  flush(): void {
    const text = this.#takeWords();
    if (text === '') return;
    const [group] = this.#lists;
    if (this.#heading > 0) this.#push({ kind: 'heading', text, level: this.#heading });
    else if (this.#verbatim > 0) this.#push({ kind: 'code', text });
    else if (this.#freshItem && group !== undefined) {
      this.#push({ kind: 'list-item', text, level: this.#lists.length - 1, group });
      this.#freshItem = false;
    } else this.#push({ kind: this.#quotes > 0 ? 'quote' : 'paragraph', text });
  }

  #enter(name: string, attributes: Record<string, string>): Leave {
    if (this.#skipped > 0 || unread.has(name) || isHidden(attributes)) {
      this.#skipped++;
      return () => this.#skipped--;
    }
    if (name === 'title') {
      this.#inTitle = this.title === '';
      return () => (this.#inTitle = false);
    }
    if (name === 'br') this.#words.push(this.#verbatim > 0 ? '\n' : '\v');
    if (name === 'td' || name === 'th') return this.#enterCell();
    if (!blockTags.has(name)) return nothing;
    this.#endPiece(name);
    const leave = this.#enterBlock(name, attributes);
    return () => {
      if (name === 'tr') this.#endRow();
      else this.#endPiece('');
      leave();
    };
  }

  #enterBlock(name: string, attributes: Record<string, string>): Leave {
    if (chromeTags.has(name) || attributes['role'] === 'navigation') {
      this.#chrome++;
      return () => this.#chrome--;
    }
    switch (name) {
      case 'main':
      case 'article':
        return this.#enterRegion(name);
      case 'pre':
        this.#verbatim++;
        return () => this.#verbatim--;
      case 'blockquote':
        this.#quotes++;
        return () => this.#quotes--;
      case 'ul':
      case 'ol':
      case 'menu':
      case 'dl':
        this.#lists.push(++this.#groups);
        return () => this.#lists.pop();
      case 'li':
      case 'dt':
      case 'dd':
        this.#freshItem = true;
        return () => (this.#freshItem = false);
      case 'table':
        this.#tables.push({ group: ++this.#groups, cells: [], inCell: false, data: true });
        return () => this.#tables.pop();
      default:
        if (!/^h[1-6]$/.test(name)) return nothing;
        this.#heading = Number(name[1]);
        return () => (this.#heading = 0);
    }
  }

  #enterRegion(name: 'main' | 'article'): Leave {
    const [main, article] = [this.#main, this.#article];
    if (name === 'main') this.#main = ++this.counts.mains;
    else if (article === 0) this.#article = ++this.counts.articles;
    return () => {
      this.#main = main;
      this.#article = article;
    };
  }

  #enterCell(): Leave {
    const table = this.#tables.at(-1);
    if (!table) {
      this.flush();
      return () => this.flush();
    }
    if (!table.inCell) this.flush();
    table.inCell = true;
    return () => {
      this.#endCell(table);
      table.inCell = false;
    };
  }

  /** What stands in a cell of data belongs to its row; a heading or list in it shows a layout. */
  #endPiece(opening: string): void {
    const table = this.#tables.at(-1);
    if (!table?.data || !table.inCell) {
      this.flush();
    } else if (/^(?:table|pre|h[1-6]|article|main|nav|ul|ol|dl)$/.test(opening)) {
      this.#endRow();
      table.data = false;
    } else this.#words.push('\v');
  }

  #endRow(): void {
    const table = this.#tables.at(-1);
    if (!table) {
      this.flush();
      return;
    }
    if (table.inCell) this.#endCell(table);
    else this.flush();
    const cells = table.cells.splice(0);
    const last = cells.findLastIndex((cell) => cell !== '');
    if (last < 0) return;
    const text = cells
      .slice(0, last + 1)
      .join(' | ')
      .trim();
    this.#push({ kind: 'table-row', text, group: table.group });
  }

  #endCell(table: Table): void {
    if (!table.data) {
      this.flush();
      return;
    }
    table.cells.push(this.#takeWords().replace(/\s*\n\s*/g, ' '));
  }

  #takeWords(): string {
    const text = this.#words.join('').replaceAll('\u00ad', '');
    this.#words = [];
    if (this.#verbatim > 0) return text.replace(/^[ \t]*\n/, '').trimEnd();
    return fold(text).trim();
  }

  #push(piece: Piece): void {
    const [main, article] = [this.#main, this.#article];
    this.pieces.push({ piece, main, article, chrome: this.#chrome > 0 });
  }
}

/** Folds white space as a browser does; `\v` stands for a line break that was asked for. */
function fold(text: string): string {
  return text.replace(/[ \t\n\r\f\u00a0]+/g, ' ').replace(/ ?\v[ \v]*/g, '\n');
}

function isHidden(attributes: Record<string, string>): boolean {
  if ('hidden' in attributes && attributes['hidden'] !== 'until-found') return true;
  const style = attributes['style'];
  return style !== undefined && /display\s*:\s*none|visibility\s*:\s*hidden/i.test(style);
}

function set(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}
