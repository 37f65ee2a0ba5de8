// Sitemaps and feeds are XML: read as a stream of tags and text. No entity but XML's own is
// expanded and nothing outside of the text is read. They can be large, and this is the engine's own
// thread: it is let go after each piece.
import { setImmediate as breathe } from 'node:timers/promises';
import { Parser } from 'htmlparser2';

export interface SourceXmlHandler {
  /** `name` without its prefix, in small letters. */
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  /** `text` is what stood directly in the element, trimmed. */
  close(name: string, text: string): void;
}

/** Deeper than any sitemap or feed nests; the deeper, the longer each tag takes. */
const maxDepth = 200;
const pieceLength = 256 * 1024;

class TooDeep extends Error {}

/** Reads to the end, or until it nests deeper than what anybody publishes. */
export async function readSourceXml(text: string, handler: SourceXmlHandler): Promise<void> {
  const texts: string[] = [];
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (texts.length >= maxDepth) throw new TooDeep();
        texts.push('');
        handler.open(localName(name), attributes);
      },
      onclosetag(name) {
        handler.close(localName(name), (texts.pop() ?? '').trim());
      },
      ontext(part) {
        if (texts.length > 0) texts[texts.length - 1] += part;
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  try {
    for (let at = 0; at < text.length; at += pieceLength) {
      parser.write(text.slice(at, at + pieceLength));
      await breathe();
    }
    parser.end();
  } catch (error) {
    // What was read before is still good.
    if (!(error instanceof TooDeep)) throw error;
  }
}

/** Name of the outermost element of an XML text, without its prefix; '' if it is no XML. */
export function rootName(text: string): string {
  const start = text.slice(0, 8192).replace(/<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!doctype[^>]*>/gi, '');
  return localName(/^[\s\uFEFF]*<([\w:.-]+)/.exec(start)?.[1] ?? '');
}

/** XML bytes as text, in the encoding that the server or the XML itself names, else UTF-8. */
export function decodeXml(bytes: Uint8Array, charset: string | null): string {
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const declared = /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)/.exec(head)?.[1] ?? null;
  for (const label of [charset, declared, 'utf-8']) {
    if (label === null) continue;
    try {
      return new TextDecoder(label).decode(bytes);
    } catch {
      // An encoding that nobody knows: the next one is tried, and the last one always works.
    }
  }
  return '';
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1).toLowerCase();
}
