// Files made to harm whoever reads them: archives that unpack to more than any disk holds, and
// XML whose entities grow without end. All of them are small.
import {
  readZipDirectory,
  readZipEntry,
  writeZip,
} from '../../src/engine/ingest/extract/containers/zip.ts';
import { deflated } from './packages.ts';

/** Nine levels of ten times the level below: `&lol9;` stands for three billion characters. */
export const laughs = `<!DOCTYPE lolz [<!ENTITY lol0 "lol">${Array.from(
  { length: 9 },
  (_, i) => `<!ENTITY lol${i + 1} "${`&lol${i};`.repeat(10)}">`,
).join('')}]>`;

/** XML with entities of its own, which take the place of each `BOMB` in it. */
export function laced(xml: string): string {
  const head = /^<\?xml[^>]*\?>/.exec(xml)?.[0] ?? '';
  return head + laughs + xml.slice(head.length).replaceAll('BOMB', '&lol9;');
}

/** An archive with one of its parts laced. */
export function lacedPart(archive: Uint8Array, part: string): Uint8Array {
  let found = false;
  const files = readZipDirectory(archive).map((entry) => {
    const data = readZipEntry(archive, entry);
    if (entry.name !== part) return { name: entry.name, data };
    found = true;
    return { name: entry.name, data: Buffer.from(laced(Buffer.from(data).toString())) };
  });
  if (!found) throw new Error(`no part ${part}`);
  return writeZip(files);
}

const words = Buffer.alloc(4 * 1024 * 1024, 'many words ');

/** Archives in each other, `depth` deep and `width` in each, around four megabytes of text. */
export function nestedBomb(width: number, depth: number): Uint8Array {
  let inner = overlapping('txt', words, width);
  for (let level = 0; level < depth; level++) inner = overlapping('zip', inner, width);
  return inner;
}

/** An archive whose texts all have the same packed bytes, under other names. */
export function overlappingBomb(count: number): Uint8Array {
  return overlapping('txt', words, count);
}

function overlapping(kind: string, content: Uint8Array, count: number): Uint8Array {
  const one = Buffer.from(deflated(`00000.${kind}`, content));
  const directory = one.lastIndexOf('PK\x01\x02', undefined, 'latin1');
  const end = Buffer.from(one.subarray(-22));
  const entry = one.subarray(directory, one.length - 22);
  const entries = Array.from({ length: count }, (_, i) => {
    const copy = Buffer.from(entry);
    copy.write(String(i).padStart(5, '0'), 46, 'latin1');
    return copy;
  });
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(count * entry.length, 12);
  return Buffer.concat([one.subarray(0, directory), ...entries, end]);
}
