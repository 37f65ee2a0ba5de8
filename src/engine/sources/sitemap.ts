// A sitemap (sitemaps.org): addresses of pages, or of further sitemaps.
import { gunzipSync } from 'node:zlib';
import { LorekeepError } from '../../shared/errors.ts';
import { decodeXml, readSourceXml } from './source-xml.ts';

export interface SitemapEntry {
  address: string;
  /** When the page was last changed, milliseconds since 1970; null if it does not say. */
  changedAt: number | null;
}

export interface Sitemap {
  pages: SitemapEntry[];
  /** Addresses of further sitemaps. */
  sitemaps: string[];
}

/** The protocol allows 50 MB. */
const mostBytes = 64 * 1024 * 1024;
/** The protocol allows 50,000 addresses a sitemap. */
const mostEntries = 100_000;
const dayMs = 86_400_000;

/**
 * @param bytes packed by gzip or not
 * @throws LorekeepError PAGE_TOO_LARGE if it unpacks to more than any sitemap may have,
 *   PAGE_UNREACHABLE if what is packed is damaged
 */
export async function parseSitemap(
  bytes: Uint8Array,
  charset: string | null,
  host: string,
): Promise<Sitemap> {
  const sitemap: Sitemap = { pages: [], sitemaps: [] };
  let entry: SitemapEntry | null = null;
  await readSourceXml(decodeXml(unpacked(bytes, host), charset), {
    open(name) {
      if (name === 'url' || name === 'sitemap') entry = { address: '', changedAt: null };
    },
    close(name, text) {
      if (!entry) return;
      if (name === 'loc' && entry.address === '') entry.address = text;
      if (name === 'lastmod') entry.changedAt = changeTime(text);
      if (name !== 'url' && name !== 'sitemap') return;
      const known = sitemap.pages.length + sitemap.sitemaps.length;
      if (entry.address !== '' && known < mostEntries) {
        if (name === 'url') sitemap.pages.push(entry);
        else sitemap.sitemaps.push(entry.address);
      }
      entry = null;
    },
  });
  return sitemap;
}

/** What is packed by gzip as a file (`sitemap.xml.gz`) unpacked; other bytes as they are. */
export function unpacked(bytes: Uint8Array, host: string): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: mostBytes });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ERR_BUFFER_TOO_LARGE')
      throw new LorekeepError('PAGE_TOO_LARGE', { limit: '64 MB' });
    throw new LorekeepError('PAGE_UNREACHABLE', { host, reason: 'damaged gzip' }, error);
  }
}

/** A day without a time stands for its end: the page may have changed at any time of it. */
function changeTime(text: string): number | null {
  const at = Date.parse(text);
  if (Number.isNaN(at)) return null;
  return /^\d{4}-\d\d-\d\d$/.test(text) ? at + dayMs : at;
}
