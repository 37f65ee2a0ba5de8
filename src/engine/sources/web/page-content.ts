// What a fetched page is kept as: its bytes, and a name whose ending says what they are.
import { createHash } from 'node:crypto';
import { signature } from './source-xml.ts';
import type { VisitedPage } from './visitor.ts';

const openXml = 'application/vnd.openxmlformats-officedocument';

/** Endings of what can be read; by content, the readers see for themselves what it is. */
const endings: Readonly<Record<string, string>> = {
  'text/html': '.html',
  'application/xhtml+xml': '.html',
  'text/plain': '.txt',
  'text/markdown': '.md',
  'text/csv': '.csv',
  'application/json': '.json',
  'application/pdf': '.pdf',
  'application/rtf': '.rtf',
  'application/epub+zip': '.epub',
  'application/msword': '.doc',
  'application/xml': '.xml',
  'text/xml': '.xml',
  [`${openXml}.wordprocessingml.document`]: '.docx',
  [`${openXml}.presentationml.presentation`]: '.pptx',
  [`${openXml}.spreadsheetml.sheet`]: '.xlsx',
  'application/vnd.oasis.opendocument.text': '.odt',
};

/** Endings that a scan takes for what other programs left behind. */
const unwanted = /^\.(?:tmp|swp|part|crdownload)$/;

/** The ending for a page; its address is asked where the server's word says nothing. */
export function endingOf({ mediaType, url }: Pick<VisitedPage, 'mediaType' | 'url'>): string {
  const named = endings[mediaType];
  // A server that knows no better says “text” or “bytes” of everything.
  const vague = mediaType === 'text/plain' || named === undefined;
  const own = /\.[a-z0-9]{1,8}$/i.exec(url.pathname)?.[0].toLowerCase() ?? '';
  if (vague && own !== '' && !unwanted.test(own) && !/^\.(?:php|aspx?|jsp|cgi)$/.test(own)) {
    return own;
  }
  return named ?? '';
}

/**
 * A file name that people recognise and that no other address has.
 *
 * @param key the address, or whatever else names the document in its source
 */
export function fileNameOf(key: string, ending: string): string {
  const path = URL.canParse(key) ? new URL(key).pathname + new URL(key).search : key;
  const words = decode(path)
    .normalize('NFC')
    .replace(/\.[a-z0-9]{1,8}$/i, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  const digest = createHash('sha256').update(key).digest('hex').slice(0, 12);
  const start = Array.from(words).slice(-40).join('').replace(/^-/, '');
  return `${start === '' ? 'page' : start}-${digest}${ending}`;
}

/** What an address itself calls a page: the last name in its path, or its host. */
export function lastName(url: URL): string {
  const names = url.pathname.split('/').filter((name) => name !== '');
  return decode(names.at(-1) ?? url.host);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // Escapes of another encoding than UTF-8: they stay as they are.
    return text;
  }
}

/** The page's bytes; text in the encoding that the server names becomes UTF-8. */
export function bytesOf({ bytes, mediaType, charset }: VisitedPage): Uint8Array {
  const isText = mediaType.startsWith('text/') || mediaType === 'application/xhtml+xml';
  if (!isText || charset === null || /^utf-?8$/i.test(charset) || signature(bytes)) return bytes;
  try {
    // With a mark that it is UTF-8 now: the page may name its old encoding itself.
    return new TextEncoder().encode(`\uFEFF${new TextDecoder(charset).decode(bytes)}`);
  } catch {
    // An encoding that nobody knows: the reader guesses.
    return bytes;
  }
}

/** Sounds, films and fonts hold nothing to read. */
export function isReadable(mediaType: string): boolean {
  return !/^(?:audio|video|font)\//.test(mediaType);
}

/** A whole page around a piece of HTML, such as what an entry of a feed says itself. */
export function htmlPage(title: string, html: string): string {
  if (/<title[\s>]/i.test(html)) return html;
  const escaped = title.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<!doctype html>\n<meta charset="utf-8">\n<title>${escaped}</title>\n${html}\n`;
}
