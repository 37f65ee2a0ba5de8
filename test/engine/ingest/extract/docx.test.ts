import { describe, expect, test } from 'vitest';
import {
  readZipDirectory,
  readZipEntry,
  writeZip,
} from '../../../../src/engine/ingest/extract/containers/zip.ts';
import { writeDocx } from '../../../support/docx.ts';
import { bytesOf, outlineOf, read } from '../../../support/extracting.ts';
import { deflated } from '../../../support/packages.ts';

describe('Word documents', () => {
  test('headings, paragraphs, lists and tables', async () => {
    const extracted = await read(
      'docx',
      writeDocx({
        parts: [
          { text: 'Team charter', style: 'Title' },
          { text: 'Scope', style: 'Heading2' },
          { text: 'What we do & why <not>.' },
          { item: 'first' },
          { item: 'nested', depth: 1 },
          { item: 'second' },
          {
            rows: [
              ['Name', 'Role'],
              ['Ada', 'Lead'],
            ],
          },
        ],
      }),
    );
    expect(outlineOf(extracted)).toEqual([
      'heading1: Team charter',
      'heading2: Scope',
      'paragraph: What we do & why <not>.',
      'list-item0: first',
      'list-item1: nested',
      'list-item0: second',
      'table-row: Name | Role',
      'table-row: Ada | Lead',
    ]);
    expect(extracted).toMatchObject({ title: 'Team charter', hasLines: false, pages: null });
  });

  test('the stated title wins unless it is a leftover', async () => {
    const parts = [{ text: 'Heading', style: 'Heading1' }] as const;
    const titleOf = async (title: string): Promise<string | null> =>
      (await read('docx', writeDocx({ parts, title }))).title;
    expect(await titleOf('Risk & reward')).toBe('Risk & reward');
    expect(await titleOf('Document1')).toBe('Heading');
    expect(await titleOf('C:\\old\\draft.docx')).toBe('Heading');
  });

  test('moved text and text with reading aids is kept, deleted text is not', async () => {
    const run = (text: string): string => `<w:r><w:t>${text}</w:t></w:r>`;
    const ruby = `<w:r><w:ruby><w:rt>${run('aid')}</w:rt><w:rubyBase>${run('base')}</w:rubyBase></w:ruby></w:r>`;
    const rawBody = `<w:p><w:moveTo w:id="1" w:author="x">${run('moved ')}</w:moveTo><w:moveFrom w:id="2" w:author="x">${run('gone ')}</w:moveFrom>${ruby}</w:p>`;
    expect((await read('docx', writeDocx({ parts: [], rawBody }))).text).toBe('moved base');
  });

  test('a document without text is empty, not damaged', async () => {
    expect(await read('docx', writeDocx({ parts: [] }))).toMatchObject({ text: '', blocks: [] });
  });
});

describe('documents that cannot be read', () => {
  const codeOf = async (bytes: Uint8Array): Promise<unknown> =>
    read('docx', bytes).then(
      () => 'read',
      (error: { code?: string }) => error.code,
    );

  test('a password makes it an OLE file', async () => {
    const head = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    const stream = Buffer.from('EncryptedPackage', 'utf16le');
    expect(await codeOf(Buffer.concat([head, Buffer.alloc(600), stream]))).toBe('FILE_LOCKED');
    expect(await codeOf(Buffer.concat([head, Buffer.alloc(600)]))).toBe('FILE_DAMAGED');
  });

  test('cut off anywhere it is damaged', async () => {
    const bytes = writeDocx({ parts: [{ text: 'Hello' }] });
    for (const share of [0.1, 0.5, 0.9, 0.99]) {
      expect(await codeOf(bytes.subarray(0, bytes.length * share))).toBe('FILE_DAMAGED');
    }
    const noWords = writeZip([{ name: '[Content_Types].xml', data: bytesOf('<x/>') }]);
    expect(await codeOf(noWords)).toBe('FILE_DAMAGED');
  });

  test('an archive that unpacks to more than text could be is refused before it is unpacked', async () => {
    const bomb = deflated('word/document.xml', Buffer.alloc(60_000_000, 0x20));
    expect(bomb.length).toBeLessThan(100_000);
    const before = process.memoryUsage().arrayBuffers;
    expect(await codeOf(bomb)).toBe('FILE_TOO_LARGE');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
  });

  test('an archive that lies about its size is damaged', async () => {
    const liar = deflated('word/document.xml', Buffer.alloc(5_000_000, 0x20), 1000);
    expect(await codeOf(liar)).toBe('FILE_DAMAGED');
  });

  test('pictures are never unpacked', async () => {
    const files = [{ name: 'word/media/image1.png', data: new Uint8Array(5_000_000) }];
    expect((await read('docx', writeDocx({ parts: [{ text: 'Hi' }], files }))).text).toBe('Hi');
  });
});

test('an archive gives back what was written', () => {
  const files = [
    { name: 'a.txt', data: bytesOf('alpha') },
    { name: 'ü/b.bin', data: Uint8Array.from([0, 1, 2, 255]) },
  ];
  const zip = writeZip(files);
  const entries = readZipDirectory(zip);
  expect(entries.map(({ name }) => name)).toEqual(['a.txt', 'ü/b.bin']);
  entries.forEach((entry, i) => {
    expect([...readZipEntry(zip, entry)]).toEqual([...files[i]!.data]);
  });
});
