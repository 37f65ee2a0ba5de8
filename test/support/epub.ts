// Writes small books (EPUB 2 and 3) for tests.
import { writeZip } from '../../src/engine/ingest/extract/containers/zip.ts';

interface BookOptions {
  title?: string;
  /** XHTML bodies by path below the package's folder, in reading order. */
  chapters: readonly (readonly [path: string, body: string])[];
  /** Labels of the table of contents by the link as it is written. */
  contents?: readonly (readonly [href: string, label: string])[];
  /** EPUB 3's navigation document instead of an NCX. */
  nav?: boolean;
  /** Further files of the archive. */
  files?: readonly { name: string; data: Uint8Array }[];
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

export function writeEpub({
  title = 'A book',
  chapters,
  contents = [],
  nav = false,
  files = [],
}: BookOptions): Uint8Array {
  const item = (path: string, i: number): string =>
    `<item id="c${i}" href="${encodeURI(path)}" media-type="application/xhtml+xml"/>`;
  const table = nav
    ? '<item id="toc" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    : '<item id="toc" href="toc.ncx" media-type="application/x-dtbncx+xml"/>';
  const opf = `<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">
    <metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${title}</dc:title></metadata>
    <manifest>${table}${chapters.map(([path], i) => item(path, i)).join('')}</manifest>
    <spine>${nav ? '<itemref idref="toc"/>' : ''}${chapters.map((_, i) => `<itemref idref="c${i}"/>`).join('')}</spine>
  </package>`;
  const links = contents.map(([href, label]) =>
    nav
      ? `<li><a href="${href}">${label}</a></li>`
      : `<navPoint><navLabel><text>${label}</text></navLabel><content src="${href}"/></navPoint>`,
  );
  const list = nav
    ? `<html xmlns="http://www.w3.org/1999/xhtml"><body><nav><ol>${links.join('')}</ol></nav></body></html>`
    : `<ncx><navMap>${links.join('')}</navMap></ncx>`;
  return writeZip([
    { name: 'mimetype', data: bytesOf('application/epub+zip') },
    {
      name: 'META-INF/container.xml',
      data: bytesOf(
        '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>',
      ),
    },
    { name: 'OEBPS/book.opf', data: bytesOf(opf) },
    { name: nav ? 'OEBPS/nav.xhtml' : 'OEBPS/toc.ncx', data: bytesOf(list) },
    ...chapters.map(([path, body]) => ({
      name: `OEBPS/${path}`,
      data: bytesOf(
        `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>${body}</body></html>`,
      ),
    })),
    ...files,
  ]);
}
