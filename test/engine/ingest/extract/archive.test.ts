import { describe, expect, test } from 'vitest';
import { readXmlPieces } from '../../../../src/engine/ingest/extract/containers/xml.ts';
import { slices, zipPieces } from '../../../../src/engine/ingest/extract/containers/zip-pieces.ts';
import {
  readZipDirectory,
  readZipEntry,
  writeZip,
} from '../../../../src/engine/ingest/extract/containers/zip.ts';
import { outcomeOf, survivesDamage } from '../../../support/damage.ts';
import { bytesOf, outlineOf, read } from '../../../support/extracting.ts';
import { deflated } from '../../../support/packages.ts';

const archive = writeZip([
  { name: 'docs/', data: new Uint8Array() },
  { name: 'docs/a.txt', data: bytesOf('alpha') },
  { name: '__MACOSX/docs/._a.txt', data: bytesOf('x') },
  { name: 'ü.txt', data: bytesOf('beta') },
]);

test('an archive says what is in it, and hands it on', async () => {
  const extracted = await read('zip', archive);
  expect(outlineOf(extracted)).toEqual(['list-item0: docs/a.txt', 'list-item0: ü.txt']);
  const [first] = extracted.embedded!;
  expect(first).toMatchObject({ name: 'docs/a.txt', size: 5, modifiedAt: null });
  expect(new TextDecoder().decode(first!.read())).toBe('alpha');
});

test('an empty archive is empty, a broken one damaged', async () => {
  expect((await read('zip', writeZip([]))).text).toBe('');
  expect(await outcomeOf('zip', archive.subarray(0, 60))).toBe('FILE_DAMAGED');
  await survivesDamage('zip', archive);
});

test('sizes and places may be written wide', () => {
  const [first] = readZipDirectory(archive);
  const extra = Buffer.alloc(28);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(24, 2);
  const zip = Buffer.from(writeZip([{ name: 'a.txt', data: bytesOf('alpha') }]));
  const directory = zip.lastIndexOf('PK\x01\x02', undefined, 'latin1');
  const end = zip.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  for (const [i, value] of [5, 5, 0].entries()) extra.writeBigUInt64LE(BigInt(value), 4 + i * 8);
  const entry = Buffer.concat([zip.subarray(directory, end), extra]);
  entry.writeUInt16LE(extra.length, 30);
  for (const at of [20, 24, 42]) entry.writeUInt32LE(0xffffffff, at);
  const wideEnd = Buffer.alloc(56 + 20);
  wideEnd.write('PK\x06\x06', 'latin1');
  wideEnd.writeBigUInt64LE(1n, 32);
  wideEnd.writeBigUInt64LE(BigInt(directory), 48);
  wideEnd.write('PK\x06\x07', 56, 'latin1');
  wideEnd.writeBigUInt64LE(BigInt(directory + entry.length), 64);
  const last = Buffer.from(zip.subarray(end));
  last.writeUInt16LE(0xffff, 10);
  last.writeUInt32LE(0xffffffff, 16);
  const wide = Buffer.concat([zip.subarray(0, directory), entry, wideEnd, last]);
  const [found] = readZipDirectory(wide);
  expect(found).toMatchObject({ name: 'a.txt', size: 5, packedSize: 5, offset: first!.offset });
  expect(new TextDecoder().decode(readZipEntry(wide, found!))).toBe('alpha');
});

test('names that are not UTF-8 are read as DOS wrote them', () => {
  const dos = Buffer.from(writeZip([{ name: 'Xber.txt', data: bytesOf('x') }]));
  for (let at = dos.indexOf('Xber'); at >= 0; at = dos.indexOf('Xber')) dos[at] = 0x9a;
  expect(readZipDirectory(dos).map(({ name }) => name)).toEqual(['Über.txt']);
});

describe('an entry in pieces', () => {
  const content = Buffer.from('Words in many pieces. '.repeat(100_000));
  const textOf = async (archive: Uint8Array): Promise<string> => {
    const parts: Uint8Array[] = [];
    const [entry] = readZipDirectory(archive);
    for await (const part of zipPieces(archive, entry!)) parts.push(part);
    return Buffer.concat(parts).toString();
  };

  test('is the same as in one', async () => {
    expect(await textOf(deflated('a.xml', content))).toBe(content.toString());
    expect(await textOf(writeZip([{ name: 'a.xml', data: content }]))).toBe(content.toString());
  });

  test('is damaged where it is larger than it says, cut off, or noise', async () => {
    const lying = deflated('a.xml', content, content.length - 1);
    await expect(textOf(lying)).rejects.toMatchObject({ code: 'FILE_DAMAGED' });
    const noise = Buffer.from(deflated('a.xml', content));
    noise.fill(0xff, 60, 90);
    await expect(textOf(noise)).rejects.toMatchObject({ code: 'FILE_DAMAGED' });
    const cut = Buffer.from(deflated('a.xml', content));
    const central = cut.lastIndexOf('PK\x01\x02', undefined, 'latin1');
    cut.writeUInt32LE(readZipDirectory(cut)[0]!.packedSize - 20, central + 20);
    await expect(textOf(cut)).rejects.toMatchObject({ code: 'FILE_DAMAGED' });
  });

  test.each(['utf8', 'utf16le'] as const)(
    'XML of it in %s is read across them',
    async (encoding) => {
      const words = Array.from({ length: 60_000 }, (_, i) => `Größe ${i} 大`);
      const xml = `\ufeff<a>${words.map((word) => `<b>${word}</b>`).join('')}</a>`;
      const found: string[] = [];
      await readXmlPieces(slices(Buffer.from(xml, encoding)), {
        open: (name) => void (name === 'b' && found.push('')),
        close() {},
        text: (text) => (found[found.length - 1] += text),
      });
      expect(found).toEqual(words);
    },
  );
});
