// Excel workbooks since 2007 (ECMA-376 SpreadsheetML): each sheet, hidden ones too, a page with its
// name; values as they are shown. Text boxes and the words of charts stand in drawings beside a
// sheet; they are read after its rows and comments. Binary workbooks (MS-XLSB) are SheetJS's.
import { LorekeepError } from '../../../../shared/errors.ts';
import type { Extracted, ExtractInput, PartialReason } from '../extracted.ts';
import { joinPages, type Piece } from '../flat-text.ts';
import { readSlidePart } from '../slides/pptx-slide.ts';
import { localName, readXml, readXmlPieces } from '../containers/xml.ts';
import { XmlPackage } from '../containers/xml-package.ts';
import { CellFormats } from './cell-formats.ts';
import { rowsCut } from './sheet-rows.ts';
import { readWorkbook } from './workbook.ts';
import { commentPieces } from './xlsx-comments.ts';
import { XlsxSheetReader } from './xlsx-sheet.ts';
import { readStrings, type SharedStrings } from './xlsx-strings.ts';

type Input = Pick<ExtractInput, 'bytes' | 'maxTextLength'>;

/** Parts of a binary workbook; other `.bin` parts are programs, drawings and printers' settings. */
const binaryParts = /^\/?xl\/(?!vbaproject)(?:\w+sheets\/)?[^/]+\.bin$/i;

export async function extractXlsx(input: Input): Promise<Extracted> {
  const pack = new XmlPackage(input, binaryParts);
  const main = pack.relationships('').find(({ type }) => type === 'officeDocument')?.target;
  if (main === undefined || !pack.has(main)) {
    throw new LorekeepError('FILE_DAMAGED', {}, new Error('no workbook'));
  }
  if (!/\.xml$/i.test(main)) {
    return { ...readWorkbook(pack.rewritten(), input.maxTextLength, () => []), format: 'xlsx' };
  }
  return readSheets(pack, main, input.maxTextLength);
}

async function readSheets(pack: XmlPackage, main: string, most: number): Promise<Extracted> {
  const { sheets, date1904 } = workbookOf(pack, main);
  const beside = new Map(pack.relationships(main).map(({ type, target }) => [type, target]));
  const formats = new CellFormats(pack.part(beside.get('styles') ?? 'xl/styles.xml'), date1904);
  const table = pack.pieces(beside.get('sharedStrings') ?? 'xl/sharedStrings.xml');
  const strings: SharedStrings = table ? await readStrings(table, most) : noStrings;
  const pages: { label: string; pieces: Piece[] }[] = [];
  const damages: unknown[] = [];
  let cut: PartialReason | null = null;
  let left = most;
  for (const { name, part } of sheets) {
    // One unit too many shows that there was more.
    if (left < 0) break;
    const reader = new XlsxSheetReader(strings, formats, left);
    // What stands before the damage, and in the other sheets, is kept.
    await readRows(pack, part, reader).catch((error: unknown) => damages.push(error));
    if (reader.rowsCut) cut = rowsCut;
    else if (reader.textCut) cut ??= { code: 'FILE_TEXT_CUT', params: { kept: most } };
    const beneath = [...commentPieces(pack, part), ...drawingPieces(pack, part)];
    const pieces = [...reader.rows.end(), ...beneath];
    for (const { text } of pieces) left -= text.length;
    pages.push({ label: name, pieces });
  }
  if (damages.length > 0 && pages.every(({ pieces }) => pieces.length === 0)) throw damages[0];
  const params = { missing: damages.length, parts: sheets.length };
  return {
    ...joinPages(pages, most),
    format: 'xlsx',
    title: pack.statedTitle('docProps/core.xml'),
    hasLines: false,
    partial: damages.length > 0 ? { code: 'FILE_PARTS_MISSING', params } : cut,
  };
}

async function readRows(pack: XmlPackage, part: string, reader: XlsxSheetReader): Promise<void> {
  const sheet = pack.pieces(part);
  if (sheet) await readXmlPieces(sheet, reader);
}

const noStrings: SharedStrings = { at: () => '', cut: false };

interface Workbook {
  sheets: { name: string; part: string }[];
  /** Days are counted from 1904, as the first Macintosh did, instead of 1900. */
  date1904: boolean;
}

function workbookOf(pack: XmlPackage, main: string): Workbook {
  const targets = new Map(pack.relationships(main).map(({ id, target }) => [id, target]));
  const workbook: Workbook = { sheets: [], date1904: false };
  readXml(pack.part(main) ?? new Uint8Array(), {
    open(tag, attributes) {
      const name = localName(tag);
      if (name === 'workbookPr')
        workbook.date1904 = /^(?:1|true)$/.test(attributes['date1904'] ?? '');
      if (name !== 'sheet') return;
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1];
      workbook.sheets.push({ name: attributes['name'] ?? '', part: targets.get(id ?? '') ?? '' });
    },
    close() {},
    text() {},
  });
  return workbook;
}

function* drawingPieces(pack: XmlPackage, sheet: string): Generator<Piece> {
  for (const drawing of pack.relationships(sheet)) {
    const data = drawing.type === 'drawing' ? pack.part(drawing.target) : null;
    if (!data) continue;
    yield* readSlidePart(data, 'drawing');
    for (const { type, target } of pack.relationships(drawing.target)) {
      const part = type === 'chart' ? 'chart' : type === 'diagramData' ? 'drawing' : null;
      const words = part && pack.part(target);
      if (part && words) yield* readSlidePart(words, part);
    }
  }
}
