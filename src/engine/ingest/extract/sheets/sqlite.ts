// SQLite databases: each table a page by its name, a row a line below the names of its columns.
import { LorekeepError } from '../../../../shared/errors.ts';
import { foreignTables, type ForeignTable, openForeign } from '../../../store/foreign-tables.ts';
import type { Extracted, ExtractInput, PartialReason } from '../extracted.ts';
import { joinPages, type Piece, type PiecePage } from '../flat-text.ts';

/** What is read of a database; more is a data set, which nobody reads as a document. */
const maxTables = 100;
const maxRows = 5000;

/** How every database begins that is not encrypted as a whole. */
const signature = 'SQLite format 3\0';

export function extractSqlite(input: Pick<ExtractInput, 'bytes' | 'maxTextLength'>): Extracted {
  const { bytes, maxTextLength } = input;
  if (Buffer.from(bytes.subarray(0, signature.length)).toString('latin1') !== signature) {
    throw new LorekeepError(looksEncrypted(bytes) ? 'FILE_LOCKED' : 'FILE_DAMAGED');
  }
  const reader = new TableReader();
  const { text, blocks, pages } = joinPages(reader.pages(bytes), maxTextLength);
  if (reader.damage !== null && blocks.length === 0) {
    throw new LorekeepError('FILE_DAMAGED', {}, reader.damage);
  }
  return {
    format: 'sqlite',
    text,
    title: null,
    blocks,
    pages,
    hasLines: false,
    partial: reader.partial,
  };
}

class TableReader {
  /** What SQLite said of a part that could not be read. */
  damage: unknown = null;
  #tables = 0;
  /** Tables of which nothing or not all could be read, or that are too many. */
  #missing = 0;
  #rowsCut = false;

  /** Why something was left out, or null. */
  get partial(): PartialReason | null {
    const params = { missing: this.#missing, parts: Math.max(this.#tables, this.#missing) };
    if (this.#missing > 0) return { code: 'FILE_PARTS_MISSING', params };
    return this.#rowsCut ? { code: 'FILE_ROWS_CUT', params: { kept: maxRows } } : null;
  }

  *pages(bytes: Uint8Array): Generator<PiecePage> {
    let db;
    try {
      db = openForeign(bytes);
      for (const table of foreignTables(db)) {
        if (++this.#tables > maxTables) this.#missing++;
        else yield { label: folded(table.name), pieces: this.#pieces(table) };
      }
    } catch (error) {
      this.#failed(error);
    } finally {
      db?.close();
    }
  }

  *#pieces({ columns, rows }: ForeignTable): Generator<Piece> {
    const kind = 'table-row';
    yield { kind, text: columns.map(folded).join('\t'), header: true, group: 1 };
    let number = 0;
    try {
      for (const row of rows()) {
        if (++number > maxRows) {
          this.#rowsCut = true;
          break;
        }
        const place = `row ${number}`;
        const text = row.map(folded).join('\t').trimEnd();
        yield { kind, text, group: 1, span: [place, place] };
      }
    } catch (error) {
      this.#failed(error);
    }
  }

  /** What was read before a damaged page is kept. */
  #failed(error: unknown): void {
    if (!(error instanceof Error && 'code' in error)) throw error;
    this.damage ??= error;
    this.#missing++;
  }
}

function folded(cell: string): string {
  return cell.replace(/\s+/g, ' ').trim();
}

/** Whole pages of bytes without any order, as encryption leaves them. */
function looksEncrypted(bytes: Uint8Array): boolean {
  if (bytes.length < 1024 || bytes.length % 512 !== 0) return false;
  return new Set(bytes.subarray(0, 1024)).size > 220;
}
