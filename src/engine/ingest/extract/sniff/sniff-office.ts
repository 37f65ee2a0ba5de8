// Which office format a container holds: by the parts in an archive, by the streams in an OLE file.
// The name decides only between what cannot be looked into, so that the person hears "damaged"
// or "locked" of a document and "unsupported" of anything else.
import type { DocumentFormat } from '../../../../shared/contract/documents.ts';
import { OleFile } from '../containers/ole.ts';
import { readZipEntry, type ZipEntry } from '../containers/zip.ts';

const namedFormats = new Map<string, DocumentFormat>(
  Object.entries({
    docx: 'docx docm dotx dotm',
    pptx: 'pptx pptm ppsx ppsm potx potm',
    xlsx: 'xlsx xlsm xlsb xltx xltm',
    odt: 'odt ott odm fodt',
    odp: 'odp otp fodp',
    ods: 'ods ots fods',
    doc: 'doc dot',
    ppt: 'ppt pps pot',
    xls: 'xls xlt xlm xla',
    rtf: 'rtf',
  } satisfies Partial<Record<DocumentFormat, string>>).flatMap(([format, names]) =>
    names.split(' ').map((name) => [name, format as DocumentFormat] as const),
  ),
);

/** The office format that a file with this extension (lower case) should have, or null. */
export function officeFormatOfName(extension: string): DocumentFormat | null {
  return namedFormats.get(extension) ?? null;
}

const openXmlParts: readonly (readonly [RegExp, DocumentFormat])[] = [
  [/^\/?word\/document\d*\.xml$/, 'docx'],
  [/^\/?ppt\/presentation\d*\.xml$/, 'pptx'],
  [/^\/?xl\/workbook\d*\.(?:xml|bin)$/, 'xlsx'],
];

const openDocumentTypes: readonly (readonly [string, DocumentFormat])[] = [
  ['application/vnd.oasis.opendocument.text', 'odt'],
  ['application/vnd.oasis.opendocument.presentation', 'odp'],
  ['application/vnd.oasis.opendocument.spreadsheet', 'ods'],
  ['application/vnd.sun.xml.writer', 'odt'],
  ['application/vnd.sun.xml.impress', 'odp'],
  ['application/vnd.sun.xml.calc', 'ods'],
];

/** The format of an archive, or null if it is no office document. Throws FILE_DAMAGED. */
export function officeZipFormat(
  bytes: Uint8Array,
  entries: readonly ZipEntry[],
  extension: string,
): DocumentFormat | null {
  const names = entries.map((entry) => entry.name.replaceAll('\\', '/').toLowerCase());
  if (names.includes('[content_types].xml')) {
    const found = openXmlParts.find(([part]) => names.some((name) => part.test(name)));
    if (found) return found[1];
  }
  const mark = entries.find((entry) => entry.name === 'mimetype');
  if (!mark || mark.size > 200) {
    return names.includes('content.xml') ? openDocumentOfName(extension) : null;
  }
  const type = new TextDecoder().decode(readZipEntry(bytes, mark)).trim();
  return openDocumentTypes.find(([prefix]) => type.startsWith(prefix))?.[1] ?? null;
}

/** The format of an OpenDocument file that is one XML file, or null. `head`: its first characters. */
export function flatOpenDocument(head: string): DocumentFormat | null {
  const root = /^(?:\s*<[?!][^>]*>)*\s*<office:document\s[^>]*/.exec(head)?.[0] ?? '';
  const type = /\soffice:mimetype\s*=\s*["']([^"']*)/.exec(root)?.[1] ?? '';
  return openDocumentTypes.find(([prefix]) => type.startsWith(prefix))?.[1] ?? null;
}

function openDocumentOfName(extension: string): DocumentFormat | null {
  const named = officeFormatOfName(extension);
  return named === 'odt' || named === 'odp' || named === 'ods' ? named : null;
}

const oleStreams: readonly (readonly [string, DocumentFormat])[] = [
  ['WordDocument', 'doc'],
  ['PowerPoint Document', 'ppt'],
  ['Workbook', 'xls'],
  ['Book', 'xls'],
];

/** The format of an OLE file, by the streams at its root, or null. */
export function oleFormat(bytes: Uint8Array, extension: string): DocumentFormat | null {
  const named = officeFormatOfName(extension);
  try {
    const file = new OleFile(bytes);
    // A password turns a newer document into this; only its name says which kind it was.
    if (file.find('EncryptedPackage')) return named ?? 'docx';
    const found = oleStreams.find(([stream]) => file.find(stream)?.isStream);
    if (found) return found[1];
    return named;
  } catch {
    return named;
  }
}
