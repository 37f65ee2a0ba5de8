// Excel workbooks up to 2003 (MS-XLS): a stream of records, alone in a file before Excel 5, inside
// an OLE file after that.
import { LorekeepError } from '../../../../shared/errors.ts';
import type { Extracted, ExtractInput } from '../extracted.ts';
import { isOle, OleFile } from '../containers/ole.ts';
import { readTextBoxes } from './xls-boxes.ts';
import { readWorkbook } from './workbook.ts';

/** Version of the records since Excel 97. */
const excel97 = 8;

export function extractXls(input: Pick<ExtractInput, 'bytes' | 'maxTextLength'>): Extracted {
  const records = workbookStream(input.bytes);
  // Every version begins with a record of type 9, "beginning of file"; its high byte is the version.
  const [type, version] = records;
  if (type !== 9 || version === undefined || version > 8) {
    throw new LorekeepError('FILE_DAMAGED', {}, new Error('no workbook'));
  }
  const boxes = version === excel97 ? readTextBoxes(records) : [];
  const extracted = readWorkbook(records, input.maxTextLength, (_name, index) =>
    (boxes[index] ?? []).map((text) => ({ kind: 'paragraph', text })),
  );
  return { ...extracted, format: 'xls' };
}

function workbookStream(bytes: Uint8Array): Uint8Array {
  if (!isOle(bytes)) return bytes;
  const file = new OleFile(bytes);
  if (file.find('EncryptedPackage')) throw new LorekeepError('FILE_LOCKED');
  const stream = file.find('Workbook') ?? file.find('Book');
  return stream ? file.read(stream) : new Uint8Array();
}
