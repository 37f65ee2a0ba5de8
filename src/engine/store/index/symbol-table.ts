// Short texts made smaller one by one, so that each can be read alone: frequent pieces of up to
// eight bytes become one byte each. This is FSST (Boncz, Neumann, Leis: “FSST: Fast Random Access
// String Compression”, VLDB 2020). General compressors need tens of microseconds to be set up for
// each text; here a chunk is read in about two.

/** Pieces of UTF-8 that have a code; a piece's code is its place in the list. */
export type Symbols = readonly Uint8Array[];

/** Codes 0 to 254 are symbols; this one says that the next byte is itself. */
export const escape = 255;
export const mostSymbols = 255;
export const longestSymbol = 8;
/** Texts go through a buffer with room behind the end, as symbols are compared and written whole. */
const room = longestSymbol;

export interface Packer {
  /**
   * @param source UTF-8, with eight more bytes of any kind behind `length`
   * @param target room for twice as many bytes as `length`
   * @param start where the codes begin in it
   * @returns where they end
   */
  pack(source: Buffer, length: number, target: Uint8Array, start: number): number;
}

/** What finds the longest symbol at a place of a text. */
interface Matcher {
  /** The symbol whose bytes come next, or `escape`. The bytes are two little-endian words. */
  at(low: number, high: number, left: number): number;
  lengths: Uint8Array;
}

/** Numbers in a row of the table below. */
const perSymbol = 4;

/** Symbols as two little-endian words, each with a mask of the bytes that count; a row for each. */
function wordsOf(symbols: Symbols): { words: Int32Array; lengths: Uint8Array } {
  const words = new Int32Array(symbols.length * perSymbol);
  const bytes = Buffer.alloc(longestSymbol);
  for (const [code, symbol] of symbols.entries()) {
    bytes.fill(0);
    bytes.set(symbol);
    const [low, high] = [bytes.readInt32LE(0), bytes.readInt32LE(4)];
    words.set([low, maskOf(symbol.length), high, maskOf(symbol.length - 4)], code * perSymbol);
  }
  return { words, lengths: Uint8Array.from(symbols, ({ length }) => length) };
}

/** A word of which the first bytes count. */
function maskOf(bytes: number): number {
  if (bytes <= 0) return 0;
  return bytes >= 4 ? -1 : (1 << (8 * bytes)) - 1;
}

export function matcherOf(symbols: Symbols): Matcher {
  const { words, lengths } = wordsOf(symbols);
  // Symbols by their first two bytes, the longest first; single bytes apart.
  const first = new Uint8Array(0x10000).fill(escape);
  const next = new Uint8Array(mostSymbols).fill(escape);
  const single = new Uint8Array(256).fill(escape);
  const shortestFirst = [...symbols.keys()].toSorted((a, b) => lengths[a]! - lengths[b]!);
  for (const code of shortestFirst) {
    const start = words[code * perSymbol]! & 0xffff;
    if (lengths[code] === 1) {
      single[start] = code;
    } else {
      next[code] = first[start]!;
      first[start] = code;
    }
  }
  return {
    at(low, high, left) {
      for (let code = first[low & 0xffff]!; code !== escape; code = next[code]!) {
        const row = code * perSymbol;
        const differs =
          ((low ^ words[row]!) & words[row + 1]!) | ((high ^ words[row + 2]!) & words[row + 3]!);
        if (differs === 0 && lengths[code]! <= left) return code;
      }
      return single[low & 0xff]!;
    },
    lengths,
  };
}

export function createPacker(symbols: Symbols): Packer {
  const { at, lengths } = matcherOf(symbols);
  return {
    pack(source, length, target, start) {
      const view = viewOf(source);
      let end = start;
      for (let i = 0; i < length;) {
        const code = at(view.getInt32(i, true), view.getInt32(i + 4, true), length - i);
        target[end++] = code;
        if (code === escape) target[end++] = source[i++]!;
        else i += lengths[code]!;
      }
      return end;
    },
  };
}

/**
 * Reads what `pack` wrote.
 *
 * @returns a function that takes the codes and where they begin, and gives the text
 */
export function createUnpacker(symbols: Symbols): (codes: Uint8Array, start: number) => string {
  const { words, lengths } = wordsOf(symbols);
  let target = Buffer.alloc(0);
  let view = viewOf(target);
  return (codes, start) => {
    const most = (codes.length - start) * longestSymbol + room;
    if (target.length < most) {
      target = Buffer.allocUnsafeSlow(most);
      view = viewOf(target);
    }
    let end = 0;
    for (let i = start; i < codes.length; i++) {
      const code = codes[i]!;
      if (code === escape) {
        target[end++] = codes[++i]!;
        continue;
      }
      const length = lengths[code]!;
      view.setInt32(end, words[code * perSymbol]!, true);
      if (length > 4) view.setInt32(end + 4, words[code * perSymbol + 2]!, true);
      end += length;
    }
    return target.toString('utf8', 0, end);
  };
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A text as `pack` takes it: UTF-8 with room behind it. */
export interface Padded {
  source: Buffer;
  length: number;
}

export function padded(text: string): Padded {
  const length = Buffer.byteLength(text);
  const source = Buffer.allocUnsafe(length + room);
  source.write(text);
  return { source, length };
}
