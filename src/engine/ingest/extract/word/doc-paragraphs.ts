// What a Word document up to 2003 says of its paragraphs: kept in pages of 512 bytes (MS-DOC 2.9.175)
// by the place of the text in the file. What is broken says nothing.

export interface DocParagraph {
  /** Level of a heading from 1, or null. */
  heading: number | null;
  /** Depth of a list item from 0, or null. */
  item: number | null;
  inTable: boolean;
  endsRow: boolean;
  headerRow: boolean;
}

const pageSize = 512;
const plain: DocParagraph = {
  heading: null,
  item: null,
  inTable: false,
  endsRow: false,
  headerRow: false,
};

export class DocParagraphs {
  /** Runs in order of their place. */
  readonly #runs: { start: number; end: number; at: number }[] = [];
  readonly #stream: Uint8Array;

  constructor(stream: Uint8Array, table: Uint8Array) {
    this.#stream = stream;
    const view = viewOf(table);
    const count = Math.max(Math.floor((table.length - 4) / 8), 0);
    const seen = new Set<number>();
    for (let i = 0; i < count; i++) {
      const page = view.getUint32(4 * (count + 1) + 4 * i, true) & 0x3fffff;
      if (!seen.has(page)) this.#addPage(page * pageSize);
      seen.add(page);
    }
    this.#runs.sort((a, b) => a.start - b.start);
  }

  /** The properties of the paragraph whose last character lies at `offset`. */
  at(offset: number): DocParagraph {
    let low = 0;
    let high = this.#runs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#runs[middle]!.end <= offset) low = middle + 1;
      else high = middle;
    }
    const run = this.#runs[low];
    return run && run.start <= offset ? readProperties(this.#stream, run.at) : plain;
  }

  #addPage(start: number): void {
    const page = this.#stream.subarray(start, start + pageSize);
    if (page.length < pageSize) return;
    const view = viewOf(page);
    const count = Math.min(page[pageSize - 1]!, Math.floor((pageSize - 5) / 17));
    for (let i = 0; i < count; i++) {
      const place = page[4 * (count + 1) + 13 * i]! * 2;
      if (place === 0) continue;
      this.#runs.push({
        start: view.getUint32(4 * i, true),
        end: view.getUint32(4 * i + 4, true),
        at: start + place,
      });
    }
  }
}

/** The length comes in words, counted from after it if its first byte is zero. */
function readProperties(stream: Uint8Array, at: number): DocParagraph {
  const words = stream[at] ?? 0;
  const start = words === 0 ? at + 2 : at + 1;
  const size = words === 0 ? (stream[at + 1] ?? 0) * 2 : words * 2 - 1;
  const bytes = stream.subarray(start, start + size);
  if (bytes.length < 2) return plain;
  const style = viewOf(bytes).getUint16(0, true);
  const found = { ...plain };
  // The first nine styles after "Normal" are the headings in every document.
  if (style >= 1 && style <= 9) found.heading = style;
  let depth = 0;
  for (const [code, value] of propertiesOf(bytes.subarray(2))) {
    if (code === 0x2640) found.heading = value < 9 ? value + 1 : null;
    else if (code === 0x2416) found.inTable = value !== 0;
    else if (code === 0x2417) found.endsRow = value !== 0;
    else if (code === 0x3404) found.headerRow = value !== 0;
    else if (code === 0x260a) depth = Math.min(value, 8);
    else if (code === 0x460b) found.item = value === 0 ? null : 0;
  }
  if (found.item !== null) found.item = depth;
  return found;
}

/** Bytes that a property's value takes, by the highest three bits of its code; null where it says itself. */
const sizes = [1, 1, 2, 4, 2, 2, null, 3] as const;

/** Codes and values of properties (MS-DOC 2.6); of long values nothing is told. */
function* propertiesOf(bytes: Uint8Array): Generator<[code: number, value: number]> {
  const view = viewOf(bytes);
  for (let at = 0; at + 3 <= bytes.length;) {
    const code = view.getUint16(at, true);
    const size = sizes[code >> 13] ?? null;
    at += 2;
    if (size === null) {
      // The definition of a table's columns has a length of two bytes, which counts one too many.
      const long = code === 0xd608 && at + 2 <= bytes.length;
      at += long ? view.getUint16(at, true) + 1 : bytes[at]! + 1;
      continue;
    }
    if (at + size > bytes.length) return;
    yield [code, size === 1 ? bytes[at]! : view.getUint16(at, true)];
    at += size;
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
