// What every format's extractor gives: the text once, and structure as ranges in it.
import type { Block, DocumentFormat, PageRange } from '../../../shared/contract/documents.ts';
import type { ErrorCode, ErrorParams } from '../../../shared/errors.ts';

export interface ExtractInput {
  bytes: Uint8Array;
  /** Most UTF-16 units of text to keep; what exceeds it is cut and reported as `partial`. */
  maxTextLength: number;
  /** Folder of pdfjs-dist's cmaps, standard fonts and wasm. */
  pdfjsFolder: string;
}

export interface Extracted {
  /** The document's text. All positions are UTF-16 offsets into it. */
  text: string;
  /** The title the document itself states (front matter, first heading, metadata), never its file name. */
  title: string | null;
  /** Structure in order of position, not overlapping; whitespace may lie between. */
  blocks: Block[];
  /** Pages in order; they cover the text but for separators. Null where the format has none. */
  pages: PageRange[] | null;
  /** True where lines of `text` are lines of the file, so that a line number means something. */
  hasLines: boolean;
  /** Why something is missing from the text, or null. */
  partial: { code: ErrorCode; params: ErrorParams } | null;
}

/**
 * Reads one format. Throws LorekeepError FILE_DAMAGED or FILE_LOCKED where the bytes give no
 * document; a document without text is no error (`text` is empty).
 */
export interface Extractor {
  format: DocumentFormat;
  extract(input: ExtractInput): Promise<Extracted>;
}
