import { z } from 'zod';
import { errorCodes } from '../errors.ts';
import { call } from './procedure.ts';

export const documentStates = [
  'queued',
  'indexed',
  'partial',
  'empty',
  'skipped',
  'unsupported',
  'failed',
  'quarantined',
] as const;
export const documentState = z.enum(documentStates);
export type DocumentState = z.infer<typeof documentState>;

/** How a document is shown: the page's viewer is chosen by it. */
export const documentFormats = [
  'markdown',
  'text',
  'pdf',
  'html',
  'docx',
  'odt',
  'rtf',
  'doc',
  'pptx',
  'odp',
  'ppt',
  'xlsx',
  'xls',
  'ods',
  'csv',
  'epub',
  'eml',
  'mbox',
  'msg',
  'zip',
  'mhtml',
  'code',
  'data',
  'ipynb',
  'subtitles',
  'latex',
  'org',
  'rst',
  'sqlite',
  'image',
] as const;
export const documentFormat = z.enum(documentFormats);
export type DocumentFormat = z.infer<typeof documentFormat>;

/**
 * A document by what stays true when the index is thrown away: its folder and the path in it,
 * with `/` between names on every system.
 */
export const documentRef = z.object({ folderId: z.string(), relativePath: z.string() });
export type DocumentRef = z.infer<typeof documentRef>;

/** Why a document is not wholly indexed. `message` is the code's sentence, filled in. */
export const problem = z.object({ code: z.enum(errorCodes), message: z.string() });

export const documentSummary = documentRef.extend({
  path: z.string(),
  /** Where it was fetched from and when that was last current; none for a file of one's own. */
  address: z.string().optional(),
  fetchedAt: z.number().optional(),
  title: z.string(),
  state: documentState,
  problem: problem.nullable(),
  format: documentFormat.nullable(),
  /** The programming language of source code, as people call it. */
  language: z.string().optional(),
  /** Bytes on disk. */
  size: z.number().int(),
  /** Milliseconds since 1970, as the file system says. */
  modifiedAt: z.number(),
  pages: z.number().int().nullable(),
  ignored: z.boolean(),
});
export type DocumentSummary = z.infer<typeof documentSummary>;

export const blockKinds = [
  'heading',
  'paragraph',
  'list-item',
  'table-row',
  'code',
  'quote',
] as const;

/** A piece of structure: a half-open range of UTF-16 offsets into the extracted text. */
export const block = z.object({
  kind: z.enum(blockKinds),
  start: z.number().int(),
  end: z.number().int(),
  /** Depth of a heading (1–6) or of a list item (0 is the outermost). */
  level: z.number().int().optional(),
  /** True for a table row that names the columns of the rows after it. */
  header: z.boolean().optional(),
  /** Where it stands in the format's own terms, first and last: cells (A2, F2), times of a cue. */
  span: z.tuple([z.string(), z.string()]).optional(),
  /** Of source code: the functions and classes it belongs to, outermost first. */
  names: z.array(z.string()).optional(),
  /** True for what repeats on most pages: it is shown, but not searched again. */
  boilerplate: z.boolean().optional(),
});
export type Block = z.infer<typeof block>;

/**
 * A page of a document with pages: its number from 1 and its range in the extracted text. Slides,
 * sheets, chapters and messages are pages too; `label` is the name of one that has a name.
 */
export const pageRange = z.object({
  number: z.number().int(),
  label: z.string().optional(),
  /** How sure its text is, 0 to 100, where it was read from a picture (OCR). */
  confidence: z.number().min(0).max(100).optional(),
  start: z.number().int(),
  end: z.number().int(),
});
export type PageRange = z.infer<typeof pageRange>;

export const documentText = documentSummary.extend({
  text: z.string(),
  blocks: z.array(block),
  pageRanges: z.array(pageRange).nullable(),
  /** Paths of the documents that it is inside of, the outermost first; none for a file. */
  containers: z.array(z.string()),
  /** The documents right inside it, by path: attachments, members of an archive. */
  members: z.array(documentSummary),
});
export type DocumentText = z.infer<typeof documentText>;

/** Where the bytes of a document are, for the host that serves them to the page. */
export const documentLocation = z.object({ path: z.string(), mediaType: z.string() });
export type DocumentLocation = z.infer<typeof documentLocation>;

export const documentsContract = {
  /** One page of a folder's documents by path, filtered by state and by a part of the path. */
  list: call(
    z.object({
      folderId: z.string().optional(),
      states: z.array(documentState).optional(),
      pathContains: z.string().max(1000).optional(),
      offset: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(1000).default(200),
    }),
    z.object({ documents: z.array(documentSummary), total: z.number().int() }),
  ),
  /** The extracted text and its structure, by reference. */
  read: call(documentRef, documentText),
  /** The reference of a file by its absolute path, or of a fetched page by its address. */
  find: call(z.object({ path: z.string() }), documentRef),
  locate: call(documentRef, documentLocation),
  /** Reads a document again, whatever state it is in. */
  retry: call(documentRef, z.object({ taskId: z.string() })),
  /** Leaves a document out (true) or includes it again (false); survives a lost index. */
  setIgnored: call(documentRef.extend({ ignored: z.boolean() }), z.object({ taskId: z.string() })),
};
