// Follows the tokens of a Rich Text file and gathers its paragraphs, table rows, notes and comments.
import { LorekeepError } from '../../../../shared/errors.ts';
import type { Piece } from '../flat-text.ts';
import { decodeRtfBytes, encodingOfCharset, encodingOfCodePage } from './rtf-charsets.ts';
import { type RtfFlowKind, RtfPieces } from './rtf-pieces.ts';
import type { RtfHandler } from './rtf-tokens.ts';
import { rtfCharacters, rtfReadAnyway, rtfUnread } from './rtf-words.ts';

/** Where the text of a group goes. */
type Destination = 'body' | 'unread' | 'fonts' | 'styles' | 'info' | 'title' | 'upr';

/** What a group inherits and, when it closes, gives back. */
interface State {
  destination: Destination;
  /** True for the group that opened a note, comment or text box. */
  opensFlow: boolean;
  /** Characters that stand in for one `\u`. */
  standIns: number;
  font: number;
  /** Font of the bytes that follow `\dbch`. */
  eastFont: number | null;
  east: boolean;
  hidden: boolean;
  deleted: boolean;
  inTable: boolean;
  style: number;
  outline: number | null;
  list: number | null;
  depth: number;
}

const maxGroups = 5000;
const bodyLevel = 9;

export class RtfReader implements RtfHandler {
  title = '';
  readonly #pieces: RtfPieces;
  #state: State = {
    destination: 'body',
    opensFlow: false,
    standIns: 1,
    font: -1,
    eastFont: null,
    east: false,
    hidden: false,
    deleted: false,
    inTable: false,
    style: 0,
    outline: null,
    list: null,
    depth: 0,
  };
  readonly #stack: State[] = [];
  #encoding = 'cp1252';
  #defaultFont = 0;
  readonly #fonts = new Map<number, string>();
  /** Outline levels and names of styles. */
  readonly #styles = new Map<number, { outline: number | null; name: string }>();
  #bytes: number[] = [];
  #toSkip = 0;
  #starred = false;

  constructor(maxLength: number) {
    this.#pieces = new RtfPieces(maxLength);
  }

  get done(): boolean {
    return this.#pieces.full;
  }

  /** The pieces, once all tokens were read. */
  finish(): Piece[] {
    this.#flush();
    return this.#pieces.finish();
  }

  open(): void {
    this.#flush();
    if (this.#stack.length >= maxGroups) {
      throw new LorekeepError('FILE_DAMAGED', {}, new Error('RTF: groups nested too deep'));
    }
    this.#stack.push(this.#state);
    this.#state = { ...this.#state, opensFlow: false };
    this.#toSkip = 0;
    this.#starred = false;
  }

  close(): void {
    this.#flush();
    if (this.#state.opensFlow) this.#pieces.closeFlow();
    this.#state = this.#stack.pop() ?? this.#state;
    this.#toSkip = 0;
    this.#starred = false;
  }

  byte(byte: number): void {
    this.#starred = false;
    if (this.#toSkip > 0) this.#toSkip--;
    else if (this.#state.destination !== 'unread') this.#bytes.push(byte);
  }

  control(word: string, value: number | null): void {
    const starred = this.#starred;
    this.#starred = word === '*';
    if (this.#toSkip > 0) {
      this.#toSkip--;
      return;
    }
    if (this.#state.destination === 'unread') return;
    if (word === '*') return;
    if (rtfUnread.has(word) || (starred && !rtfReadAnyway.has(word))) {
      this.#flush();
      if (word === 'listtext' || word === 'pntext') this.#pieces.markListItem();
      this.#state.destination = 'unread';
    } else if (word === 'u') this.#unicode(value ?? 0);
    else if (word === 'uc') this.#state.standIns = Math.min(Math.max(value ?? 1, 0), 100);
    else if (Object.hasOwn(rtfCharacters, word)) this.#write(rtfCharacters[word]!);
    else if (!this.#structure(word, value)) this.#property(word, value);
  }

  #unicode(value: number): void {
    this.#write(String.fromCharCode(value & 0xffff));
    this.#toSkip = this.#state.standIns;
  }

  #write(text: string): void {
    this.#flush();
    this.#put(text);
  }

  /** Ends of paragraphs, cells and rows; groups that are texts of their own. */
  #structure(word: string, value: number | null): boolean {
    const state = this.#state;
    if (/^(?:par|sect|page|column|\n|\r)$/.test(word)) this.#endParagraph();
    else if (word === 'cell' || word === 'nestcell') {
      this.#flush();
      if (word === 'cell') this.#pieces.endCell();
      else this.#pieces.add(' ');
    } else if (word === 'row') {
      this.#flush();
      this.#pieces.endRow();
    } else if (word === 'trowd') this.#pieces.startRow();
    else if (word === 'trhdr') this.#pieces.markHeader();
    else if (word === 'footnote' || word === 'shptxt') this.#openFlow('paragraph');
    else if (word === 'annotation') this.#openFlow('quote');
    else if (/^(?:header|footer)[lrf]?$/.test(word)) this.#openFlow('running');
    else if (word === 'fonttbl') state.destination = 'fonts';
    else if (word === 'stylesheet') {
      state.destination = 'styles';
      state.style = 0;
    } else if (word === 'info') state.destination = 'info';
    else if (word === 'title' && state.destination === 'info') state.destination = 'title';
    // The same text twice: first for readers without Unicode, then in \ud.
    else if (word === 'upr' && state.destination === 'body') state.destination = 'upr';
    else if (word === 'ud' && state.destination === 'upr') state.destination = 'body';
    else return this.#encodingWord(word, value);
    return true;
  }

  #encodingWord(word: string, value: number | null): boolean {
    const state = this.#state;
    if (word === 'ansicpg') this.#encoding = encodingOfCodePage(value ?? 0) ?? this.#encoding;
    else if (word === 'mac') this.#encoding = 'macintosh';
    else if (word === 'pc') this.#encoding = 'cp437';
    else if (word === 'pca') this.#encoding = 'cp850';
    else if (word === 'deff') this.#defaultFont = value ?? 0;
    else if (word === 'fcharset' || word === 'cpg') {
      const encoding = (word === 'cpg' ? encodingOfCodePage : encodingOfCharset)(value ?? 0);
      if (state.destination === 'fonts' && encoding !== null) this.#fonts.set(state.font, encoding);
    } else if (word === 'f') this.#change({ font: value ?? 0 });
    else if (word === 'dbch') this.#change({ east: true });
    else if (word === 'loch' || word === 'hich') this.#change({ east: false });
    else if (word === 'af' && state.east) this.#change({ eastFont: value ?? 0 });
    else return false;
    return true;
  }

  /** Properties of characters and paragraphs. */
  #property(word: string, value: number | null): void {
    const state = this.#state;
    const on = value !== 0;
    if (word === 'v') this.#change({ hidden: on });
    else if (word === 'deleted') this.#change({ deleted: on });
    else if (word === 'plain')
      this.#change({ hidden: false, deleted: false, font: -1, east: false });
    else if (word === 'pard') {
      this.#change({ inTable: false, style: 0, outline: null, list: null, depth: 0 });
    } else if (word === 'intbl') state.inTable = true;
    else if (word === 's') state.style = value ?? 0;
    else if (word === 'outlinelevel') this.#outline(value ?? bodyLevel);
    else if (word === 'ls') state.list = value === 0 ? null : value;
    else if (word === 'ilvl') state.depth = Math.min(Math.max(value ?? 0, 0), 8);
  }

  #outline(level: number): void {
    this.#state.outline = level;
    if (this.#state.destination !== 'styles') return;
    this.#styles.set(this.#state.style, { outline: level, name: '' });
  }

  #change(change: Partial<State>): void {
    this.#flush();
    Object.assign(this.#state, change);
  }

  #openFlow(kind: RtfFlowKind): void {
    if (this.#state.destination !== 'body' || this.#state.opensFlow) return;
    this.#flush();
    this.#pieces.openFlow(kind);
    Object.assign(this.#state, { opensFlow: true, inTable: false, outline: null, list: null });
  }

  #endParagraph(): void {
    this.#flush();
    if (this.#state.destination !== 'body') return;
    const { inTable, style, outline, list, depth } = this.#state;
    const known = this.#styles.get(style);
    const level = outline ?? known?.outline ?? (known && outlineOfName(known.name));
    this.#pieces.endParagraph({
      inTable,
      heading: level !== null && level !== undefined && level < bodyLevel ? level + 1 : null,
      listed: list !== null,
      depth,
    });
  }

  #flush(): void {
    if (this.#bytes.length === 0) return;
    const { font, east, eastFont } = this.#state;
    const used = (east ? eastFont : null) ?? (font < 0 ? this.#defaultFont : font);
    const text = decodeRtfBytes(this.#bytes, this.#fonts.get(used) ?? this.#encoding);
    this.#bytes = [];
    this.#put(text);
  }

  #put(text: string): void {
    const { destination, hidden, deleted, style } = this.#state;
    if (destination === 'body' && !hidden && !deleted) this.#pieces.add(text);
    else if (destination === 'title') this.title += text;
    else if (destination === 'styles') {
      const known = this.#styles.get(style) ?? { outline: null, name: '' };
      this.#styles.set(style, { ...known, name: known.name + text });
    }
  }
}

/** The outline level that a style's name tells, or null: word processors name these alike. */
function outlineOfName(name: string): number | null {
  const words = name.replace(/;.*$/s, '').trim();
  if (/^title$/i.test(words)) return 0;
  const level = /^heading ([1-9])$/i.exec(words)?.[1];
  return level === undefined ? null : Number(level) - 1;
}
