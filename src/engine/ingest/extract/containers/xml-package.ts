// Documents that are an archive of XML parts (Open Packaging Conventions, OpenDocument), read part
// by part. Sizes are checked for all of the XML before any of it is unpacked; pictures and embedded
// files never are.
import { LorekeepError } from '../../../../shared/errors.ts';
import type { ExtractInput } from '../extracted.ts';
import { isOle, OleFile } from './ole.ts';
import { looksLikeTitle } from '../title.ts';
import { localName, readXml } from './xml.ts';
import { checkSizes } from './zip-limits.ts';
import { zipPieces } from './zip-pieces.ts';
import { readZipDirectory, readZipEntry, writeZip, type ZipEntry } from './zip.ts';

/** How one part names another. */
export interface Relationship {
  id: string;
  /** The last word of its type: slide, notesSlide, comments. */
  type: string;
  /** Name of the part meant. */
  target: string;
}

export class XmlPackage {
  readonly #bytes: Uint8Array;
  readonly #entries = new Map<string, ZipEntry>();

  /**
   * @param more names of parts to read that are no XML
   * @throws LorekeepError FILE_LOCKED, FILE_DAMAGED or FILE_TOO_LARGE
   */
  constructor(input: Pick<ExtractInput, 'bytes' | 'maxTextLength'>, more?: RegExp) {
    const { bytes, maxTextLength } = input;
    if (isOle(bytes)) {
      throw new LorekeepError(isEncryptedOle(bytes) ? 'FILE_LOCKED' : 'FILE_DAMAGED');
    }
    const entries = readZipDirectory(bytes).filter(
      ({ name }) => /\.(?:xml|rels)$/i.test(name) || more?.test(name),
    );
    if (entries.some((entry) => entry.encrypted)) throw new LorekeepError('FILE_LOCKED');
    checkSizes(entries, maxTextLength);
    this.#bytes = bytes;
    for (const entry of entries) this.#entries.set(keyOf(entry.name), entry);
  }

  has(name: string): boolean {
    return this.#entries.has(keyOf(name));
  }

  /** The bytes of an XML part, or null if there is none of this name. Throws FILE_DAMAGED. */
  part(name: string): Uint8Array | null {
    const entry = this.#entries.get(keyOf(name));
    return entry ? readZipEntry(this.#bytes, entry) : null;
  }

  /** The same piece by piece, for a part that may be very long. */
  pieces(name: string): AsyncGenerator<Uint8Array> | null {
    const entry = this.#entries.get(keyOf(name));
    return entry ? zipPieces(this.#bytes, entry) : null;
  }

  /**
   * An archive of the parts that can be read here and nothing else, not compressed.
   *
   * @param change gives each part as it is to be, by its name
   */
  rewritten(change = (_name: string, data: Uint8Array) => data): Uint8Array {
    const entries = [...this.#entries.values()];
    return writeZip(
      entries.map((entry) => {
        const { name } = entry;
        return { name, data: change(name, readZipEntry(this.#bytes, entry)) };
      }),
    );
  }

  /** The parts that a part refers to, those of the package itself for ''. */
  relationships(name: string): Relationship[] {
    const slash = name.lastIndexOf('/') + 1;
    const folder = name.slice(0, slash);
    const part = this.part(`${folder}_rels/${name.slice(slash)}.rels`);
    const found: Relationship[] = [];
    if (!part) return found;
    readXml(part, {
      open(tag, { Id, Type = '', Target, TargetMode }) {
        if (localName(tag) !== 'Relationship' || TargetMode === 'External') return;
        if (Id === undefined || Target === undefined) return;
        const type = Type.slice(Type.lastIndexOf('/') + 1);
        found.push({ id: Id, type, target: resolvePart(folder, Target) });
      },
      close() {},
      text() {},
    });
    return found;
  }

  /** The title in the properties of the document, unless it is a leftover. */
  statedTitle(part: string): string | null {
    const data = this.part(part);
    let inside = false;
    let title = '';
    if (data) {
      readXml(data, {
        open: (name) => (inside = name === 'dc:title'),
        close: () => (inside = false),
        text: (text) => (title += inside ? text : ''),
      });
    }
    title = title.replace(/\s+/g, ' ').trim();
    return looksLikeTitle(title) ? title : null;
  }
}

/** An encrypted document of any kind is an OLE file with this stream (MS-OFFCRYPTO 2.3.4). */
function isEncryptedOle(bytes: Uint8Array): boolean {
  return new OleFile(bytes).find('EncryptedPackage') !== undefined;
}

/** Names are compared without case, and some writers begin them with a slash or use `\`. */
function keyOf(name: string): string {
  return name.replaceAll('\\', '/').replace(/^\//, '').toLowerCase();
}

function resolvePart(folder: string, target: string): string {
  const path: string[] = [];
  const from = target.startsWith('/') ? '' : folder;
  for (const step of `${from}${target}`.replaceAll('\\', '/').split('/')) {
    if (step === '..') path.pop();
    else if (step !== '' && step !== '.') path.push(step);
  }
  return path.join('/');
}
