// What is kept of a source: for each page a file in the mirror and a row of the library. The file
// is written first: a row never names a file that was not there whole.
import type { LibraryStore } from '../store/library/library-store.ts';
import type { SourcePage } from '../store/library/source-pages.ts';
import type { SourceFailure } from '../store/library/sources.ts';
import { openMirror } from './mirror.ts';
import type { Validators } from './web/visitor.ts';

export interface NewPage extends Validators {
  key: string;
  address: string | null;
  /** What it is called if it does not say itself. */
  title: string | null;
  /** Name of the file to keep it in. */
  file: string;
  bytes: Uint8Array;
  /** When it was last changed, milliseconds since 1970, if that is known. */
  modifiedAt: number | null;
  /** When it was last changed, as its list says. */
  listedAt: number | null;
  /** Why this is kept in place of the page itself; null if nothing stands in for it. */
  failure: SourceFailure | null;
}

export interface KeptPages {
  /** What is known of a page; its file is null also if somebody took it away. */
  find(key: string): SourcePage | null;
  list(): SourcePage[];
  /** Keeps a page in place of what it was before. @returns whether its bytes are others now */
  keep(page: NewPage): boolean;
  /** Notes that the server said that what is kept is current. */
  confirm(page: SourcePage, listedAt: number | null): void;
  /** Notes that it could not be fetched; what is kept stays. */
  fail(key: string, address: string | null, failure: SourceFailure): void;
  /** Removes a page's file. @returns whether there was one */
  drop(key: string): boolean;
  /** Drops and forgets all pages but these. @returns how many files went */
  forgetOthers(keys: ReadonlySet<string>): number;
  forget(key: string): boolean;
  /** Removes files that no page names. */
  sweep(): void;
}

export function openKeptPages(
  sourceId: string,
  pages: LibraryStore['sourcePages'],
  folder: string,
): KeptPages {
  const mirror = openMirror(folder);

  function find(key: string): SourcePage | null {
    const page = pages.find(sourceId, key);
    return page?.file && !mirror.has(page.file) ? { ...page, file: null } : page;
  }

  function drop(key: string): boolean {
    const page = pages.find(sourceId, key);
    if (!page?.file) return false;
    pages.put(sourceId, { ...page, file: null, etag: null, lastModified: null });
    mirror.remove(page.file);
    return true;
  }

  function forget(key: string): boolean {
    const dropped = drop(key);
    pages.remove(sourceId, key);
    return dropped;
  }

  return {
    find,
    drop,
    forget,
    list: () => pages.list(sourceId),
    keep({ bytes, modifiedAt, ...page }) {
      const before = pages.find(sourceId, page.key)?.file ?? null;
      const written = mirror.write(page.file, bytes, modifiedAt);
      pages.put(sourceId, { ...page, fetchedAt: Date.now() });
      if (before !== null && before !== page.file) mirror.remove(before);
      return written;
    },
    confirm(page, listedAt) {
      pages.put(sourceId, { ...page, listedAt, fetchedAt: Date.now(), failure: null });
    },
    fail(key, address, { code, params }) {
      const before = pages.find(sourceId, key);
      const none = { title: null, file: null, etag: null, lastModified: null };
      const never = { fetchedAt: null, listedAt: null };
      pages.put(sourceId, {
        ...none,
        ...never,
        key,
        address,
        ...before,
        failure: { code, params },
      });
    },
    forgetOthers(keys) {
      const others = pages.list(sourceId).filter(({ key }) => !keys.has(key));
      return others.filter(({ key }) => forget(key)).length;
    },
    sweep() {
      mirror.keepOnly(new Set(pages.list(sourceId).flatMap(({ file }) => file ?? [])));
    },
  };
}
