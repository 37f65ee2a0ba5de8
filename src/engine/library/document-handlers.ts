// The documents part of the contract: lists, text and structure, where the bytes are, and what a
// person decides about a single file.
import { realpathSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { z } from 'zod';
import type { EngineHandlers } from '../../shared/contract/contract.ts';
import {
  block,
  type DocumentRef,
  type DocumentSummary,
  pageRange,
} from '../../shared/contract/documents.ts';
import { LorekeepError } from '../../shared/errors.ts';
import { errorSentence } from '../../shared/texts/format.ts';
import type { DocumentRow } from '../store/index/document-reader.ts';
import type { IndexStore } from '../store/index/index-store.ts';
import type { FolderRow } from '../store/library/folders.ts';
import type { LibraryStore } from '../store/library/library-store.ts';
import { mediaTypeOf } from './media-types.ts';

export interface DocumentParts {
  library: LibraryStore;
  index: () => IndexStore;
  /** A file with the bytes of a document that is inside the file `container`. */
  memberFile(member: {
    path: string;
    container: string;
    member: string;
    contentHash: Uint8Array;
  }): Promise<string>;
  /** Starts a task that reads these files of a folder again. */
  readAgain(folder: FolderRow, relativePaths: string[]): { id: string };
}

/** More than anybody picks from by eye; the library lists them all. */
const mostMembers = 1000;

const blocks = z.array(block);
const pageRanges = z.array(pageRange).nullable();

export function documentHandlers(parts: DocumentParts): EngineHandlers['documents'] {
  const { library, readAgain } = parts;

  function locate(ref: DocumentRef): { folder: FolderRow; row: DocumentRow } {
    const folder = library.folders.find(ref.folderId);
    // Only what is in the index is served: the path is never taken from the request alone.
    const row = folder && parts.index().documents.find(ref.folderId, ref.relativePath);
    if (!folder || !row) throw new LorekeepError('DOCUMENT_UNKNOWN', { path: ref.relativePath });
    return { folder, row };
  }

  /** The file that a document is, or is inside of. */
  function fileOf(row: DocumentRow): string {
    return parts.index().documents.member(row.id)?.file ?? row.relativePath;
  }

  async function bytesOf(folder: FolderRow, row: DocumentRow): Promise<string> {
    const member = parts.index().documents.member(row.id);
    if (!member) return join(folder.path, row.relativePath);
    const { file, contentHash } = member;
    if (!contentHash) throw new LorekeepError(row.code ?? 'FILE_DAMAGED', row.params ?? {});
    return parts.memberFile({
      path: join(folder.path, file),
      container: file,
      member: row.relativePath,
      contentHash,
    });
  }

  return {
    list({ folderId, states, pathContains, offset, limit }) {
      const filter = { folderId, states, pathContains, offset, limit };
      const { rows, total } = parts.index().documents.list(filter);
      const documents = rows.flatMap((row) => {
        const folder = library.folders.find(row.folderId);
        return folder ? [summaryOf(row, folder, library)] : [];
      });
      return { documents, total };
    },
    read(ref) {
      const { folder, row } = locate(ref);
      const { documents } = parts.index();
      const structure = documents.structure(row.id);
      return {
        ...summaryOf(row, folder, library),
        text: documents.text(row.id),
        blocks: blocks.parse(structure.blocks),
        pageRanges: pageRanges.parse(structure.pageRanges),
        containers: documents.containers(row.id),
        members: documents
          .members(row.id, mostMembers)
          .map((member) => summaryOf(member, folder, library)),
      };
    },
    find({ path }) {
      const fetched = library.sourcePages.findByAddress(path);
      if (fetched && parts.index().documents.find(fetched.folderId, fetched.relativePath)) {
        return fetched;
      }
      const absolute = resolve(path);
      // Folders are kept by their real path; a file that is gone has only the one it was given.
      for (const candidate of new Set([absolute, realPath(absolute)])) {
        for (const folder of library.folders.list()) {
          const below = relative(folder.path, candidate);
          if (below === '' || below.startsWith(`..${sep}`) || isAbsolute(below)) continue;
          const ref = { folderId: folder.id, relativePath: below.split(sep).join('/') };
          if (parts.index().documents.find(ref.folderId, ref.relativePath)) return ref;
        }
      }
      throw new LorekeepError('DOCUMENT_UNKNOWN', { path: absolute });
    },
    async locate(ref) {
      const { folder, row } = locate(ref);
      return { path: await bytesOf(folder, row), mediaType: mediaTypeOf(row) };
    },
    retry(ref) {
      const { folder, row } = locate(ref);
      return { taskId: readAgain(folder, [fileOf(row)]).id };
    },
    setIgnored({ ignored, ...ref }) {
      const { folder, row } = locate(ref);
      library.ignored.set(folder.id, row.relativePath, ignored);
      return { taskId: readAgain(folder, [fileOf(row)]).id };
    },
  };
}

function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}

function summaryOf(row: DocumentRow, folder: FolderRow, library: LibraryStore): DocumentSummary {
  const origin = library.sourcePages.originOf(folder.id, row.relativePath);
  const name = row.relativePath.slice(row.relativePath.lastIndexOf('/') + 1);
  return {
    folderId: folder.id,
    relativePath: row.relativePath,
    path: join(folder.path, row.relativePath),
    address: origin?.address ?? undefined,
    fetchedAt: origin?.fetchedAt ?? undefined,
    title: row.title ?? origin?.title ?? name,
    state: row.state,
    problem: row.code
      ? { code: row.code, message: errorSentence(row.code, row.params ?? {}) }
      : null,
    format: row.format,
    language: row.language ?? undefined,
    size: row.size,
    modifiedAt: row.modifiedAt,
    pages: row.pages,
    ignored: library.ignored.has(folder.id, row.relativePath),
  };
}
