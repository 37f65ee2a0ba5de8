// Cuts Rich Text (RTF 1.9.1) into its tokens: groups, control words, bytes of text. Binary data is
// passed over here, so that nothing in it is taken for a token.

export interface RtfHandler {
  open(): void;
  close(): void;
  /** A control word (`\par`) or symbol (`\~`), with its number if it has one. */
  control(word: string, value: number | null): void;
  /** One byte of text, written as itself or as `\'hh`. */
  byte(byte: number): void;
  /** True once nothing more is wanted. */
  readonly done: boolean;
}

const backslash = 0x5c;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const newline = 0x0a;
const carriageReturn = 0x0d;
const apostrophe = 0x27;
const minus = 0x2d;
const space = 0x20;
/** Control words are at most 32 letters long, numbers ten digits; what is longer is no RTF. */
const longestWord = 64;
const longestNumber = 11;

export function readRtfTokens(bytes: Uint8Array, handler: RtfHandler): void {
  let at = 0;
  while (at < bytes.length && !handler.done) {
    const byte = bytes[at]!;
    if (byte === backslash) at = readControl(bytes, at + 1, handler);
    else {
      at++;
      if (byte === openBrace) handler.open();
      else if (byte === closeBrace) handler.close();
      else if (byte !== newline && byte !== carriageReturn && byte !== 0) handler.byte(byte);
    }
  }
}

/** Reads what follows a backslash and gives the position after it. */
function readControl(bytes: Uint8Array, start: number, handler: RtfHandler): number {
  let at = start;
  while (isLetter(bytes[at]) && at - start < longestWord) at++;
  if (at === start) return readSymbol(bytes, start, handler);
  const word = latin1(bytes, start, at);
  const from = at;
  if (bytes[at] === minus) at++;
  while (isDigit(bytes[at]) && at - from < longestNumber) at++;
  const digits = latin1(bytes, from, at);
  const value = /\d/.test(digits) ? Number(digits) : null;
  if (value === null) at = from;
  if (bytes[at] === space) at++;
  if (word === 'bin') return at + Math.max(value ?? 0, 0);
  handler.control(word, value);
  return at;
}

function readSymbol(bytes: Uint8Array, start: number, handler: RtfHandler): number {
  const byte = bytes[start];
  if (byte === undefined) return start;
  if (byte === apostrophe) {
    const code = latin1(bytes, start + 1, start + 3);
    if (!/^[\da-f]{2}$/i.test(code)) return start + 1;
    handler.byte(Number.parseInt(code, 16));
    return start + 3;
  }
  if (byte === backslash || byte === openBrace || byte === closeBrace) handler.byte(byte);
  else handler.control(String.fromCharCode(byte), null);
  return start + 1;
}

function isLetter(byte: number | undefined): boolean {
  if (byte === undefined) return false;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}
