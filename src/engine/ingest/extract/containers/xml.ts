// XML as a stream of tags and text, for documents that are XML inside. Nothing outside the bytes
// is ever read, and no entity but the five of XML itself and numbers is expanded.
import { Parser } from 'htmlparser2';
import { LorekeepError } from '../../../../shared/errors.ts';
import { decodeText } from '../decode.ts';

export interface XmlHandler {
  /** `name` as written, with its prefix. */
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  close(name: string): void;
  /** A run of text; one text may come in several. */
  text(text: string): void;
}

/** Documents nest their tags a few dozen deep; more is broken, and would take ever longer to read. */
const maxDepth = 1000;

/** Throws FILE_DAMAGED where the XML defines entities or nests deeper than any document does. */
export function readXml(bytes: Uint8Array, handler: XmlHandler): void {
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const declared = /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)/.exec(head)?.[1] ?? null;
  const xml = decodeText(bytes, declared?.toLowerCase());
  let depth = 0;
  const parser = new Parser(
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
  parser.end(xml);
}

/** A name without its prefix: prefixes are the writer's choice. */
export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function damaged(reason: string): LorekeepError {
  return new LorekeepError('FILE_DAMAGED', {}, new Error(`XML: ${reason}`));
}
