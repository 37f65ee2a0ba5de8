import { z } from 'zod';
import { errorCodes } from '../errors.ts';
import { documentState } from './documents.ts';
import { call, stream } from './procedure.ts';

export const collection = z.object({
  id: z.string(),
  name: z.string(),
  isDefault: z.boolean(),
  folderIds: z.array(z.string()),
});
export type Collection = z.infer<typeof collection>;

/** gitignore patterns from a folder's root, one an entry; what they say of a file is exact. */
const patterns = z.array(z.string().trim().min(1).max(1000)).max(200);

/** Which files of a folder count: those that `include` matches (all if it is empty), but not those
 *  that `exclude` matches. What .gitignore and our own defaults leave out stays out. */
export const folderPatterns = z.object({ include: patterns, exclude: patterns });
export type FolderPatterns = z.infer<typeof folderPatterns>;

/** What patterns would let in and leave out: how many files, and the first names of each. */
export const patternPreview = z.object({
  kept: z.number().int(),
  leftOut: z.number().int(),
  keptNames: z.array(z.string()),
  leftOutNames: z.array(z.string()),
  /** False if the folder was too large to look at all of it. */
  complete: z.boolean(),
});
export type PatternPreview = z.infer<typeof patternPreview>;

export const folder = folderPatterns.extend({
  id: z.string(),
  path: z.string(),
  /** The source whose pages it holds; none for a folder of the person's own. */
  source: z.object({ id: z.string(), name: z.string(), address: z.string().nullable() }).optional(),
  /** False while the directory cannot be reached; its documents stay. */
  online: z.boolean(),
  addedAt: z.number(),
  /** When it was last compared with the disk to the end; null if never. */
  scannedAt: z.number().nullable(),
  documents: z.record(documentState, z.number().int()),
});
export type Folder = z.infer<typeof folder>;

/** A file in a final state other than `indexed`, with its cause. */
export const documentProblem = z.object({
  path: z.string(),
  folderId: z.string(),
  relativePath: z.string(),
  state: documentState,
  code: z.enum(errorCodes),
  message: z.string(),
});
export type DocumentProblem = z.infer<typeof documentProblem>;

/** The embedder whose vectors are searched. */
export const embedderInfo = z.object({
  id: z.string(),
  name: z.string(),
  dimensions: z.number().int(),
});
export type EmbedderInfo = z.infer<typeof embedderInfo>;

export const libraryStatus = z.object({
  folders: z.array(folder),
  documents: z.record(documentState, z.number().int()),
  problems: z.array(documentProblem),
  chunks: z.number().int(),
  /** Chunks that keyword search finds already but that have no vector yet. */
  semanticPending: z.number().int(),
  /** Sizes in bytes. `sources`: the indexed files; `index`, `library`: our two databases. */
  bytes: z.object({
    sources: z.number(),
    text: z.number(),
    index: z.number(),
    library: z.number(),
  }),
  embedder: embedderInfo,
});
export type LibraryStatus = z.infer<typeof libraryStatus>;

/** Whether a folder's changes are noticed by themselves. */
export const folderWatchState = z.object({
  folderId: z.string(),
  /** `unwatchable`: the system cannot tell of changes there, so it is looked at every few minutes. */
  state: z.enum(['starting', 'watched', 'unwatchable', 'offline']),
});
export type FolderWatchState = z.infer<typeof folderWatchState>;

const collectionName = z.string().trim().min(1).max(100);

export const libraryContract = {
  status: call(z.void(), libraryStatus),
  /** Fires when folders, collections or documents changed, at most a few times a second. */
  changes: stream(z.void(), z.object({ revision: z.number().int() })),

  folders: call(z.void(), z.array(folder)),
  /**
   * Adds a folder to a collection (the default one if none is named) and starts indexing it;
   * a folder that is there already is updated, and stays where it is if no collection is named.
   * `/` and the home directory want `confirmed`.
   */
  addFolder: call(
    z.object({
      path: z.string().min(1).max(32_768),
      collectionId: z.string().optional(),
      confirmed: z.boolean().default(false),
      /** Which of its files count; what is not named stays as it is. */
      include: patterns.optional(),
      exclude: patterns.optional(),
    }),
    z.object({ folderId: z.string(), taskId: z.string(), added: z.boolean() }),
  ),
  /** Changes which files of a folder count, and updates it. */
  setPatterns: call(
    folderPatterns.extend({ folderId: z.string() }),
    z.object({ taskId: z.string() }),
  ),
  /** Says what patterns would match, without changing anything. */
  previewPatterns: call(folderPatterns.extend({ folderId: z.string() }), patternPreview),
  /** Takes a folder and all that was made from it out of the library. The files stay. */
  removeFolder: call(z.object({ folderId: z.string() }), z.object({ taskId: z.string() })),
  /** Compares folders (all, if none is named) with the disk and indexes what changed. */
  update: call(
    z.object({ folderIds: z.array(z.string()).optional() }),
    z.object({ taskId: z.string() }),
  ),

  /** Keeps all folders up to date by themselves as long as this stream is read. */
  keepUpToDate: stream(z.void(), z.array(folderWatchState)),

  /**
   * The directories inside a directory (the home directory if none is named), to choose from; with
   * them the files whose names end in one of `endings` (in small letters).
   */
  browse: call(
    z.object({
      path: z.string().max(32_768).optional(),
      endings: z.array(z.string().min(2).max(40)).max(8).default([]),
    }),
    z.object({
      path: z.string(),
      parent: z.string().nullable(),
      directories: z.array(z.object({ name: z.string(), path: z.string() })),
      files: z.array(z.object({ name: z.string(), path: z.string() })),
    }),
  ),

  collections: call(z.void(), z.array(collection)),
  createCollection: call(z.object({ name: collectionName }), collection),
  renameCollection: call(z.object({ id: z.string(), name: collectionName }), collection),
  deleteCollection: call(z.object({ id: z.string() }), z.void()),
  setCollectionFolders: call(
    z.object({ id: z.string(), folderIds: z.array(z.string()) }),
    collection,
  ),
};
