import { describe, expect, test } from 'vitest';
import {
  readZipDirectory,
  readZipEntry,
  writeZip,
} from '../../../../src/engine/ingest/extract/containers/zip.ts';
import { writeDocx } from '../../../support/docx.ts';
import { bytesOf, outlineOf, read } from '../../../support/extracting.ts';
import { writeOle } from '../../../support/ole.ts';
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

  test('notes stand behind the text without marks, formulas where they are', async () => {
    const run = (text: string): string => `<w:r><w:t>${text}</w:t></w:r>`;
    const formula =
      '<m:oMathPara><m:oMathParaPr/><m:oMath><m:r><m:rPr><m:sty m:val="p"/></m:rPr><m:t>E=m</m:t></m:r><m:sSup><m:sSupPr><m:ctrlPr/></m:sSupPr><m:e><m:r><m:t>c</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath></m:oMathPara>';
    const space =
      'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"';
    const rawBody = `<w:p ${space}>${run('It is said')}<w:r><w:footnoteReference w:id="2"/></w:r>${run(' that ')}${formula}</w:p>`;
    const notes = `<w:footnotes ${space}><w:footnote w:id="2"><w:p>${run('By Ada.')}</w:p></w:footnote></w:footnotes>`;
    const bytes = writeDocx({
      parts: [],
      rawBody,
      related: [['footnotes', 'footnotes.xml']],
      files: [{ name: 'word/footnotes.xml', data: bytesOf(notes) }],
    });
    const { text } = await read('docx', bytes);
    expect(text).toBe('It is said that E=mc2\n\nBy Ada.');
  });

  test('what stands beside the body: documents shown in it, charts, comments, headers', async () => {
    const space = 'xmlns:w="w" xmlns:a="a" xmlns:c="c"';
    const line = (text: string): string =>
      `<w:p><w:r><w:t>${text}</w:t><w:tab/><w:t>x</w:t></w:r></w:p>`;
    const html =
      '<h2>Shown</h2><table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>';
    const mht = `MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n<p>saved</p>`;
    const parts: readonly (readonly [type: string, name: string, content: string])[] = [
      ['aFChunk', 'shown.html', html],
      ['aFChunk', 'shown.mht', mht],
      ['aFChunk', 'picture.png', 'x'],
      [
        'chart',
        'charts/c1.xml',
        `<c:chart ${space}><a:p><a:r><a:t>Peaches</a:t></a:r></a:p></c:chart>`,
      ],
      ['comments', 'comments.xml', `<w:comments ${space}>${line('Really?')}</w:comments>`],
      ['header', 'header1.xml', `<w:hdr ${space}>${line('Page 1 of 2')}${line('HR-42')}</w:hdr>`],
      ['footer', 'footer1.xml', `<w:ftr ${space}>${line('HR-42')}</w:ftr>`],
    ];
    const extracted = await read(
      'docx',
      writeDocx({
        parts: [{ text: 'Body' }],
        related: parts.map(([type, name]) => [type, name]),
        files: parts.map(([, name, content]) => ({
          name: `word/${name}`,
          data: bytesOf(content),
        })),
      }),
    );
    expect(outlineOf(extracted)).toEqual([
      'paragraph: Body',
      'heading2: Shown',
      'table-row: A | B',
      'table-row: 1 | 2',
      'paragraph: saved',
      'paragraph: Peaches',
      'quote: Really?\tx',
      'paragraph: Page 1 of 2\tx',
      'paragraph: HR-42\tx',
    ]);
    expect(extracted.text).toContain('A | B\n1 | 2\n\nsaved');
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
    const locked = writeOle({ EncryptedPackage: new Uint8Array(100) });
    expect(await codeOf(locked)).toBe('FILE_LOCKED');
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
