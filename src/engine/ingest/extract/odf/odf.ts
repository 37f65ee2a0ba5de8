// OpenDocument files (OASIS ODF 1.3) as a package: the part with the content, unlocked or not.
import { LorekeepError } from '../../../../shared/errors.ts';
import type { ExtractInput } from '../extracted.ts';
import { readXml } from '../containers/xml.ts';
import { XmlPackage } from '../containers/xml-package.ts';

/** Opens a document. Throws FILE_LOCKED, FILE_DAMAGED or FILE_TOO_LARGE. */
export function openOdf(input: Pick<ExtractInput, 'bytes' | 'maxTextLength'>): {
  content: Uint8Array;
  title: string | null;
} {
  const pack = new XmlPackage(input);
  if (isEncrypted(pack)) throw new LorekeepError('FILE_LOCKED');
  const content = pack.part('content.xml');
  if (!content) throw new LorekeepError('FILE_DAMAGED', {}, new Error('no content.xml'));
  return { content, title: pack.statedTitle('meta.xml') };
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
  'dc:creator',
  'dc:date',
  'meta:creator-initials',
  'table:shapes',
]);
