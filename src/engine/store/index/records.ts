// What crosses between the engine's threads about the index. Plain data, structured-cloneable.
import type {
  Block,
  DocumentFormat,
  DocumentState,
  PageRange,
} from '../../../shared/contract/documents.ts';
import type { ErrorCode, ErrorParams } from '../../../shared/errors.ts';

/** A file as the disk states it. */
export interface FileFacts {
  /** Relative to its folder, `/` between names. */
  relativePath: string;
  size: number;
  /** Milliseconds since 1970. */
  modifiedAt: number;
}

/** What the index knows of a file, as far as comparing it with the disk needs it. */
export interface KnownFacts extends FileFacts {
  id: number;
  state: DocumentState;
  code: ErrorCode | null;
  params: ErrorParams | null;
  /** Version of the extractors that read it. */
  reader: number;
  /** The oldest such version of documents inside that could not be read; null if there is none. */
  unsupportedMembers: number | null;
}

/** What the index knows of a file that changed or is gone. */
export interface KnownFile extends KnownFacts {
  contentHash: Uint8Array | null;
}

export interface ChunkRecord {
  start: number;
  page: number | null;
  label: string | null;
  startLine: number | null;
  endLine: number | null;
  headingPath: string[];
  /** The chunk's part of the document's text, the separators after it included. */
  text: string;
  /** Hash of the exact string that is embedded: equal strings share their vector. Empty: it gets none. */
  embeddingKey: Uint8Array;
  /** Terms for the keyword index: of title and headings, and of the text. */
  contextTerms: string;
  bodyTerms: string;
}

/** A document's content as the parser gave it. */
export interface ContentRecord {
  format: DocumentFormat;
  /** The programming language of source code. */
  language: string | null;
  title: string | null;
  hasLines: boolean;
  textLength: number;
  blocks: Block[];
  pageRanges: PageRange[] | null;
  chunks: ChunkRecord[];
}

/** A document to be written: wholly replaces what the index had of this path. */
export interface DocumentRecord extends FileFacts {
  folderId: string;
  contentHash: Uint8Array | null;
  state: DocumentState;
  problem: { code: ErrorCode; params: ErrorParams } | null;
  content: ContentRecord | null;
  /** Documents inside this one; they are written and replaced together with it. */
  members?: DocumentRecord[];
  reader: number;
}

/** A chunk waiting for its vector. */
export interface PendingEmbedding {
  embeddingKey: Uint8Array;
  headings: string[];
  text: string;
  format: DocumentFormat;
}

export interface VectorRecord {
  /** The key of the string that this is the vector of. */
  embeddingKey: Uint8Array;
  vector: Int8Array;
}
