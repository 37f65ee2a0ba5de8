// What every format's extractor gives: the text once, and structure as ranges in it.
import type { Block, DocumentFormat, PageRange } from '../../../shared/contract/documents.ts';
import type { Recognise } from '../ocr/recogniser.ts';
import type { ErrorCode, ErrorParams } from '../../../shared/errors.ts';

export interface ExtractInput {
  bytes: Uint8Array;
  /** The file's name or path, for what only a name tells. */
  name?: string;
  /** Most UTF-16 units of text to keep; what exceeds it is cut and reported as `partial`. */
  maxTextLength: number;
  /** Folder of pdfjs-dist's cmaps, standard fonts and wasm. */
  pdfjsFolder: string;
  /** Reads the letters of a picture (PNG, JPEG); pages without text stay without it if absent. */
  recognise?: Recognise;
}

/** Why something is missing from a text. */
export interface PartialReason {
  code: ErrorCode;
  params: ErrorParams;
}

export interface Extracted {
  /** What the text was made from. Only `markdown` leaves markup signs in the text. */
  format: DocumentFormat;
  /** The document's text, without lone surrogates. All positions are UTF-16 offsets into it. */
  text: string;
  /** The programming language of source code, as people call it. */
  language?: string | null;
  /** The title the document itself states (front matter, first heading, metadata), never its file name. */
  title: string | null;
  /**
   * Structure in order of position, not overlapping. Between blocks lie white space and, in
   * Markdown, what is not content: front matter, rules, comments, link definitions.
   */
  blocks: Block[];
  /** Pages in order; they cover the text but for separators. Null where the format has none. */
  pages: PageRange[] | null;
  /** True where lines of `text` are lines of the file, so that a line number means something. */
  hasLines: boolean;
  /** Why something is missing from the text, or null. */
  partial: PartialReason | null;
  /** Files inside that are documents of their own, in the container's order. */
  embedded?: EmbeddedFile[];
}

/** An attachment of a mail, a member of an archive. */
export interface EmbeddedFile {
  /** As the container states it, with folders before it: not to be trusted. */
  name: string;
  /** Bytes it unpacks to. */
  size: number;
  /** Milliseconds since 1970, if the container says. */
  modifiedAt: number | null;
  /**
   * Gives the content, never more than `size` bytes.
   *
   * @throws LorekeepError FILE_LOCKED, FILE_DAMAGED, FILE_UNSUPPORTED, FILE_TOO_LARGE (a trap)
   */
  read(): Uint8Array;
}

/**
 * Reads one format. Throws LorekeepError FILE_DAMAGED or FILE_LOCKED where the bytes give no
 * document; a document without text is no error (`text` is empty).
 */
export type Extractor = (input: ExtractInput) => Extracted | Promise<Extracted>;
