// The XML of an EPUB: which file is its package, in what order its chapters are read and what its
// table of contents calls them (EPUB 2 and 3). No entity is expanded but XML's own.
import { Parser } from 'htmlparser2';

export interface EpubItem {
  /** Path of the chapter in the archive. */
  path: string;
  /** True for EPUB 3's table of contents, which repeats the headings of the others. */
  isContents: boolean;
}

export interface EpubPackage {
  title: string | null;
  spine: EpubItem[];
  /** Paths of the NCX and of the navigation document, where there are any. */
  contents: string[];
}

/** The path of the package file that container.xml names first, or null. */
export function packagePath(containerXml: string): string | null {
  let path: string | null = null;
  walkXml(containerXml, {
    open(name, attributes) {
      if (name === 'rootfile') path ??= attributes['full-path'] ?? null;
    },
  });
  return path;
}

export function readPackage(opf: string, path: string): EpubPackage {
  const items = new Map<string, { href: string; isNav: boolean; isNcx: boolean }>();
  const order: string[] = [];
  let title: string | null = null;
  walkXml(opf, {
    open(name, attributes) {
      const { id, href, idref, properties = '' } = attributes;
      if (name === 'itemref' && idref !== undefined) order.push(idref);
      if (name !== 'item' || id === undefined || href === undefined) return;
      const isNcx = attributes['media-type'] === 'application/x-dtbncx+xml';
      items.set(id, { href, isNav: properties.split(/\s+/).includes('nav'), isNcx });
    },
    close(name, text) {
      if (name === 'title') title ??= text.replace(/\s+/g, ' ').trim() || null;
    },
  });
  const spine = [...new Set(order)].flatMap((id) => {
    const item = items.get(id);
    return item ? [{ path: pathFrom(path, item.href), isContents: item.isNav }] : [];
  });
  const contents = [...items.values()]
    .filter(({ isNav, isNcx }) => isNav || isNcx)
    .map(({ href }) => pathFrom(path, href));
  return { title, spine, contents };
}

/** What a table of contents (NCX or navigation document) calls the chapters, by their paths. */
export function readContents(xml: string, path: string): Map<string, string> {
  const labels = new Map<string, string>();
  const note = (href: string | undefined, text: string): void => {
    const label = text.replace(/\s+/g, ' ').trim();
    if (href === undefined || label === '') return;
    const chapter = pathFrom(path, href);
    // The first entry stands for the chapter, those after it for places in it.
    if (!labels.has(chapter)) labels.set(chapter, label);
  };
  let label = '';
  const links: (string | undefined)[] = [];
  walkXml(xml, {
    open(name, attributes) {
      if (name === 'a') links.push(attributes['href']);
      if (name === 'content') note(attributes['src'], label);
    },
    close(name, text) {
      if (name === 'text') label = text;
      if (name === 'a') note(links.pop(), text);
    },
  });
  return labels;
}

interface XmlVisitor {
  open(name: string, attributes: Record<string, string>): void;
  /** Called with all the text inside the element. */
  close?(name: string, text: string): void;
}

/** Names come without their prefix, in lower case. */
function walkXml(xml: string, visitor: XmlVisitor): void {
  let text = '';
  const starts: number[] = [];
  const localName = (name: string): string => name.slice(name.indexOf(':') + 1).toLowerCase();
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        starts.push(text.length);
        visitor.open(localName(name), attributes);
      },
      ontext: (part) => (text += part),
      onclosetag(name) {
        visitor.close?.(localName(name), text.slice(starts.pop()));
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(xml);
}

/** The path in the archive that a link in the file at `from` leads to. */
function pathFrom(from: string, href: string): string {
  const names = from.split('/').slice(0, -1);
  for (const name of decoded(href.replace(/[?#].*$/s, '')).split('/')) {
    if (name === '..') names.pop();
    else if (name !== '.' && name !== '') names.push(name);
  }
  return names.join('/');
}

function decoded(href: string): string {
  try {
    return decodeURIComponent(href);
  } catch {
    return href;
  }
}
