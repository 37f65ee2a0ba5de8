import * as XLSX from '@e965/xlsx';
import { describe, expect, test } from 'vitest';
import type { Extracted } from '../../../../src/engine/ingest/extract/extracted.ts';
import { OleFile } from '../../../../src/engine/ingest/extract/containers/ole.ts';
import { readZipDirectory } from '../../../../src/engine/ingest/extract/containers/zip.ts';
import {
  cellName,
  sheetPieces,
  type SheetRow,
} from '../../../../src/engine/ingest/extract/sheets/sheet-rows.ts';
import { sniffFormat } from '../../../../src/engine/ingest/extract/sniff/sniff.ts';
import { outcomeOf, survivesDamage } from '../../../support/damage.ts';
import { bytesOf, read } from '../../../support/extracting.ts';
import { writeOle } from '../../../support/ole.ts';
import {
  deflated,
  relationshipsXml,
  writeParts,
  type XmlParts,
} from '../../../support/packages.ts';
import { writeXlsx } from '../../../support/workbooks.ts';

const sales = writeXlsx([
  {
    name: 'Sales & more',
    rows: [
      ['Report of the year'],
      [],
      [null, 'Month', 'Sum', 'Share', 'On'],
      [
        null,
        'Jänner',
        { value: 1234.5, format: 'money' },
        { value: 0.25, format: 'percent' },
        { value: 45000, format: 'date' },
      ],
      [null, 'Two\nlines', 123456789012345, null, 7],
    ],
    box: 'See page 3',
  },
  { name: 'Empty', rows: [] },
  { name: 'Secret', rows: [['kept']], hidden: true },
]);

function rowsOf({ text, blocks }: Extracted): string[] {
  return blocks.map(
    ({ kind, start, end, span, header }) =>
      `${header ? 'header' : kind} ${span?.join(':') ?? ''} ${text.slice(start, end)}`,
  );
}

describe('Excel workbooks', () => {
  test('rows with their cells, values as shown, the row of column names, text boxes, hidden sheets', async () => {
    const extracted = await read('xlsx', sales);
    expect(rowsOf(extracted)).toEqual([
      'table-row A1:A1 Report of the year',
      'header B3:E3 Month\tSum\tShare\tOn',
      'table-row B4:E4 Jänner\t€ 1,234.50\t25%\t2023-03-15',
      'table-row B5:E5 Two lines\t123456789012345\t\t7',
      'paragraph  See page 3',
      'table-row A1:A1 kept',
    ]);
    expect(extracted.pages?.map(({ label }) => label)).toEqual(['Sales & more', 'Empty', 'Secret']);
    expect(extracted).toMatchObject({ partial: null, hasLines: false });
  });

  test.each(['biff8', 'biff5', 'biff2'] as const)(
    'older ones are read the same: %s',
    async (type) => {
      const book = XLSX.utils.book_new();
      const rows = [
        ['Name', 'Gr0sse'],
        ['Ada', 3],
      ];
      XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(rows), 'Blatt');
      const bytes = new Uint8Array(
        XLSX.write(book, { type: 'array', bookType: type }) as ArrayBuffer,
      );
      // SheetJS writes no more than ASCII where the format has code pages.
      const zero = Buffer.from(bytes).indexOf(type === 'biff8' ? 'r\u00000' : 'r0');
      bytes[zero + (type === 'biff8' ? 2 : 1)] = 0xf6;
      expect(sniffFormat(bytes, 'x.xls')).toBe('xls');
      const extracted = await read('xls', bytes);
      expect(rowsOf(extracted)).toEqual(['header A1:B1 Name\tGrösse', 'table-row A2:B2 Ada\t3']);
      await survivesDamage('xls', bytes);
    },
  );

  test('errors in older ones are shown by their names', async () => {
    const sheet = XLSX.utils.aoa_to_sheet([['Rate', 'Of']]);
    sheet['A2'] = { t: 'e', v: 0x07 };
    sheet['B2'] = { t: 'e', v: 0x2a };
    sheet['!ref'] = 'A1:B2';
    const book = XLSX.utils.book_new();
    XLSX.utils.book_append_sheet(book, sheet, 'S');
    const bytes = XLSX.write(book, { type: 'array', bookType: 'biff8' }) as ArrayBuffer;
    expect((await read('xls', new Uint8Array(bytes))).text).toBe('Rate\tOf\n#DIV/0!\t#N/A');
  });

  test('text boxes of Excel 97', async () => {
    const book = XLSX.utils.book_new();
    XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([['one']]), 'A');
    XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet([['two']]), 'B');
    const written = XLSX.write(book, { type: 'array', bookType: 'biff8' }) as ArrayBuffer;
    const file = new OleFile(new Uint8Array(written));
    const stream = Buffer.from(file.read(file.find('Workbook')!));
    const record = (type: number, data: readonly number[]): Buffer =>
      Buffer.from([type & 255, type >> 8, data.length, 0, ...data]);
    const box = (kind: number, wide: number, text: Buffer): Buffer[] => [
      record(0x5d, [0x15, 0, 0x12, 0, kind, 0]),
      record(0x1b6, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, text.length / (1 + wide), 0]),
      record(0x3c, [wide, ...text]),
    ];
    // The last sheet ends with the stream.
    const end = stream.lastIndexOf(Buffer.from([0x0a, 0, 0, 0]));
    const workbook = Buffer.concat([
      stream.subarray(0, end),
      ...box(6, 1, Buffer.from('Größe 大', 'utf16le')),
      ...box(6, 0, Buffer.from('caf\xe9', 'latin1')),
      ...box(0x19, 0, Buffer.from('a comment', 'latin1')),
      stream.subarray(end),
    ]);
    const { text, pages } = await read('xls', writeOle({ Workbook: workbook }));
    expect(pages?.map(({ start, end: to }) => text.slice(start, to))).toEqual([
      'one',
      'two\n\nGröße 大\n\ncafé',
    ]);
  });

  test('binary ones too', async () => {
    const book = XLSX.utils.book_new();
    XLSX.utils.book_append_sheet(
      book,
      XLSX.utils.aoa_to_sheet([
        ['one', 'two'],
        [1, 2],
      ]),
      'S',
    );
    const bytes = new Uint8Array(
      XLSX.write(book, { type: 'array', bookType: 'xlsb' }) as ArrayBuffer,
    );
    expect(sniffFormat(bytes, 'x')).toBe('xlsx');
    expect((await read('xlsx', bytes)).text).toBe('one\ttwo\n1\t2');
  });

  test('a far cell costs no more than itself', async () => {
    const far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>end</t></is></c></row>';
    const near = '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>2</v></c></row>';
    const bytes = withSheet(`${near}${far}`);
    const extracted = await read('xlsx', bytes);
    expect(rowsOf(extracted)).toEqual(['table-row A1:XFD1 1\t2']);
    expect(extracted.partial).toEqual({ code: 'FILE_ROWS_CUT', params: { kept: 200_000 } });
  });

  test('strings that cells share, dates and formats, comments and threads of them', async () => {
    const cell = (at: string, type: string, value: string, style = 0): string =>
      `<c r="${at}" t="${type}" s="${style}"><v>${value}</v></c>`;
    const bytes = withSheet(
      `<row r="1">${cell('A1', 's', '0')}${cell('B1', 's', '1')}</row>
       <row r="2">${cell('A2', 'n', '1', 1)}${cell('B2', 'n', '1234.5', 2)}</row>
       <row r="3">${cell('A3', 'd', '2026-03-05')}${cell('B3', 'b', '1')}${cell('C3', 'e', '#REF!')}</row>
       <row r="4">${cell('A4', 'str', 'made_x000a_here')}</row>`,
      {
        book: '<workbookPr date1904="1"/>',
        bookParts: [
          ['t', 'sharedStrings', 'strings.xml'],
          ['f', 'styles', 'formats.xml'],
        ],
        sheetParts: [
          ['c', 'comments', 'notes.xml'],
          ['d', 'threadedComment', 'threads.xml'],
        ],
        parts: {
          'xl/strings.xml': `<sst><si><t>Sum</t></si><si><r><t>漢</t></r><r><t>字</t></r><rPh sb="0" eb="2"><t>かんじ</t></rPh></si></sst>`,
          'xl/formats.xml': `<styleSheet><cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf/><xf numFmtId="14"/><xf numFmtId="7"/></cellXfs></styleSheet>`,
          'xl/notes.xml': `<comments><commentList><comment ref="B2"><text><r><t>A note, </t></r><r><t>in two runs</t></r></text></comment><comment ref="A1"><text><t>[Threaded comment] words for older programs</t></text></comment></commentList></comments>`,
          'xl/threads.xml': `<ThreadedComments><threadedComment ref="A1"><text>Is it net?</text></threadedComment><threadedComment ref="A1"><text>It is.</text></threadedComment></ThreadedComments>`,
        },
      },
    );
    expect(rowsOf(await read('xlsx', bytes))).toEqual([
      'header A1:B1 Sum\t漢字',
      'table-row A2:B2 1904-01-02\t$1,234.50',
      'table-row A3:C3 2026-03-05\tTRUE\t#REF!',
      'table-row A4:A4 made here',
      'quote A1:A1 Is it net?',
      'quote A1:A1 It is.',
      'quote B2:B2 A note, in two runs',
    ]);
  });

  test('a damaged sheet is told, and the others are kept', async () => {
    const rows = [['kept']];
    const bytes = writeXlsx([
      { name: 'Good', rows },
      { name: 'Bad', rows },
    ]);
    const bad = readZipDirectory(bytes).find(({ name }) => name.endsWith('sheet1.xml'));
    bytes[bad!.offset] = 0;
    const { text, pages, partial } = await read('xlsx', bytes);
    expect(text).toBe('kept');
    expect(pages).toHaveLength(2);
    expect(partial).toEqual({ code: 'FILE_PARTS_MISSING', params: { missing: 1, parts: 2 } });
  });

  test('what cells share is kept as far as it can be needed', async () => {
    const strings = Array.from({ length: 3000 }, (_, i) => `<si><t>word ${i}</t></si>`);
    const bytes = withSheet(
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>2999</v></c></row>',
      {
        bookParts: [['t', 'sharedStrings', 'strings.xml']],
        parts: { 'xl/strings.xml': `<sst>${strings.join('')}</sst>` },
      },
    );
    expect((await read('xlsx', bytes)).text).toBe('word 0\tword 2999');
    const { text, partial } = await read('xlsx', bytes, 10_000);
    expect(text).toBe('word 0');
    expect(partial).toEqual({ code: 'FILE_TEXT_CUT', params: { kept: 10_000 } });
  });

  test('damaged, locked, too large', async () => {
    await survivesDamage('xlsx', sales);
    const locked = writeOle({ EncryptedPackage: new Uint8Array(10) });
    expect(sniffFormat(locked, 'x.xlsx')).toBe('xlsx');
    expect(await outcomeOf('xlsx', locked)).toBe('FILE_LOCKED');
    expect(await outcomeOf('xls', locked)).toBe('FILE_LOCKED');
    for (const format of ['xlsx', 'xls'] as const) {
      expect(await outcomeOf(format, new Uint8Array())).toBe('FILE_DAMAGED');
      expect(await outcomeOf(format, bytesOf('a,b\n1,2'))).toBe('FILE_DAMAGED');
      expect(await outcomeOf(format, writeOle({ Other: new Uint8Array(9) }))).toBe('FILE_DAMAGED');
    }
    expect(await outcomeOf('xlsx', writeParts({ 'a.xml': '<a/>' }))).toBe('FILE_DAMAGED');
    const bomb = deflated('xl/worksheets/sheet1.xml', Buffer.alloc(60_000_000, 0x20));
    expect(await outcomeOf('xlsx', bomb)).toBe('FILE_TOO_LARGE');
  });

  test('an older one with a password is locked', async () => {
    // A workbook's stream: beginning of file (BIFF8), then the record that says it is encrypted.
    const stream = Buffer.from(`0908100000060500${'00'.repeat(12)}`, 'hex');
    const password = Buffer.from('2f000600000001020304', 'hex');
    const bytes = writeOle({ Workbook: Buffer.concat([stream, password]) });
    expect(await outcomeOf('xls', bytes)).toBe('FILE_LOCKED');
  });
});

test('cells are named as in sheets', () => {
  expect([
    cellName(0, 0),
    cellName(25, 9),
    cellName(26, 0),
    cellName(701, 0),
    cellName(702, 0),
  ]).toEqual(['A1', 'Z10', 'AA1', 'ZZ1', 'AAA1']);
});

describe('the row of column names', () => {
  const headers = (rows: readonly (readonly (string | number)[])[]): string[] => {
    const sheet = rows.map((cells, row): SheetRow => ({
      row,
      cells: cells.map((cell, column) => ({
        column,
        text: String(cell),
        isText: typeof cell === 'string',
      })),
    }));
    return [...sheetPieces(sheet)].filter((piece) => piece.header).map((piece) => piece.text);
  };

  test.each([
    [
      'the first row',
      [
        ['a', 'b'],
        [1, 2],
      ],
      ['a\tb'],
    ],
    ['below titles', [['T'], ['u'], ['a', 'b', 'c'], ['x', 1, 2]], ['a\tb\tc']],
    [
      'numbers only',
      [
        [1, 2],
        [3, 4],
      ],
      [],
    ],
    ['one row only', [['a', 'b']], []],
    ['a single column', [['a'], ['b'], ['c']], []],
    ['far down', [...Array.from({ length: 30 }, () => [1]), ['a', 'b'], [1, 2]], []],
    ['many rows', [['a', 'b'], ...Array.from({ length: 100 }, () => ['x', 'y'])], ['a\tb']],
  ] as const)('%s', (_name, rows, expected) => {
    expect(headers(rows)).toEqual(expected);
  });
});

type Relationships = readonly (readonly [id: string, type: string, target: string])[];

interface Around {
  /** XML before the list of sheets. */
  book?: string;
  bookParts?: Relationships;
  sheetParts?: Relationships;
  parts?: XmlParts;
}

/** A workbook of one sheet with these rows. */
function withSheet(sheetData: string, around: Around = {}): Uint8Array {
  const { book = '', bookParts = [], sheetParts = [], parts = {} } = around;
  const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  return writeParts({
    '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/s.xml" ContentType="${types}.worksheet+xml"/></Types>`,
    '_rels/.rels': relationshipsXml([['r', 'officeDocument', 'xl/workbook.xml']]),
    'xl/_rels/workbook.xml.rels': relationshipsXml([['s', 'worksheet', 's.xml'], ...bookParts]),
    'xl/workbook.xml': `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">${book}<sheets><sheet name="S" sheetId="1" r:id="s"/></sheets></workbook>`,
    'xl/s.xml': `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${sheetData}</sheetData></worksheet>`,
    'xl/_rels/s.xml.rels': relationshipsXml(sheetParts),
    ...parts,
  });
}
