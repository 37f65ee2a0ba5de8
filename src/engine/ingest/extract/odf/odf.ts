// OpenDocument files (OASIS ODF 1.3), as a package or flat in one XML file: the part with the
// content, unlocked or not, and what stands on every page.
import { LorekeepError } from '../../../../shared/errors.ts';
import type { ExtractInput } from '../extracted.ts';
import { readXml } from '../containers/xml.ts';
import { XmlPackage } from '../containers/xml-package.ts';
import { slices } from '../containers/zip-pieces.ts';
import { looksLikeTitle } from '../title.ts';

type Input = Pick<ExtractInput, 'bytes' | 'maxTextLength'>;

const contentPart = 'content.xml';

interface OdfParts {
  content: Uint8Array;
  title: string | null;
  /** Paragraphs of headers and footers. */
  running: string[];
}

/** Opens a document. Throws FILE_LOCKED, FILE_DAMAGED or FILE_TOO_LARGE. */
export function openOdf(input: Input): OdfParts {
  const { bytes } = input;
  // A flat file begins as XML does, a package as an archive.
  if (isFlat(bytes)) return { content: bytes, title: flatTitle(bytes), running: runningIn(bytes) };
  const pack = openPackage(input);
  const content = pack.part(contentPart);
  if (!content) throw noContent();
  const styles = pack.part('styles.xml');
  return {
    content,
    title: pack.statedTitle('meta.xml'),
    running: styles ? runningIn(styles) : [],
  };
}

/** The same for a document whose content may be too long to be held whole, as sheets' is. */
export function openOdfPieces({ bytes, maxTextLength }: Input): {
  content: AsyncIterable<Uint8Array>;
  title: string | null;
} {
  if (isFlat(bytes)) return { content: slices(bytes), title: flatTitle(bytes) };
  const pack = openPackage({ bytes, maxTextLength });
  const content = pack.pieces(contentPart);
  if (!content) throw noContent();
  return { content, title: pack.statedTitle('meta.xml') };
}

function openPackage(input: Input): XmlPackage {
  const pack = new XmlPackage(input);
  if (isEncrypted(pack)) throw new LorekeepError('FILE_LOCKED');
  return pack;
}

function noContent(): LorekeepError {
  return new LorekeepError('FILE_DAMAGED', {}, new Error(`no ${contentPart}`));
}

function isFlat(bytes: Uint8Array): boolean {
  return /^[\xef\xbb\xbf\s]*</.test(Buffer.from(bytes.subarray(0, 100)).toString('latin1'));
}

function flatTitle(bytes: Uint8Array): string | null {
  let inMeta = false;
  let inTitle = false;
  let title = '';
  readXml(bytes, {
    open(name) {
      inMeta ||= name === 'office:meta';
      inTitle = inMeta && name === 'dc:title';
    },
    close(name) {
      inTitle = false;
      if (name === 'office:meta') inMeta = false;
    },
    text: (text) => (title += inTitle ? text : ''),
  });
  title = title.replace(/\s+/g, ' ').trim();
  return looksLikeTitle(title) ? title : null;
}

/** The paragraphs of the headers and footers that the styles of pages have. */
function runningIn(styles: Uint8Array): string[] {
  const found: string[] = [];
  let depth = 0;
  let open: string | null = null;
  readXml(styles, {
    open(name, attributes) {
      if (depth > 0 || /^style:(?:header|footer)(?:-left|-first)?$/.test(name)) depth++;
      if (depth > 0 && name === 'text:p') open = '';
      else if (open !== null) open += spacingOf(name, attributes) ?? '';
    },
    close(name) {
      if (depth > 0) depth--;
      if (name !== 'text:p' || open === null) return;
      found.push(open);
      open = null;
    },
    text(text) {
      if (open !== null) open += foldOdf(text);
    },
  });
  return found;
}

/** Parts are encrypted one by one, or the whole package inside another (ODF 1.3 part 2, 4). */
function isEncrypted(pack: XmlPackage): boolean {
  const manifest = pack.part('META-INF/manifest.xml');
  let found = false;
  if (manifest) {
    readXml(manifest, {
      open: (name) => (found ||= name.endsWith('encryption-data')),
      close() {},
      text() {},
    });
  }
  return found;
}

/** The text that an element inside a paragraph stands for, or null if it is none of these. */
export function spacingOf(
  name: string,
  attributes: Readonly<Record<string, string>>,
): string | null {
  if (name === 'text:tab') return '\t';
  if (name === 'text:line-break') return '\n';
  if (name !== 'text:s') return null;
  return ' '.repeat(Math.min(Math.max(Math.trunc(Number(attributes['text:c'] ?? 1)) || 1, 1), 100));
}

/** Runs of white space in the XML count as one space. */
export function foldOdf(text: string): string {
  return text.replace(/[ \t\r\n]+/g, ' ');
}

/** Not the document's words: what was deleted, who wrote a comment, names of pictures, reading aids. */
export const unreadOdf: ReadonlySet<string> = new Set([
  'text:tracked-changes',
  'text:note-citation',
  'text:ruby-text',
  'text:sequence-decls',
  'office:forms',
  'office:scripts',
  'office:event-listeners',
  'office:master-styles',
  'svg:title',
  'svg:desc',
  'office:binary-data',
  'dc:creator',
  'dc:date',
  'meta:creator-initials',
  'table:shapes',
]);
