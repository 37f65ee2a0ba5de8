// Writes small Excel workbooks (ECMA-376) for tests.
import { escapeXml, relationshipsXml, writeParts } from './packages.ts';

/** A number with a format, or a text; null leaves the cell out. */
type Cell = string | number | null | { value: number; format: 'date' | 'percent' | 'money' };

interface Sheet {
  name: string;
  rows: readonly (readonly Cell[])[];
  hidden?: boolean;
  /** Text of a box beside the cells. */
  box?: string;
}

const main =
  'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const drawing =
  'xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"';
const formats = { date: 1, percent: 2, money: 3 };

export function writeXlsx(sheets: readonly Sheet[]): Uint8Array {
  const parts: Record<string, string> = {
    '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${type('/xl/workbook.xml', 'sheet.main')}${type('/xl/styles.xml', 'styles')}${sheets.map((_, i) => type(`/xl/worksheets/sheet${i}.xml`, 'worksheet')).join('')}</Types>`,
    '_rels/.rels': relationshipsXml([['r1', 'officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': `<workbook ${main}><sheets>${sheets
      .map(
        ({ name, hidden }, i) =>
          `<sheet name="${escapeXml(name)}" sheetId="${i + 1}"${hidden ? ' state="hidden"' : ''} r:id="s${i}"/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relationshipsXml([
      ...sheets.map((_, i) => [`s${i}`, 'worksheet', `worksheets/sheet${i}.xml`] as const),
      ['st', 'styles', 'styles.xml'],
    ]),
    'xl/styles.xml': `<styleSheet ${main}><numFmts count="1"><numFmt numFmtId="170" formatCode="&quot;€&quot; #,##0.00"/></numFmts><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="9" applyNumberFormat="1"/><xf numFmtId="170" applyNumberFormat="1"/></cellXfs></styleSheet>`,
  };
  sheets.forEach(({ rows, box }, i) => {
    const xml = rows.map((cells, row) => rowXml(cells, row)).join('');
    parts[`xl/worksheets/sheet${i}.xml`] =
      `<worksheet ${main}><sheetData>${xml}</sheetData></worksheet>`;
    if (box === undefined) return;
    parts[`xl/worksheets/_rels/sheet${i}.xml.rels`] = relationshipsXml([
      ['d', 'drawing', `../drawings/drawing${i}.xml`],
    ]);
    parts[`xl/drawings/drawing${i}.xml`] =
      `<xdr:wsDr ${drawing}><xdr:sp><xdr:txBody><a:p><a:r><a:t>${escapeXml(box)}</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:wsDr>`;
  });
  return writeParts(parts);
}

function type(part: string, kind: string): string {
  return `<Override PartName="${part}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${kind}+xml"/>`;
}

function rowXml(cells: readonly Cell[], row: number): string {
  const xml = cells.map((cell, column) => {
    const at = `r="${String.fromCharCode(65 + column)}${row + 1}"`;
    if (cell === null) return '';
    if (typeof cell === 'number') return `<c ${at}><v>${cell}</v></c>`;
    if (typeof cell === 'object')
      return `<c ${at} s="${formats[cell.format]}"><v>${cell.value}</v></c>`;
    return `<c ${at} t="inlineStr"><is><t xml:space="preserve">${escapeXml(cell)}</t></is></c>`;
  });
  return xml.length === 0 ? '' : `<row r="${row + 1}">${xml.join('')}</row>`;
}
