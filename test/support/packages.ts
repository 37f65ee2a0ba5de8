// Writes archives of XML parts for the tests of office formats.
import { deflateRawSync } from 'node:zlib';
import {
  readZipDirectory,
  readZipEntry,
  writeZip,
} from '../../src/engine/ingest/extract/containers/zip.ts';

export type XmlParts = Readonly<Record<string, string>>;

/** An archive of parts, each with an XML declaration before it but for `mimetype`. */
export function writeParts(parts: XmlParts): Uint8Array {
  return writeZip(
    Object.entries(parts).map(([name, xml]) => {
      const head = name === 'mimetype' ? '' : '<?xml version="1.0" encoding="UTF-8"?>';
      return { name, data: new TextEncoder().encode(head + xml) };
    }),
  );
}

/** A relationships part; `to` are [id, last word of the type, target]. */
export function relationshipsXml(to: readonly (readonly [string, string, string])[]): string {
  const uri = 'http://schemas.openxmlformats.org';
  const all = to.map(
    ([id, type, target]) =>
      `<Relationship Id="${id}" Type="${uri}/officeDocument/2006/relationships/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="${uri}/package/2006/relationships">${all.join('')}</Relationships>`;
}

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** An archive of one deflated file, declaring `size` bytes. */
export function deflated(name: string, content: Uint8Array, size = content.length): Uint8Array {
  const packed = deflateRawSync(content);
  const zip = Buffer.from(writeZip([{ name, data: packed }]));
  const [entry] = readZipDirectory(zip);
  const central = zip.length - 22 - 46 - name.length;
  for (const [method, sizeAt] of [
    [entry!.offset + 8, entry!.offset + 22],
    [central + 10, central + 24],
  ] as const) {
    zip.writeUInt16LE(8, method);
    zip.writeUInt32LE(size, sizeAt);
  }
  return zip;
}

/** The same archive with each of its files deflated. */
export function repacked(archive: Uint8Array): Uint8Array {
  const files = readZipDirectory(archive).map((entry) => {
    const content = readZipEntry(archive, entry);
    const data = deflateRawSync(content, { level: 1 });
    return { name: entry.name, data, size: content.length };
  });
  const zip = Buffer.from(writeZip(files));
  let central = zip.readUInt32LE(zip.length - 6);
  for (const [i, { offset }] of readZipDirectory(zip).entries()) {
    const { name, size } = files[i]!;
    zip.writeUInt16LE(8, offset + 8);
    zip.writeUInt32LE(size, offset + 22);
    zip.writeUInt16LE(8, central + 10);
    zip.writeUInt32LE(size, central + 24);
    central += 46 + Buffer.byteLength(name);
  }
  return zip;
}
