// Books (EPUB 2 and 3): the chapters in reading order, each a page named as in the table of
// contents. Only chapters and the package's XML are unpacked, never pictures or fonts.
import { LorekeepError } from '../../../../shared/errors.ts';
import {
  type EpubItem,
  type EpubPackage,
  packagePath,
  readContents,
  readPackage,
} from './epub-package.ts';
import type { Extracted, ExtractInput } from '../extracted.ts';
import { joinPages, type PiecePage } from '../flat-text.ts';
import { decodeHtml, htmlPieces } from '../html/html.ts';
import { checkSizes } from '../containers/zip-limits.ts';
import { readZipDirectory, readZipEntry, type ZipEntry } from '../containers/zip.ts';

/** Bytes of the files that say where all else is: larger ones are none. */
const maxXml = 8 * 1024 * 1024;

export function extractEpub({
  bytes,
  maxTextLength,
}: Pick<ExtractInput, 'bytes' | 'maxTextLength'>): Extracted {
  const archive = openArchive(bytes);
  const path = packagePath(archive.xml('META-INF/container.xml') ?? '');
  const opf = path === null ? null : archive.xml(path);
  if (path === null || opf === null) throw new LorekeepError('FILE_DAMAGED');
  const book = readPackage(opf, path);
  refuseLocked(archive.xml('META-INF/encryption.xml') ?? '', book.spine);
  const chapters = book.spine.filter(({ isContents }) => !isContents);
  checkSizes(
    chapters.flatMap((chapter) => archive.find(chapter.path) ?? []),
    maxTextLength,
  );
  const labels = labelsOf(book, archive);
  let missing = 0;
  function* pages(): Generator<PiecePage> {
    for (const { path: chapterPath } of chapters) {
      const html = archive.read(chapterPath);
      if (html === null) missing++;
      const pieces = html === null ? [] : htmlPieces(withClosingTags(decodeHtml(html)));
      const heading = pieces.find(({ kind }) => kind === 'heading');
      const label = labels.get(chapterPath) ?? heading?.text;
      yield { ...(label !== undefined && { label }), pieces };
    }
  }
  const { text, blocks, pages: ranges } = joinPages(pages(), maxTextLength);
  if (missing > 0 && missing === chapters.length) throw new LorekeepError('FILE_DAMAGED');
  return {
    format: 'epub',
    text,
    title: book.title,
    blocks,
    pages: ranges,
    hasLines: false,
    partial:
      missing > 0
        ? { code: 'FILE_PARTS_MISSING', params: { missing, parts: chapters.length } }
        : null,
  };
}

interface Archive {
  find(path: string): ZipEntry | undefined;
  /** The content of a file, or null if it is not there or damaged. */
  read(path: string): Uint8Array | null;
  xml(path: string): string | null;
}

function openArchive(bytes: Uint8Array): Archive {
  const entries = readZipDirectory(bytes);
  // Books made where names are the same in either case link to them in either case.
  const byName = new Map(entries.map((entry) => [entry.name.toLowerCase(), entry]));
  const find = (path: string): ZipEntry | undefined => byName.get(path.toLowerCase());
  const read = (path: string): Uint8Array | null => {
    const entry = find(path);
    if (!entry) return null;
    if (entry.encrypted) throw new LorekeepError('FILE_LOCKED');
    try {
      return readZipEntry(bytes, entry);
    } catch {
      return null;
    }
  };
  return {
    find,
    read,
    xml(path) {
      if ((find(path)?.size ?? 0) > maxXml) return null;
      const content = read(path);
      return content && decodeHtml(content);
    },
  };
}

/** A book whose chapters are encrypted is locked; encrypted fonts are usual and harmless. */
function refuseLocked(encryptionXml: string, spine: readonly EpubItem[]): void {
  const locked = new Set(
    [...encryptionXml.matchAll(/CipherReference\s+URI\s*=\s*["']([^"']+)["']/g)].map(
      ([, uri]) => uri,
    ),
  );
  if (spine.some(({ path }) => locked.has(path) || locked.has(encodeURI(path)))) {
    throw new LorekeepError('FILE_LOCKED');
  }
}

function labelsOf(book: EpubPackage, archive: Archive): Map<string, string> {
  const all = new Map<string, string>();
  for (const path of book.contents) {
    for (const [chapter, label] of readContents(archive.xml(path) ?? '', path)) {
      if (!all.has(chapter)) all.set(chapter, label);
    }
  }
  return all;
}

/** XHTML closes any empty element in its opening tag; read as HTML, an open title swallows the rest. */
function withClosingTags(xhtml: string): string {
  return xhtml.replace(/<([a-z][\w:-]*)((?:\s[^<>]*)?)\/>/gi, (tag, name: string, rest: string) =>
    /^(?:br|hr|img|meta|link|input|col|wbr|area|base|embed|source|track|param)$/i.test(name)
      ? tag
      : `<${name}${rest}></${name}>`,
  );
}
