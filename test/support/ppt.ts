// Writes small PowerPoint 97 presentations (MS-PPT) for tests.
import { writeOle } from './ole.ts';

interface PptSlide {
  title?: string;
  /** Text of the body, kept in the outline to which the slide refers. */
  body?: string;
  /** Text of a box, one byte a character. */
  box?: string;
  footer?: string;
  notes?: string;
  comment?: string;
}

interface PptOptions {
  slides: readonly PptSlide[];
  /** Text on the master, beside a placeholder with a hint. */
  master?: string;
  encrypted?: boolean;
  /** Leaves out the directory. */
  lost?: boolean;
}

export function writePpt({ slides, master, encrypted, lost }: PptOptions): Uint8Array {
  const places: number[] = [];
  const records: Buffer[] = [];
  let length = 0;
  const add = (record: Buffer): number => {
    records.push(record);
    length += record.length;
    return length - record.length;
  };
  // Left over from an earlier edit: no directory leads here.
  add(slideRecord({ title: 'Out of date' }));
  slides.forEach((slide) => places.push(add(slideRecord(slide))));
  const withNotes = slides.flatMap((slide, i) => (slide.notes === undefined ? [] : [i]));
  withNotes.forEach((i) => places.push(add(notesRecord(slides[i]!.notes!, idOf(i)))));
  const slideList = slides.map(({ body }, i) =>
    Buffer.concat([
      atom(1011, [i + 1, 0, 0, idOf(i)]),
      ...(body === undefined ? [] : [atom(3999, [1]), chars(body)]),
    ]),
  );
  const notesList = withNotes.map((_, i) => atom(1011, [slides.length + i + 1, 0, 0, 900 + i]));
  const masters = master === undefined ? [] : [add(masterRecord(master))];
  const masterList = masters.map((place) => atom(1011, [places.push(place), 0, 0, 2 ** 31]));
  const document = Buffer.concat([
    holder(4080, slideList),
    holder(4080, masterList, 1),
    holder(4080, notesList, 2),
  ]);
  places.push(add(holder(1000, [document])));
  const directory = add(atom(6002, [(places.length << 20) | 1, ...places]));
  const edit = add(atom(4085, [256, 0, 0, directory, places.length, places.length, 0]));
  const user = Buffer.alloc(20);
  user.writeUInt32LE(20, 8);
  user.writeUInt32LE(encrypted ? 0xf3d1c4df : 0xe391c05f, 12);
  user.writeUInt32LE(lost ? 0 : edit, 16);
  return writeOle({ 'Current User': user, 'PowerPoint Document': Buffer.concat(records) });
}

function idOf(slide: number): number {
  return 256 + slide;
}

function slideRecord({ title, body, box, footer, comment }: PptSlide): Buffer {
  const shapes = [
    ...(footer === undefined ? [] : [shape([atom(3999, [4]), chars(footer)], 9)]),
    ...(box === undefined
      ? []
      : [shape([atom(3999, [4]), atom(4008, Buffer.from(box, 'latin1'))])]),
    ...(body === undefined ? [] : [shape([atom(3998, [0])])]),
    ...(title === undefined ? [] : [shape([atom(3999, [0]), chars(title)])]),
  ];
  const comments = comment === undefined ? [] : [commentRecord(comment)];
  return holder(1006, [holder(1036, [holder(0xf002, shapes)]), ...comments]);
}

function masterRecord(text: string): Buffer {
  const hint = shape([atom(3999, [0]), chars('Click to edit')], 1);
  return holder(1016, [
    holder(1036, [holder(0xf002, [hint, shape([atom(3999, [4]), chars(text)])])]),
  ]);
}

function notesRecord(text: string, slide: number): Buffer {
  return holder(1008, [atom(1009, [slide, 0]), shape([atom(3999, [2]), chars(text)])]);
}

function commentRecord(text: string): Buffer {
  const string = (words: string, instance: number): Buffer =>
    record(4026, Buffer.from(words, 'utf16le'), instance << 4);
  const data = holder(12000, [string('Ada', 0), string(text, 1)]);
  return holder(5000, [holder(5002, [record(5003, data, 0)])]);
}

function shape(text: readonly Buffer[], placeholder?: number): Buffer {
  const data = Buffer.from([0, 0, 0, 0, placeholder ?? 0, 0, 0, 0]);
  const client = placeholder === undefined ? [] : [holder(0xf011, [record(3011, data, 0)])];
  return holder(0xf004, [...client, holder(0xf00d, text)]);
}

function chars(text: string): Buffer {
  return record(4000, Buffer.from(text, 'utf16le'), 0);
}

/** A record of data: numbers of four bytes each, or bytes. */
function atom(type: number, data: Buffer | readonly number[]): Buffer {
  if (Buffer.isBuffer(data)) return record(type, data, 0);
  const bytes = Buffer.alloc(data.length * 4);
  data.forEach((value, i) => bytes.writeUInt32LE(value >>> 0, 4 * i));
  return record(type, bytes, 0);
}

function holder(type: number, records: readonly Buffer[], instance = 0): Buffer {
  return record(type, Buffer.concat(records), (instance << 4) | 0xf);
}

function record(type: number, data: Buffer, first: number): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt16LE(first, 0);
  head.writeUInt16LE(type, 2);
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data]);
}
