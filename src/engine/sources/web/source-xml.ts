// Sitemaps and feeds are XML: read as a stream of tags and text. No entity but XML's own is
// expanded and nothing outside of the text is read. They can be large, and this is the engine's own
// thread: it is let go after each piece.
import { setImmediate as breathe } from 'node:timers/promises';
import { Parser } from 'htmlparser2';

/** Names in small letters; the prefix is '' if there is none. */
export interface XmlElement {
  prefix: string;
  name: string;
  attributes: Readonly<Record<string, string>>;
}

export interface SourceXmlHandler {
  open(element: XmlElement): void;
  /** Text as it stands, in pieces. */
  text?(part: string): void;
  /**
   * @param text what stood directly in the element, trimmed
   * @param cut whether the text went on without the element's end, or ended before it
   */
  close(element: XmlElement, text: string, cut: boolean): void;
}

interface OpenElement extends XmlElement {
  text: string;
}

/** Deeper than any sitemap or feed nests; the deeper, the longer each tag takes. */
const maxDepth = 200;
const pieceLength = 256 * 1024;

class TooDeep extends Error {}

/**
 * Reads to the end, or until it nests deeper than what anybody publishes.
 *
 * @returns whether it was read to the end of its outermost element: servers cut answers off
 */
export async function readSourceXml(text: string, handler: SourceXmlHandler): Promise<boolean> {
  const open: OpenElement[] = [];
  let whole = false;
  const parser = new Parser(
    {
      onopentag(tag, attributes) {
        if (open.length >= maxDepth) throw new TooDeep();
        const element = { ...nameOf(tag), attributes, text: '' };
        open.push(element);
        handler.open(element);
      },
      onclosetag(_, cut) {
        const element = open.pop();
        if (!element) return;
        if (open.length === 0) whole = !cut;
        handler.close(element, element.text.trim(), cut);
      },
      ontext(part) {
        const element = open.at(-1);
        if (element) element.text += part;
        handler.text?.(part);
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
    return false;
  }
  return whole;
}

/** Name of the outermost element of an XML text, without its prefix; '' if it is no XML. */
export function rootName(text: string): string {
  const prolog =
    /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!doctype[^>[]*(?:\[(?:[^\]"']|"[^"]*"|'[^']*')*\][^>]*)?>/gi;
  const start = text.slice(0, 8192).replace(prolog, '');
  return nameOf(/^[\s\uFEFF]*<([\w:.-]+)/.exec(start)?.[1] ?? '').name;
}

/**
 * XML bytes as text: in the encoding that their first bytes show, that the server or the XML itself
 * names, else UTF-8.
 */
export function decodeXml(bytes: Uint8Array, charset: string | null): string {
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const declared = /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)/.exec(head)?.[1] ?? null;
  return decodeAs(bytes, [signature(bytes), charset, declared]);
}

/** Bytes in the first of these encodings that is known, else in UTF-8. */
export function decodeAs(bytes: Uint8Array, labels: readonly (string | null)[]): string {
  for (const label of labels) {
    if (label === null) continue;
    try {
      return new TextDecoder(label).decode(bytes);
    } catch {
      // An encoding that nobody knows: the next one is tried.
    }
  }
  return new TextDecoder().decode(bytes);
}

/** The encoding that a text's first bytes show, whatever else names one; null if they do not. */
export function signature([a, b, c]: Uint8Array): string | null {
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  const lessThan = 0x3c;
  if ((a === 0xff && b === 0xfe) || (a === lessThan && b === 0)) return 'utf-16le';
  if ((a === 0xfe && b === 0xff) || (a === 0 && b === lessThan)) return 'utf-16be';
  return null;
}

function nameOf(tag: string): Pick<XmlElement, 'prefix' | 'name'> {
  const colon = tag.indexOf(':');
  const small = tag.toLowerCase();
  return { prefix: small.slice(0, Math.max(0, colon)), name: small.slice(colon + 1) };
}
