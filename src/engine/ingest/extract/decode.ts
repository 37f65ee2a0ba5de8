// Bytes to text. The result has no byte order mark, ends every line with "\n" (CR LF and lone CR
// count as one line end, as in editors, so line numbers stay those of the file) and never fails:
// what cannot be decoded shows as U+FFFD.
import chardet from 'chardet';
import iconv from 'iconv-lite';

/** Bytes that are looked at to guess an 8-bit encoding. */
const sampleLength = 64 * 1024;

/**
 * Decodes a text file of unknown encoding.
 *
 * @param declared the encoding the file itself names (an HTML meta tag), if any. Bytes that are
 *   valid UTF-8 are read as UTF-8 whatever they declare: other encodings hardly ever are.
 */
export function decodeText(bytes: Uint8Array, declared: string | null = null): string {
  return decodeBytes(bytes, declared).replace(/\r\n?/g, '\n');
}

function decodeBytes(bytes: Uint8Array, declared: string | null): string {
  const wide = wideEncoding(bytes);
  if (wide) return decodeAs(bytes, wide);
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const escaped = !marked && declared !== null && /^(iso-2022-|hz-gb)/i.test(declared);
  if (!escaped) {
    const text = asUtf8(bytes);
    if (text !== null) return text;
  }
  if (declared !== null && isKnown(declared) && !/^utf-?(16|32)/i.test(declared)) {
    return decodeAs(bytes, declared);
  }
  return decodeAs(bytes, guessEncoding(bytes));
}

/** The likeliest encoding in which the bytes are characters at all. */
function guessEncoding(bytes: Uint8Array): string {
  const sample = sampleOf(bytes);
  const guesses = chardet.analyse(sample).map((match) => match.name);
  const fits = (guess: string): boolean =>
    isKnown(guess) && !decodeAs(sample.subarray(0, -4), guess).includes('\ufffd');
  return guesses.find(fits) ?? 'windows-1252';
}

/**
 * The UTF-16 or UTF-32 flavour of a text, by byte order mark or by where its zero bytes lie, or
 * null. Text of other encodings has no zero bytes.
 */
export function wideEncoding(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'utf-32le' : 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'utf-32be';
  const length = Math.min(bytes.length, 4096) & ~1;
  if (length < 8) return null;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < length; i += 2) {
    if (bytes[i] === 0) even++;
    if (bytes[i + 1] === 0) odd++;
  }
  // Latin text, and the spaces, digits and line ends of any other, have a zero high byte.
  const most = length / 2;
  if (odd > most * 0.4 && even < most * 0.02) return 'utf-16le';
  if (even > most * 0.4 && odd < most * 0.02) return 'utf-16be';
  // Other scripts have few zero bytes but in their spaces and line ends.
  if (odd + even === 0) return null;
  const sample = bytes.subarray(0, length);
  const likelier = odd >= even ? ['utf-16le', 'utf-16be'] : ['utf-16be', 'utf-16le'];
  return likelier.find((encoding) => holdsWords(sample, encoding)) ?? null;
}

/** True if bytes that are not mostly ASCII are hardly anything but letters and signs of writing. */
function holdsWords(bytes: Uint8Array, encoding: string): boolean {
  const ascii = bytes.reduce((count, byte) => count + (byte >= 0x20 && byte < 0x7f ? 1 : 0), 0);
  if (ascii > bytes.length * 0.8) return false;
  const text = new TextDecoder(encoding).decode(bytes);
  const others = text.match(/[^\p{L}\p{M}\p{N}\p{P}\p{Z}\p{Sc}\p{Sm}\n\r\t]/gu)?.length ?? 0;
  return /[\s\u3000-\u3002]/.test(text) && others <= text.length * 0.02;
}

/** The text if the bytes are UTF-8, but for a few that were damaged; else null. */
function asUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const text = new TextDecoder('utf-8').decode(bytes);
    let broken = 0;
    let good = 0;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit === 0xfffd) broken++;
      else if (unit > 0x7f) good++;
    }
    return broken * 10 < good ? text : null;
  }
}

/** The part of a file that tells most about its encoding: from shortly before the first non-ASCII byte. */
function sampleOf(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte > 0x7f);
  const start = Math.max(0, first - 1024);
  return bytes.subarray(start, start + sampleLength);
}

function isKnown(encoding: string): boolean {
  if (iconv.encodingExists(encoding)) return true;
  try {
    return new TextDecoder(encoding).encoding !== '';
  } catch {
    return false;
  }
}

function decodeAs(bytes: Uint8Array, encoding: string): string {
  if (iconv.encodingExists(encoding)) return iconv.decode(bytes, encoding);
  return new TextDecoder(encoding).decode(bytes);
}
