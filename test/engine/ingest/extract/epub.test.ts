import { describe, expect, test } from 'vitest';
import { sniffFormat } from '../../../../src/engine/ingest/extract/sniff/sniff.ts';
import {
  readZipDirectory,
  writeZip,
} from '../../../../src/engine/ingest/extract/containers/zip.ts';
import { survivesDamage } from '../../../support/damage.ts';
import { writeEpub } from '../../../support/epub.ts';
import { bytesOf, outlineOf, read } from '../../../support/extracting.ts';

const chapters = [
  ['one.xhtml', '<h1>First words</h1><p>Alpha &amp; beta.</p>'],
  ['parts/two words.xhtml', '<p>Gamma.</p><img src="x.png"/><ul><li>delta</li></ul>'],
] as const;

describe('books', () => {
  test('chapters in reading order, named by the table of contents or their heading', async () => {
    const contents = [
      ['parts/two%20words.xhtml', 'The second'],
      ['parts/two%20words.xhtml#later', 'A place in it'],
    ] as const;
    for (const nav of [false, true]) {
      const book = writeEpub({ title: 'On &lt;letters&gt;', chapters, contents, nav });
      expect(sniffFormat(book, 'x.zip')).toBe('epub');
      const extracted = await read('epub', book);
      expect(outlineOf(extracted)).toEqual([
        'heading1: First words',
        'paragraph: Alpha & beta.',
        'paragraph: Gamma.',
        'list-item0: delta',
      ]);
      expect(extracted).toMatchObject({ title: 'On <letters>', partial: null, hasLines: false });
      const pages = extracted.pages!.map(({ label, start, end }) => [
        label,
        extracted.text.slice(start, end),
      ]);
      expect(pages).toEqual([
        ['First words', 'First words\n\nAlpha & beta.'],
        ['The second', 'Gamma.\n\ndelta'],
      ]);
    }
  });

  test('a title of its own cannot swallow a chapter', async () => {
    const body = '<p>before</p><a id="x"/><script src="y"/><p>after</p>';
    expect((await read('epub', writeEpub({ chapters: [['a.xhtml', body]] }))).text).toBe(
      'before\n\nafter',
    );
  });

  test('a book of pictures is empty, not damaged', async () => {
    const book = writeEpub({ chapters: [['a.xhtml', '<img src="a.png"/>']] });
    expect(await read('epub', book)).toMatchObject({ text: '', partial: null });
  });
});

describe('books that cannot be read as a whole', () => {
  const codeOf = async (bytes: Uint8Array): Promise<unknown> =>
    read('epub', bytes).then(
      (extracted) => extracted.partial,
      (error: { code?: string }) => error.code,
    );

  test('a chapter that is missing is told, the others are read', async () => {
    const book = writeEpub({ chapters });
    const [gone] = readZipDirectory(book).filter(({ name }) => name.endsWith('one.xhtml'));
    const broken = Buffer.from(book);
    broken.fill(0, gone!.offset, gone!.offset + 4);
    const extracted = await read('epub', broken);
    expect(extracted.text).toBe('Gamma.\n\ndelta');
    expect(extracted.partial).toEqual({
      code: 'FILE_PARTS_MISSING',
      params: { missing: 1, parts: 2 },
    });
  });

  test('encrypted chapters are locked, encrypted fonts are not', async () => {
    const locking = (path: string): Uint8Array =>
      writeEpub({
        chapters,
        files: [
          {
            name: 'META-INF/encryption.xml',
            data: bytesOf(`<encryption><CipherReference URI="${path}"/></encryption>`),
          },
        ],
      });
    expect(await codeOf(locking('OEBPS/one.xhtml'))).toBe('FILE_LOCKED');
    expect(await codeOf(locking('OEBPS/parts/two%20words.xhtml'))).toBe('FILE_LOCKED');
    expect(await codeOf(locking('OEBPS/font.otf'))).toBeNull();
  });

  test('without a package, cut off or turned to noise it is damaged or still read, never stuck', async () => {
    const container = { name: 'META-INF/container.xml', data: bytesOf('<container/>') };
    expect(await codeOf(writeZip([container]))).toBe('FILE_DAMAGED');
    const book = writeEpub({ chapters });
    expect(sniffFormat(book.subarray(0, 300), 'x.epub')).toBe('epub');
    for (const share of [0.1, 0.5, 0.99]) {
      expect(await codeOf(book.subarray(0, book.length * share))).toBe('FILE_DAMAGED');
    }
    await survivesDamage('epub', book);
  });

  test('a chapter that declares more than text could take is refused before it is unpacked', async () => {
    const bomb = Buffer.from(writeEpub({ chapters }));
    const at = bomb.lastIndexOf('PK\x01\x02', undefined, 'latin1');
    bomb.writeUInt32LE(0x7fffffff, at + 24);
    expect(await codeOf(bomb)).toBe('FILE_TOO_LARGE');
  });
});
