// XML as a stream of tags and text, for documents that are XML inside. Nothing outside the bytes
// is ever read, and no entity but the five of XML itself and numbers is expanded.
import { TextDecoder } from 'node:util';
import { Parser } from 'htmlparser2';
import { LorekeepError } from '../../../../shared/errors.ts';
import { decodeText, wideEncoding } from '../decode.ts';

export interface XmlHandler {
  /** `name` as written, with its prefix. */
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  close(name: string): void;
  /** A run of text; one text may come in several. */
  text(text: string): void;
  /** True once the handler has all that it wants: the rest of a part read in pieces is left. */
  readonly done?: boolean;
}

/** Documents nest their tags a few dozen deep; more is broken, and would take ever longer to read. */
const maxDepth = 1000;

/** Throws FILE_DAMAGED where the XML defines entities or nests deeper than any document does. */
export function readXml(bytes: Uint8Array, handler: XmlHandler): void {
  parserFor(handler).end(decodeText(bytes, declaredIn(bytes)));
}

/**
 * Reads XML that comes in pieces, so that a part that unpacks to hundreds of megabytes is never
 * held whole. Throws as `readXml` does.
 */
export async function readXmlPieces(
  pieces: AsyncIterable<Uint8Array>,
  handler: XmlHandler,
): Promise<void> {
  const parser = parserFor(handler);
  let decoder: TextDecoder | null = null;
  for await (const piece of pieces) {
    decoder ??= decoderFor(piece);
    parser.write(decoder.decode(piece, { stream: true }));
    if (handler.done) return;
  }
  parser.end(decoder?.decode());
}

function parserFor(handler: XmlHandler): Parser {
  let depth = 0;
  return new Parser(
    {
      onopentag(name, attributes) {
        if (++depth > maxDepth) throw damaged('nested too deep');
        handler.open(name, attributes);
      },
      onclosetag(name) {
        depth--;
        handler.close(name);
      },
      ontext: (text) => handler.text(text),
      onprocessinginstruction(name, data) {
        if (name === '!DOCTYPE' && data.includes('[')) throw damaged('has a DTD of its own');
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
}

/** By the byte order or the declaration at the beginning; UTF-8 without either. */
function decoderFor(first: Uint8Array): TextDecoder {
  const label = wideEncoding(first) ?? declaredIn(first) ?? 'utf-8';
  try {
    return new TextDecoder(label);
  } catch {
    return new TextDecoder();
  }
}

function declaredIn(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const declared = /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)/.exec(head)?.[1];
  return declared?.toLowerCase() ?? null;
}

/** A name without its prefix: prefixes are the writer's choice. */
export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/**
 * A copy of a text that was cut out of a longer one: the engine keeps the whole of that alive
 * until the last cut from it is gone. Lone surrogates are replaced.
 */
export function ownText(text: string): string {
  return text.length === 0 ? '' : Buffer.from(text).toString();
}

function damaged(reason: string): LorekeepError {
  return new LorekeepError('FILE_DAMAGED', {}, new Error(`XML: ${reason}`));
}
