// Which encoding Rich Text means by a number.
import iconv from 'iconv-lite';

/** Of `\fcharset`: the character sets of Windows fonts, 77–84 those of the Macintosh. */
const charsets: Readonly<Record<number, string>> = {
  0: 'cp1252',
  77: 'macintosh',
  78: 'cp932',
  79: 'cp949',
  80: 'cp936',
  81: 'cp950',
  128: 'cp932',
  129: 'cp949',
  130: 'cp949',
  134: 'cp936',
  136: 'cp950',
  161: 'cp1253',
  162: 'cp1254',
  163: 'cp1258',
  177: 'cp1255',
  178: 'cp1256',
  186: 'cp1257',
  204: 'cp1251',
  222: 'cp874',
  238: 'cp1250',
  254: 'cp437',
  255: 'cp850',
};

/** The encoding of a font's character set, or null where it is that of the document. */
export function encodingOfCharset(charset: number): string | null {
  return charsets[charset] ?? null;
}

/** The encoding of a code page, or null if it is not known. */
export function encodingOfCodePage(codePage: number): string | null {
  if (codePage === 10000) return 'macintosh';
  if (codePage === 65001) return 'utf8';
  const name = `cp${codePage}`;
  return iconv.encodingExists(name) ? name : null;
}

export function decodeRtfBytes(bytes: readonly number[], encoding: string): string {
  const buffer = Buffer.from(bytes);
  return bytes.every((byte) => byte < 0x80)
    ? buffer.toString('latin1')
    : iconv.decode(buffer, encoding);
}
