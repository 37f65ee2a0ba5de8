// Text boxes on the sheets of a workbook of Excel 97 to 2003, which SheetJS passes over: a record
// that says how long the text is, and the text in the one after it (MS-XLS 2.4.329). The text of a
// comment is kept in the same way; it is read with its cell.

const types = {
  bof: 0x0809,
  object: 0x005d,
  text: 0x01b6,
  more: 0x003c,
  eof: 0x000a,
  sheet: 0x0085,
};
const commentObject = 0x19;

interface BiffRecord {
  type: number;
  at: number;
  data: Uint8Array;
}

/** The texts of the boxes of each sheet, in the order in which the workbook lists its sheets. */
export function readTextBoxes(stream: Uint8Array): string[][] {
  const records = [...recordsOf(stream)];
  const places = records
    .filter(({ type }) => type === types.sheet)
    .map(({ data }) => uint32(data, 0));
  const sheets = places.map((): string[] => []);
  let sheet: string[] | undefined;
  let depth = 0;
  let isComment = false;
  for (const [i, { type, at, data }] of records.entries()) {
    // A chart on a sheet is a workbook's part of its own inside that of the sheet.
    if (type === types.bof && depth++ === 0) sheet = sheets[places.indexOf(at)];
    else if (type === types.eof) depth--;
    else if (type === types.object) isComment = uint16(data, 4) === commentObject;
    else if (type === types.text && !isComment) {
      const text = boxText(uint16(data, 10), records, i + 1);
      if (text !== '') sheet?.push(text);
    }
  }
  return sheets;
}

/** The text of a box: characters in one or more records, each saying how wide its own are. */
function boxText(length: number, records: readonly BiffRecord[], from: number): string {
  let text = '';
  for (let i = from; records[i]?.type === types.more && text.length < length; i++) {
    const { data } = records[i]!;
    const bytes = Buffer.from(data.subarray(1));
    text += bytes.toString(data[0] === 0 ? 'latin1' : 'utf16le');
  }
  return text.slice(0, length).replace(/\r\n?/g, '\n').trim();
}

function* recordsOf(stream: Uint8Array): Generator<BiffRecord> {
  for (let at = 0; at + 4 <= stream.length;) {
    const start = at + 4;
    const end = start + uint16(stream, at + 2);
    const type = uint16(stream, at);
    // Behind the last record lie zeros up to the end of the sector.
    if (type === 0) return;
    yield { type, at, data: stream.subarray(start, end) };
    at = end;
  }
}

function uint16(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
}

function uint32(bytes: Uint8Array, at: number): number {
  return uint16(bytes, at) + uint16(bytes, at + 2) * 0x10000;
}
