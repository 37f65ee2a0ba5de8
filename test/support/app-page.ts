// A page of the app in a browser, watched: whatever it asks of the network, logs as an error or
// throws is kept, so that a test can say that there was nothing.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';

/** How long a test waits for what should come soon, also on a busy machine. */
export const soon = { timeout: 15_000 };

const output = join(import.meta.dirname, '../../test-output/screenshots');

export interface AppPage {
  page: Page;
  /** Addresses asked for, other than the app's own. */
  foreign: string[];
  /** Errors on the page's console, and exceptions that nobody caught. */
  errors: string[];
  /** Saves pictures of the page, light and dark, for people to look at. */
  picture(name: string): Promise<void>;
}

interface AppPageOptions {
  width?: number;
  height?: number;
}

export async function openApp(
  browser: Browser,
  url: string,
  { width = 1200, height = 800 }: AppPageOptions = {},
): Promise<AppPage> {
  await mkdir(output, { recursive: true });
  const context = await browser.newContext({ viewport: { width, height }, colorScheme: 'light' });
  const page = await context.newPage();
  page.setDefaultTimeout(soon.timeout);
  const foreign: string[] = [];
  const errors: string[] = [];
  const own = new URL(url).origin;
  page.on('request', (request) => {
    const address = new URL(request.url());
    const isOwn =
      address.origin === own || address.protocol === 'blob:' || address.protocol === 'data:';
    if (!isOwn) foreign.push(address.href);
  });
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.goto(url);
  return {
    page,
    foreign,
    errors,
    async picture(name) {
      for (const scheme of ['dark', 'light'] as const) {
        await page.emulateMedia({ colorScheme: scheme });
        // Colours fade in for a moment.
        await page.waitForTimeout(200);
        await page.screenshot({ path: join(output, `${name}-${scheme}.png`) });
      }
    },
  };
}

/** Adds a folder through the page's own chooser and waits until it is indexed. */
export async function addFolder(page: Page, folder: string, files: number): Promise<void> {
  await page.getByRole('button', { name: 'Add a folder' }).first().click();
  await page.getByLabel('Path of the folder').fill(folder);
  await page.getByRole('button', { name: /^Add “/ }).click();
  await page.getByRole('heading', { name: 'Library' }).waitFor();
  await page.getByRole('link', { name: new RegExp(`^${files}\\s+Indexed$`) }).waitFor();
  await page.getByRole('progressbar').first().waitFor({ state: 'detached' });
}

export interface ShownHighlight {
  text: string;
  /** Whether its first range lies wholly within the window. */
  inView: boolean;
}

/** What the page colours under a name, in the order of the document. */
export function readHighlight(page: Page, name: string): Promise<ShownHighlight> {
  return page.evaluate((wanted) => {
    const highlight = CSS.highlights.get(wanted);
    const ranges = [...(highlight ?? [])].filter((range) => range instanceof Range);
    ranges.sort((a, b) => a.compareBoundaryPoints(Range.START_TO_START, b));
    const rect = ranges[0]?.getBoundingClientRect();
    const inView =
      rect !== undefined && rect.height > 0 && rect.top >= 0 && rect.bottom <= window.innerHeight;
    return { text: ranges.map(String).join(' '), inView };
  }, name);
}
