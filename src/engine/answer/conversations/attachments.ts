// Files that belong to one conversation: a copy each, indexed like any other but found in that
// conversation alone, and gone with it.
import { constants, existsSync, readdirSync } from 'node:fs';
import { copyFile, mkdir, rm, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import type { DocumentRef } from '../../../shared/contract/documents.ts';
import { isDiskFull, LorekeepError, systemCode } from '../../../shared/errors.ts';
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
     * @throws LorekeepError FILE_UNREADABLE, DISK_FULL
     */
    async attach(conversation: string, path: string) {
      const directory = directoryOf(conversation);
      const name = await copyInto(directory, path);
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
    async discard(conversation: string): Promise<void> {
      const folder = folders.attachedTo(conversation);
      if (!folder) return;
      folders.remove(folder.id);
      removeFromIndex(folder.id);
      await rm(directoryOf(conversation), { recursive: true, force: true });
    },
  };
}

async function copyInto(directory: string, path: string): Promise<string> {
  try {
    if (!(await stat(path)).isFile()) throw new Error('it is not a file');
    await mkdir(directory, { recursive: true });
    for (let n = 1; ; n++) {
      const name = numbered(basename(path), n);
      if (await isCopied(path, join(directory, name))) return name;
    }
  } catch (error) {
    if (isDiskFull(error)) throw new LorekeepError('DISK_FULL', {}, error);
    const reason = error instanceof Error ? error.message : String(error);
    throw new LorekeepError('FILE_UNREADABLE', { path, reason }, error);
  }
}

/** False: there is such a file already. Asking first would let two copies take the same name. */
async function isCopied(path: string, to: string): Promise<boolean> {
  const { COPYFILE_EXCL, COPYFILE_FICLONE } = constants;
  try {
    await copyFile(path, to, COPYFILE_EXCL | COPYFILE_FICLONE);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** “report 2.pdf” for the second “report.pdf”. */
function numbered(name: string, n: number): string {
  const end = extname(name);
  return n === 1 ? name : `${name.slice(0, name.length - end.length)} ${n}${end}`;
}
