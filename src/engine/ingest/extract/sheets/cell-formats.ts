// Values of cells as a sheet shows them, by the number formats of its workbook (ECMA-376 18.8.30).
// SheetJS applies the format; which format a cell has is read here.
import * as XLSX from '@e965/xlsx';
import { localName, readXml } from '../containers/xml.ts';

interface FormatOptions {
  table: Readonly<Record<number, string>>;
  dateNF: string;
  date1904: boolean;
}

interface NumberFormatter {
  format(format: number, value: unknown, options: FormatOptions): string;
  get_table(): Record<number, string>;
}

const formatter = XLSX.SSF as NumberFormatter;
const general = 'General';

/** Formats that every workbook has without saying so, beside those that SheetJS knows. */
const unsaid: Readonly<Record<number, string>> = {
  5: '"$"#,##0_);\\("$"#,##0\\)',
  6: '"$"#,##0_);[Red]\\("$"#,##0\\)',
  7: '"$"#,##0.00_);\\("$"#,##0.00\\)',
  8: '"$"#,##0.00_);[Red]\\("$"#,##0.00\\)',
  41: '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)',
  42: '_("$"* #,##0_);_("$"* (#,##0);_("$"* "-"_);_(@_)',
  43: '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)',
  44: '_("$"* #,##0.00_);_("$"* (#,##0.00);_("$"* "-"??_);_(@_)',
};

export class CellFormats {
  readonly #codes: Record<number, string> = { ...formatter.get_table(), ...unsaid };
  /** The number format of each style of cells. */
  readonly #styles: number[] = [];
  readonly #options: FormatOptions;

  /** @param styles the part with the styles, if there is one */
  constructor(styles: Uint8Array | null, date1904: boolean) {
    // Excel shows this one format as the machine likes its dates; here it is the same everywhere.
    this.#options = { table: this.#codes, dateNF: 'yyyy-mm-dd', date1904 };
    if (styles) this.#read(styles);
  }

  #read(styles: Uint8Array): void {
    let inCells = false;
    readXml(styles, {
      open: (tag, { numFmtId, formatCode }) => {
        const name = localName(tag);
        if (name === 'cellXfs') inCells = true;
        else if (name === 'numFmt') this.#codes[Number(numFmtId)] = formatCode ?? general;
        else if (name === 'xf' && inCells) this.#styles.push(Number(numFmtId ?? 0) || 0);
      },
      close(tag) {
        if (localName(tag) === 'cellXfs') inCells = false;
      },
      text() {},
    });
  }

  /** The text of a value in a cell of a style. */
  shown(value: number | string | boolean, style: number): string {
    const format = this.#styles[style] ?? 0;
    const isGeneral = format === 0 || this.#codes[format] === general;
    if (isGeneral && typeof value === 'string') return value;
    // A whole number too long for its column: people look for its digits.
    if (isGeneral && Number.isSafeInteger(value)) return String(value);
    try {
      return formatter.format(format, value, this.#options);
    } catch {
      // A format that nobody understands: the value is there all the same.
      return String(value);
    }
  }
}
