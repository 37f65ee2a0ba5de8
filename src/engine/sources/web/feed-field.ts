// What stands directly in an entry of a feed. Content may be text, HTML written as text, or XHTML:
// all of it becomes HTML, in the order in which it stands.
import type { XmlElement } from './source-xml.ts';

export type FieldName =
  | 'title'
  | 'link'
  | 'id'
  | 'time'
  | 'encoded'
  | 'content'
  | 'description'
  | 'summary'
  /** What is said of the picture or sound in it: used where nothing else is said. */
  | 'spare';

const own = new Map<string, FieldName>(
  Object.entries({
    title: 'title',
    link: 'link',
    guid: 'id',
    id: 'id',
    content: 'content',
    description: 'description',
    summary: 'summary',
    updated: 'time',
    published: 'time',
    pubdate: 'time',
    date: 'time',
    issued: 'time',
    modified: 'time',
  } as const),
);

/** Elements of other vocabularies, by the prefixes that everybody gives them. */
const foreign = new Map<string, FieldName>(
  Object.entries({
    'content:encoded': 'encoded',
    'dc:date': 'time',
    'dcterms:modified': 'time',
    'atom:link': 'link',
    'atom:updated': 'time',
    'a10:link': 'link',
    'a10:updated': 'time',
    'media:description': 'spare',
    'itunes:summary': 'spare',
  } as const),
);

/** What an element says of the entry that it stands in; null if nothing that is read. */
export function fieldName({ prefix, name }: XmlElement, entryPrefix: string): FieldName | null {
  return (prefix === entryPrefix ? own.get(name) : foreign.get(`${prefix}:${name}`)) ?? null;
}

const childless = new Set(['br', 'hr', 'img', 'wbr']);

export class FeedField {
  readonly name: FieldName;
  /** What a relative address in it is relative to. */
  readonly base: URL;
  private readonly type: string;
  private raw = '';
  private markup = '';
  private nested = false;

  constructor(name: FieldName, attributes: XmlElement['attributes'], base: URL) {
    this.name = name;
    this.base = base;
    this.type = attributes['type'] ?? '';
  }

  get text(): string {
    return this.raw.trim();
  }

  add(text: string): void {
    this.raw += text;
    this.markup += escaped(text);
  }

  open({ name }: XmlElement): void {
    this.nested = true;
    if (isTag(name)) this.markup += `<${name}>`;
  }

  close({ name }: XmlElement): void {
    if (isTag(name) && !childless.has(name)) this.markup += `</${name}>`;
  }

  html(): string {
    if (this.nested) return this.markup.trim();
    const plain = this.name === 'content' || this.name === 'summary' || this.name === 'spare';
    const isHtml = this.type === 'html' || this.type === 'text/html';
    return isHtml || (this.type !== 'text' && !plain) ? this.text : asHtml(this.text);
  }
}

function isTag(name: string): boolean {
  return /^[a-z][a-z0-9]{0,19}$/.test(name);
}

function asHtml(text: string): string {
  return `<p>${escaped(text).replace(/\n\s*\n/g, '</p><p>')}</p>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
