// Feeds: RSS 0.9 to 2.0 and Atom. An entry has an address, and often says something itself.
import { FeedField, type FieldName, fieldName } from './feed-field.ts';
import { decodeXml, readSourceXml, type XmlElement } from './source-xml.ts';

export interface FeedEntry {
  /** Where its page is; '' if it has none. */
  address: string;
  /** What the feed calls it for itself, the same each time; '' if it does not say. */
  id: string;
  title: string;
  /** What the entry says itself, as HTML; '' if nothing. */
  html: string;
  /** Milliseconds since 1970; null if it does not say. */
  changedAt: number | null;
}

export interface Feed {
  entries: FeedEntry[];
  /** False if it was cut off: there may be more. */
  whole: boolean;
}

/** Fields with the entry's content, the fullest one first. */
const contents: readonly FieldName[] = ['encoded', 'content', 'description', 'summary', 'spare'];
/** Titles are a line; what is longer is none. */
const longestTitle = 2000;

interface OpenEntry {
  prefix: string;
  base: URL;
  link: string;
  id: string;
  /** Whether the id is the address of its page, too. */
  permanent: boolean;
  title: string;
  changedAt: number | null;
  content: Map<FieldName, string>;
}

/** @param url where the feed is: addresses in it may be relative */
export async function parseFeed(
  bytes: Uint8Array,
  charset: string | null,
  url: URL,
): Promise<Feed> {
  const reader = new FeedReader(url);
  const whole = await readSourceXml(decodeXml(bytes, charset), reader);
  return { entries: reader.entries, whole };
}

class FeedReader {
  readonly entries: FeedEntry[] = [];
  /** What relative addresses are relative to, for each open element. */
  private readonly bases: URL[];
  private entry: OpenEntry | null = null;
  /** What stands directly in the entry is its own. */
  private field: FeedField | null = null;
  private depth = 0;

  constructor(url: URL) {
    this.bases = [url];
  }

  open(element: XmlElement): void {
    const { name, prefix, attributes } = element;
    const outer = this.bases.at(-1)!;
    const base = URL.parse(attributes['xml:base'] ?? '', outer.href) ?? outer;
    this.bases.push(base);
    if (this.entry) {
      this.depth++;
      if (this.depth > 1) this.field?.open(element);
      else this.openField(this.entry, element, base);
    } else if (name === 'item' || name === 'entry') {
      this.depth = 0;
      this.entry = newEntry(prefix, base);
    }
  }

  text(part: string): void {
    this.field?.add(part);
  }

  close(element: XmlElement, _: string, cut: boolean): void {
    this.bases.pop();
    if (!this.entry) return;
    if (this.depth-- === 0) {
      // Half an entry is told whole the next time.
      if (!cut) this.entries.push(finished(this.entry));
      this.entry = null;
    } else if (this.depth > 0) this.field?.close(element);
    else if (this.field) {
      readField(this.entry, this.field);
      this.field = null;
    }
  }

  private openField(entry: OpenEntry, element: XmlElement, base: URL): void {
    const { attributes } = element;
    const name = fieldName(element, entry.prefix);
    this.field = name === null ? null : new FeedField(name, attributes, base);
    const href = attributes['href'];
    if (
      name === 'link' &&
      href !== undefined &&
      (attributes['rel'] ?? 'alternate') === 'alternate'
    ) {
      entry.link ||= URL.parse(href, base.href)?.href ?? '';
    }
    if (element.name === 'guid') entry.permanent = attributes['isPermaLink'] !== 'false';
  }
}

function newEntry(prefix: string, base: URL): OpenEntry {
  const said = { link: '', id: '', permanent: false, title: '', changedAt: null };
  return { prefix, base, ...said, content: new Map() };
}

function readField(entry: OpenEntry, field: FeedField): void {
  const { name, text } = field;
  if (text === '') return;
  if (name === 'title') entry.title ||= titleOf(text);
  else if (name === 'link') entry.link ||= URL.parse(text, field.base.href)?.href ?? '';
  else if (name === 'id') entry.id = text;
  else if (name === 'time') {
    const at = Date.parse(text);
    if (!Number.isNaN(at)) entry.changedAt = Math.max(at, entry.changedAt ?? 0);
  } else if (!entry.content.has(name)) entry.content.set(name, field.html());
}

/** A title without its tags. Cut before it is searched: tags without an end are searched for long. */
function titleOf(text: string): string {
  const plain = text.slice(0, longestTitle).replace(/<[^>]*>/g, '');
  return plain.replace(/\s+/g, ' ').trim().toWellFormed();
}

function finished({ link, id, permanent, title, changedAt, content }: OpenEntry): FeedEntry {
  const address = link || (permanent && /^https?:/i.test(id) ? id : '');
  const html = contents.map((name) => content.get(name)).find((one) => one !== undefined) ?? '';
  return { address, id, title, html, changedAt };
}
