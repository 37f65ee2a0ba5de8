// The library part of the contract: folders, collections and their state.
import type { EngineHandlers } from '../../shared/contract/contract.ts';
import type {
  Collection,
  EmbedderInfo,
  FolderPatterns,
  FolderWatchState,
  PatternPreview,
} from '../../shared/contract/library.ts';
import { LorekeepError } from '../../shared/errors.ts';
import type { Feed } from '../calls/feed.ts';
import type { IndexStore } from '../store/index/index-store.ts';
import type { FolderRow } from '../store/library/folders.ts';
import type { LibraryStore } from '../store/library/library-store.ts';
import { browse } from './browse.ts';
import { isVeryLarge, refuseOverlap, resolveFolder } from './check-folder.ts';
import { readFolders, readStatus } from './status.ts';

export interface LibraryParts {
  dataDir: string;
  library: LibraryStore;
  index: () => IndexStore;
  /** What the vectors that are searched are of. */
  embedder: () => EmbedderInfo;
  /** Tells followers of `changes`; its value counts up. */
  changes: Feed<{ revision: number }>;
  /** Starts a task that brings folders up to date. */
  update(folders: FolderRow[]): { id: string };
  preview(path: string, patterns: FolderPatterns): Promise<PatternPreview>;
  /** Keeps all folders up to date as long as this is read. */
  keepUpToDate(signal: AbortSignal): AsyncGenerator<FolderWatchState[], void>;
  /** Lets go of what a source keeps in a folder that is about to be removed. */
  leave(folderId: string): void;
  /** Starts a task that takes a folder's documents out of the index. */
  remove(folderId: string): { id: string };
}

type Handlers = EngineHandlers['library'];

export function libraryHandlers(parts: LibraryParts): Handlers {
  const { library, changes } = parts;
  return {
    status: () => readStatus(library, parts.index(), parts.embedder()),
    changes: (_, { signal }) => changes.follow(signal),
    keepUpToDate: (_, { signal }) => parts.keepUpToDate(signal),
    browse: ({ path, endings }) => browse(path, endings),
    ...folderHandlers(parts),
    ...collectionHandlers(library, () => changes.notify()),
  };
}

type FolderHandlers = Pick<
  Handlers,
  'folders' | 'addFolder' | 'setPatterns' | 'previewPatterns' | 'removeFolder' | 'update'
>;

function folderHandlers(parts: LibraryParts): FolderHandlers {
  const { library, changes } = parts;
  return {
    folders: () => readFolders(library, parts.index()),
    addFolder(input) {
      const path = resolveFolder(input.path, parts.dataDir);
      const folders = library.folders.list();
      const existing = folders.find((folder) => folder.path === path);
      if (!existing) {
        // What is fetched lies in our own data folder, which no folder's scan looks into.
        refuseOverlap(
          path,
          folders.filter(({ id }) => !library.sources.ofFolder(id)),
        );
        if (isVeryLarge(path) && !input.confirmed) {
          throw new LorekeepError('FOLDER_VERY_LARGE', { path });
        }
      }
      const collection = findCollection(library, input.collectionId);
      const folder = existing ?? library.folders.add(path);
      // Updating a folder must not bring it back where the person took it out.
      if (!existing || input.collectionId !== undefined) {
        library.collections.addFolder(collection.id, folder.id);
      }
      const { include = folder.include, exclude = folder.exclude } = input;
      library.folders.setPatterns(folder.id, { include, exclude });
      changes.notify();
      const { id: taskId } = parts.update([{ ...folder, include, exclude }]);
      return { folderId: folder.id, taskId, added: !existing };
    },
    setPatterns({ folderId, ...patterns }) {
      findFolder(library, folderId);
      library.folders.setPatterns(folderId, patterns);
      changes.notify();
      return { taskId: parts.update([findFolder(library, folderId)]).id };
    },
    previewPatterns: ({ folderId, ...patterns }) =>
      parts.preview(findFolder(library, folderId).path, patterns),
    removeFolder({ folderId }) {
      findFolder(library, folderId);
      parts.leave(folderId);
      // First the decision, then the clean-up: documents of a folder that the library does not
      // know are removed at the next start, whatever stops us now.
      library.folders.remove(folderId);
      changes.notify();
      return { taskId: parts.remove(folderId).id };
    },
    update({ folderIds }) {
      const folders = folderIds
        ? folderIds.map((id) => findFolder(library, id))
        : library.folders.list();
      return { taskId: parts.update(folders).id };
    },
  };
}

type CollectionHandlers = Pick<
  Handlers,
  | 'collections'
  | 'createCollection'
  | 'renameCollection'
  | 'deleteCollection'
  | 'setCollectionFolders'
>;

function collectionHandlers(library: LibraryStore, changed: () => void): CollectionHandlers {
  const { collections } = library;
  const refuseTaken = (name: string, except?: string) => {
    const same = (a: string) => a.toLowerCase() === name.toLowerCase();
    if (collections.list().some((other) => other.id !== except && same(other.name))) {
      throw new LorekeepError('COLLECTION_NAME_TAKEN', { name });
    }
  };
  return {
    collections: () => collections.list(),
    createCollection({ name }) {
      refuseTaken(name);
      const created = collections.create(name);
      changed();
      return created;
    },
    renameCollection({ id, name }) {
      findCollection(library, id);
      refuseTaken(name, id);
      collections.rename(id, name);
      changed();
      return findCollection(library, id);
    },
    deleteCollection({ id }) {
      if (findCollection(library, id).isDefault) throw new LorekeepError('COLLECTION_IS_DEFAULT');
      collections.remove(id);
      changed();
    },
    setCollectionFolders({ id, folderIds }) {
      findCollection(library, id);
      folderIds.forEach((folderId) => findFolder(library, folderId));
      collections.setFolders(id, folderIds);
      changed();
      return findCollection(library, id);
    },
  };
}

/** A collection by id, the default one for none. */
function findCollection(library: LibraryStore, id: string | undefined): Collection {
  const all = library.collections.list();
  const found = all.find((one) => (id === undefined ? one.isDefault : one.id === id));
  if (!found) throw new LorekeepError('COLLECTION_UNKNOWN', { name: id ?? '' });
  return found;
}

function findFolder(library: LibraryStore, id: string): FolderRow {
  const folder = library.folders.find(id);
  if (!folder) throw new LorekeepError('FOLDER_UNKNOWN', { path: id });
  return folder;
}
