// A sitemap (sitemaps.org): addresses of pages, or of further sitemaps.
import { constants, gunzipSync } from 'node:zlib';
import { LorekeepError, systemCode } from '../../../shared/errors.ts';
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
  /** False if it is no sitemap, or names more than what is here: it was cut off, or is too long. */
  whole: boolean;
}

/** The protocol allows 50 MB. */
const mostBytes = 64 * 1024 * 1024;
/** The protocol allows 50,000 addresses a sitemap. */
const mostEntries = 100_000;
/** Bytes of what is packed that are enough to see what it is. */
const packedHead = 16 * 1024;

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
  const sitemap: Sitemap = { pages: [], sitemaps: [], whole: false };
  let depth = 0;
  let isSitemap = false;
  let missing = false;
  let entry: (SitemapEntry & { prefix: string }) | null = null;
  const whole = await readSourceXml(decodeXml(unpacked(bytes, host), charset), {
    open({ name, prefix }) {
      if (depth++ === 0) isSitemap = name === 'urlset' || name === 'sitemapindex';
      else if (isSitemap && isEntry(name)) entry = { address: '', changedAt: null, prefix };
    },
    close({ name, prefix }, text, cut) {
      depth--;
      // What has another prefix speaks of something else, such as the pictures in the page.
      if (!entry || prefix !== entry.prefix) return;
      if (cut) missing = true;
      else if (name === 'loc' && entry.address === '') entry.address = text;
      else if (name === 'lastmod') entry.changedAt = changeTime(text);
      if (!isEntry(name)) return;
      const { address, changedAt } = entry;
      entry = null;
      // The address, or the day, may be half of what it was to be.
      const full = sitemap.pages.length + sitemap.sitemaps.length >= mostEntries;
      if (full) missing = true;
      else if (cut || address === '') return;
      else if (name === 'url') sitemap.pages.push({ address, changedAt });
      else sitemap.sitemaps.push(address);
    },
  });
  return { ...sitemap, whole: whole && isSitemap && !missing };
}

function isEntry(name: string): boolean {
  return name === 'url' || name === 'sitemap';
}

/** The beginning of a file, unpacked if it is packed; whatever is damaged shows later. */
export function headOf(bytes: Uint8Array): Uint8Array {
  if (!isPacked(bytes)) return bytes.subarray(0, packedHead);
  try {
    const finishFlush = constants.Z_SYNC_FLUSH;
    return gunzipSync(bytes.subarray(0, packedHead), { finishFlush, maxOutputLength: mostBytes });
  } catch {
    // No gzip behind its first bytes.
    return bytes.subarray(0, packedHead);
  }
}

/** What is packed by gzip as a file (`sitemap.xml.gz`) unpacked; other bytes as they are. */
export function unpacked(bytes: Uint8Array, host: string): Uint8Array {
  if (!isPacked(bytes)) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: mostBytes });
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ERR_BUFFER_TOO_LARGE')
      throw new LorekeepError('PAGE_TOO_LARGE', { limit: '64 MB' });
    throw new LorekeepError('PAGE_UNREACHABLE', { host, reason: 'damaged gzip' }, error);
  }
}

function isPacked(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** A day without a time, or a month, stands for its end: the page may have changed at any time. */
function changeTime(text: string): number | null {
  const at = Date.parse(text);
  if (Number.isNaN(at)) return null;
  const [, year, month, day] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(text) ?? [];
  if (year === undefined) return at;
  if (month === undefined) return Date.UTC(Number(year) + 1, 0);
  if (day === undefined) return Date.UTC(Number(year), Number(month));
  return Date.UTC(Number(year), Number(month) - 1, Number(day) + 1);
}
