// Files that belong to one conversation: a copy each, indexed like any other but found in that
// conversation alone, and gone with it.
import {
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, extname, join } from 'node:path';
import type { DocumentRef } from '../../../shared/contract/documents.ts';
import { LorekeepError } from '../../../shared/errors.ts';
import type { FolderRow } from '../../store/library/folders.ts';
import type { LibraryStore } from '../../store/library/library-store.ts';

export interface AttachmentParts {
  dataDir: string;
  library: LibraryStore;
  /** Starts a task that indexes the folder. */
  update(folder: FolderRow): { id: string };
  /** Starts a task that takes a folder's documents out of the index. */
  removeFromIndex(folderId: string): void;
}

export type Attachments = ReturnType<typeof createAttachments>;

export function createAttachments({ dataDir, library, update, removeFromIndex }: AttachmentParts) {
  const { folders } = library;
  const directoryOf = (conversation: string) => join(dataDir, 'attachments', conversation);

  return {
    /**
     * @throws LorekeepError FILE_UNREADABLE
     */
    attach(conversation: string, path: string) {
      const directory = directoryOf(conversation);
      const name = copyInto(directory, path);
      const folder = folders.attachedTo(conversation) ?? folders.add(directory, conversation);
      return { taskId: update(folder).id, folderId: folder.id, relativePath: name };
    },
    /** The folder of a conversation's files; null if it has none. */
    folderOf: (conversation: string) => folders.attachedTo(conversation)?.id ?? null,
    /** A conversation's files, by name. */
    filesOf(conversation: string): DocumentRef[] {
      const folder = folders.attachedTo(conversation);
      if (!folder) return [];
      const directory = directoryOf(conversation);
      const names = existsSync(directory) ? readdirSync(directory).toSorted() : [];
      return names.map((relativePath) => ({ folderId: folder.id, relativePath }));
    },
    /** Before a conversation is removed; its row takes the folder's with it. */
    discard(conversation: string): void {
      const folder = folders.attachedTo(conversation);
      if (!folder) return;
      folders.remove(folder.id);
      removeFromIndex(folder.id);
      rmSync(directoryOf(conversation), { recursive: true, force: true });
    },
  };
}

function copyInto(directory: string, path: string): string {
  try {
    if (!statSync(path).isFile()) throw new Error('it is not a file');
    mkdirSync(directory, { recursive: true });
    const name = freeName(directory, basename(path));
    copyFileSync(path, join(directory, name), constants.COPYFILE_FICLONE);
    return name;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LorekeepError('FILE_UNREADABLE', { path, reason }, error);
  }
}

/** “report 2.pdf” where there is a “report.pdf” already. */
function freeName(directory: string, name: string): string {
  const end = extname(name);
  const start = name.slice(0, name.length - end.length);
  let free = name;
  for (let n = 2; existsSync(join(directory, free)); n++) free = `${start} ${n}${end}`;
  return free;
}
