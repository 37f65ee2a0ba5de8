// How long a text is for what reads it, in tokens: the pieces of words that language models count in.
// Counting needs no model, so that it can be done where documents are parsed.

/** A way of counting, in a form that can be sent to another process. */
export type TokenMeasure = 'word-pieces';

/** The number of tokens of a text without white space; that of several is their sum. */
export type CountTokens = (text: string) => number;

/** The function for a way of counting. */
export function tokenCounter(measure: TokenMeasure): CountTokens {
  return counters[measure];
}

const counters: Record<TokenMeasure, CountTokens> = { 'word-pieces': countPieces };

/** Letters of one piece: vocabularies have usual words whole and longer ones in parts. */
const lettersOfPiece = 6;
const digitsOfPiece = 3;
/** Scripts that write words without spaces between them. */
const unspacedLetters = 4;
/** Equal signs in a row, such as a line of dashes. */
const equalSigns = 8;

const parts =
  /([\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}])|([\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]+)|([\p{L}\p{M}]+)|(\p{N}+)|(\S)\5*/gu;

/** About what the vocabularies of embedding models make of it: nobody's exactly. */
function countPieces(text: string): number {
  const plain = countAscii(text);
  if (plain !== null) return plain;
  let count = 0;
  for (const [part, ideograph, unspaced, letters, digits] of text.matchAll(parts)) {
    if (ideograph) count++;
    else if (unspaced) count += Math.ceil(part.length / unspacedLetters);
    else if (letters) count += Math.ceil(part.length / lettersOfPiece);
    else if (digits) count += Math.ceil(part.length / digitsOfPiece);
    else count += Math.ceil(part.length / equalSigns);
  }
  return count;
}

/** The same for text of ASCII alone, which most words are, many times as fast; null for other text. */
function countAscii(text: string): number | null {
  let count = 0;
  let kind = 0;
  let length = 0;
  for (let i = 0; i <= text.length; i++) {
    const unit = i < text.length ? text.charCodeAt(i) : 0;
    if (unit > 0x7f) return null;
    const next = kindOf(unit);
    if (next !== kind) {
      if (length > 0) count += Math.ceil(length / pieceOf(kind));
      kind = next;
      length = 0;
    }
    length++;
  }
  return count;
}

const letter = -1;
const digit = -2;

/** Letters and digits are of one kind each, of signs every one is its own. */
function kindOf(unit: number): number {
  const low = unit | 0x20;
  if (low >= 0x61 && low <= 0x7a) return letter;
  return unit >= 0x30 && unit <= 0x39 ? digit : unit;
}

function pieceOf(kind: number): number {
  if (kind === letter) return lettersOfPiece;
  return kind === digit ? digitsOfPiece : equalSigns;
}
