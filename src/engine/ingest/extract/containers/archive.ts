// Archives (ZIP): the text is the list of what is inside; every file in it is a document of its own.
import { LorekeepError } from '../../../../shared/errors.ts';
import { memberNames } from '../../parse/member-names.ts';
import type { EmbeddedFile, Extracted, ExtractInput } from '../extracted.ts';
import { joinPieces, type Piece } from '../flat-text.ts';
import { refuseTrap } from './zip-limits.ts';
import { readZipDirectory, readZipEntry, type ZipEntry } from './zip.ts';

/** Programs that do not know a time write the first day that ZIP can state. */
const unsetUntil = Date.UTC(1980, 0, 3);

export function extractArchive({
  bytes,
  maxTextLength,
}: Pick<ExtractInput, 'bytes' | 'maxTextLength'>): Extracted {
  const files = readZipDirectory(bytes).filter(({ name }) => !/[\\/]$/.test(name));
  const pieces = memberNames(files.map(({ name }) => name))
    .filter((name) => name !== null)
    .map((text): Piece => ({ kind: 'list-item', level: 0, text, group: 0 }));
  return {
    format: 'zip',
    ...joinPieces(pieces, maxTextLength),
    title: null,
    pages: null,
    hasLines: false,
    partial: null,
    embedded: files.map((entry) => embeddedFile(bytes, entry)),
  };
}

function embeddedFile(bytes: Uint8Array, entry: ZipEntry): EmbeddedFile {
  return {
    name: entry.name,
    size: entry.size,
    modifiedAt: entry.modifiedAt > unsetUntil ? entry.modifiedAt : null,
    read() {
      if (entry.encrypted) throw new LorekeepError('FILE_LOCKED');
      refuseTrap(entry);
      return readZipEntry(bytes, entry);
    },
  };
}
