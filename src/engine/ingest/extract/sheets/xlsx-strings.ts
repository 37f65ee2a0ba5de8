// The strings of an Excel workbook: cells name them by number, so that each stands once.
import { localName, ownText, readXmlPieces, type XmlHandler } from '../containers/xml.ts';

export interface SharedStrings {
  at(index: number): string;
  /** True if the table goes on behind what was kept of it. */
  readonly cut: boolean;
}

/** What one string costs beside its characters. */
const overhead = 16;

/**
 * Reads the table of strings. It is written in the order in which cells first use them, so that
 * behind twice the text that is kept of a document hardly one is needed.
 */
export async function readStrings(
  pieces: AsyncIterable<Uint8Array>,
  maxTextLength: number,
): Promise<SharedStrings> {
  const reader = new StringReader(2 * maxTextLength);
  await readXmlPieces(pieces, reader);
  return { at: (index) => reader.strings[index] ?? '', cut: reader.done };
}

class StringReader implements XmlHandler {
  readonly strings: string[] = [];
  done = false;
  #left: number;
  #text = '';
  #inText = false;
  /** Inside the reading aid of a word, which repeats it. */
  #inAid = false;

  constructor(most: number) {
    this.#left = most;
  }

  open(tag: string): void {
    const name = localName(tag);
    if (name === 'rPh') this.#inAid = true;
    this.#inText = name === 't' && !this.#inAid;
  }

  close(tag: string): void {
    const name = localName(tag);
    this.#inText = false;
    if (name === 'rPh') this.#inAid = false;
    if (name !== 'si' || this.done) return;
    this.strings.push(plainText(this.#text));
    this.#left -= this.#text.length + overhead;
    this.#text = '';
    this.done = this.#left < 0;
  }

  text(text: string): void {
    if (this.#inText) this.#text += text;
  }
}

/** A text of a sheet; signs that XML cannot hold are written as `_x000D_`. */
export function plainText(text: string): string {
  const plain = text.includes('_x')
    ? text.replace(/_x([\da-f]{4})_/gi, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
    : text;
  return ownText(plain);
}
