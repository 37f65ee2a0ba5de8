// What a source is called until the person gives it a name: what it calls itself, or its address.
import { Parser } from 'htmlparser2';
import { decodeAs, decodeXml, signature } from './source-xml.ts';
import type { VisitedPage } from './visitor.ts';

const longest = 200;
/** Titles stand at the beginning. */
const headBytes = 64 * 1024;

export function addressName({ host, pathname }: URL): string {
  return (host.replace(/^www\./, '') + pathname).replace(/\/+$/, '').slice(0, longest);
}

/** The first title in a page or feed; null if it has none. A sitemap has none. */
export function ownName(page: VisitedPage): string | null {
  const bytes = page.bytes.subarray(0, headBytes);
  const xml = decodeXml(bytes, page.charset);
  const xmlMode = !/^[\s\uFEFF]*<(?:!doctype html|html)/i.test(xml);
  const text = xmlMode ? xml : decodeHead(bytes, page.charset);
  let title: string | null = null;
  let open = false;
  const parser = new Parser(
    {
      onopentagname: (name) => {
        open = title === null && name.toLowerCase() === 'title';
        if (open) title = '';
      },
      ontext: (part) => {
        if (open) title += part;
      },
      onclosetag: () => {
        open = false;
      },
    },
    { xmlMode, decodeEntities: true },
  );
  // Without its end: what is cut off there is no title.
  parser.write(text.slice(0, 32 * 1024));
  const name = (title ?? '').replace(/\s+/g, ' ').trim();
  return name === '' ? null : name.slice(0, longest).toWellFormed();
}

/** The beginning of a page: in the encoding that the server, or else the page itself, names. */
function decodeHead(bytes: Uint8Array, charset: string | null): string {
  const latin = Buffer.from(bytes).toString('latin1');
  const declared = /<meta\s[^>]{0,500}?charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(latin)?.[1] ?? null;
  return decodeAs(bytes, [signature(bytes), charset, declared]);
}
