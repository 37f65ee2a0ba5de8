// Excel workbooks since 2007 (ECMA-376 SpreadsheetML, MS-XLSB). Text boxes and the words of charts
// stand in drawings beside a sheet; they are read after its rows.
import { LorekeepError } from '../../../../shared/errors.ts';
import type { Extracted, ExtractInput } from '../extracted.ts';
import type { Piece } from '../flat-text.ts';
import { readSlidePart } from '../slides/pptx-slide.ts';
import { mostRows } from './sheet-rows.ts';
import { readWorkbook, rowsCut } from './workbook.ts';
import { localName, readXml } from '../containers/xml.ts';
import { XmlPackage } from '../containers/xml-package.ts';

/** Parts of a binary workbook; other `.bin` parts are programs, drawings and printers' settings. */
const binaryParts = /^\/?xl\/(?!vbaproject)(?:\w+sheets\/)?[^/]+\.bin$/i;

export function extractXlsx(input: Pick<ExtractInput, 'bytes' | 'maxTextLength'>): Extracted {
  const pack = new XmlPackage(input, binaryParts);
  const main = pack.relationships('').find(({ type }) => type === 'officeDocument')?.target;
  if (main === undefined || !pack.has(main)) {
    throw new LorekeepError('FILE_DAMAGED', {}, new Error('no workbook'));
  }
  const sheets = sheetParts(pack, main);
  const extracted = readWorkbook(pack.rewritten(), input.maxTextLength, (name) => {
    const part = sheets.get(name);
    return part === undefined ? [] : drawingPieces(pack, part);
  });
  // A sheet need not state its size, so that what was left out shows in its last row alone.
  const cut = [...sheets.values()].some((part) => lastRow(pack, part) > mostRows);
  return { ...extracted, format: 'xlsx', partial: cut ? rowsCut : extracted.partial };
}

/** The number of a sheet's last row, 0 where it is not said. */
function lastRow(pack: XmlPackage, sheet: string): number {
  const xml = Buffer.from(pack.part(sheet) ?? []);
  const at = xml.lastIndexOf('<row ');
  if (at < 0) return 0;
  const tag = xml.subarray(at, at + 1000).toString('latin1');
  return Number(/^[^>]*?\sr="(\d+)"/.exec(tag)?.[1] ?? 0);
}

/** The parts of sheets by their names. Empty for a binary workbook. */
function sheetParts(pack: XmlPackage, main: string): Map<string, string> {
  const found = new Map<string, string>();
  const workbook = /\.xml$/i.test(main) ? pack.part(main) : null;
  if (!workbook) return found;
  const targets = new Map(pack.relationships(main).map(({ id, target }) => [id, target]));
  readXml(workbook, {
    open(tag, attributes) {
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1];
      const target = targets.get(id ?? '');
      const { name } = attributes;
      if (localName(tag) !== 'sheet' || name === undefined || target === undefined) return;
      found.set(name, target);
    },
    close() {},
    text() {},
  });
  return found;
}

function* drawingPieces(pack: XmlPackage, sheet: string): Generator<Piece> {
  for (const drawing of pack.relationships(sheet)) {
    const data = drawing.type === 'drawing' ? pack.part(drawing.target) : null;
    if (!data) continue;
    yield* readSlidePart(data, 'drawing');
    for (const { type, target } of pack.relationships(drawing.target)) {
      const part = type === 'chart' ? 'chart' : type === 'diagramData' ? 'drawing' : null;
      const beside = part && pack.part(target);
      if (part && beside) yield* readSlidePart(beside, part);
    }
  }
}
