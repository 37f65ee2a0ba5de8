// Feeds: RSS 0.9 to 2.0 and Atom. An entry has an address, and often says something itself.
import { decodeXml, readSourceXml } from './source-xml.ts';

export interface FeedEntry {
  /** As the feed writes it, maybe relative; '' if the entry has none. */
  address: string;
  title: string;
  /** What the entry says itself, as HTML; '' if nothing. */
  html: string;
  /** Milliseconds since 1970; null if it does not say. */
  changedAt: number | null;
}

/** Elements with the entry's content, the fullest one first. */
const contents = ['encoded', 'content', 'description', 'summary'];
const times = new Set(['updated', 'published', 'pubdate', 'date', 'issued', 'modified']);

interface OpenEntry {
  link: string;
  id: string;
  title: string;
  changedAt: number | null;
  content: Map<string, string>;
}

export async function parseFeed(bytes: Uint8Array, charset: string | null): Promise<FeedEntry[]> {
  const entries: FeedEntry[] = [];
  let entry: OpenEntry | null = null;
  /** Depth inside of the entry: only what stands directly in it is its own. */
  let depth = 0;
  let plain = false;
  let permanent = false;
  /** Text of elements inside of the one that is read: content may be XHTML. */
  let inner = '';

  await readSourceXml(decodeXml(bytes, charset), {
    open(name, attributes) {
      if (entry) depth++;
      else if (name === 'item' || name === 'entry') {
        entry = { link: '', id: '', title: '', changedAt: null, content: new Map() };
        depth = 0;
        return;
      }
      if (!entry || depth !== 1) return;
      inner = '';
      if (name === 'link' && attributes['href'] !== undefined) {
        const relation = attributes['rel'] ?? 'alternate';
        if (relation === 'alternate' && entry.link === '') entry.link = attributes['href'];
      }
      if (name === 'guid') permanent = attributes['isPermaLink'] !== 'false';
      plain = attributes['type'] === 'text' || (name !== 'encoded' && name !== 'description');
      if (attributes['type'] === 'html' || attributes['type'] === 'text/html') plain = false;
    },
    close(name, text) {
      if (!entry) return;
      if (depth === 0) {
        entries.push(finished(entry));
        entry = null;
        return;
      }
      if (depth-- > 1) inner += `${text}\n\n`;
      else if (text === '') readField(entry, name, inner.trim(), true, permanent);
      else readField(entry, name, text, plain, permanent);
    },
  });
  return entries;
}

function readField(
  entry: OpenEntry,
  name: string,
  text: string,
  plain: boolean,
  permanent: boolean,
): void {
  if (text === '') return;
  if (name === 'title') entry.title ||= text.replace(/<[^>]*>/g, '').replace(/\s+/g, ' ');
  else if (name === 'link') entry.link ||= text;
  else if (name === 'guid' && permanent) entry.id = text;
  else if (times.has(name)) {
    const at = Date.parse(text);
    if (!Number.isNaN(at)) entry.changedAt = Math.max(at, entry.changedAt ?? 0);
  } else if (contents.includes(name) && !entry.content.has(name)) {
    entry.content.set(name, plain ? asHtml(text) : text);
  }
}

function finished({ link, id, title, changedAt, content }: OpenEntry): FeedEntry {
  const address = link || (/^https?:/i.test(id) ? id : '');
  const html = contents.map((name) => content.get(name)).find((one) => one !== undefined) ?? '';
  return { address, title, html, changedAt };
}

function asHtml(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<p>${escaped.replace(/\n\s*\n/g, '</p><p>')}</p>`;
}
