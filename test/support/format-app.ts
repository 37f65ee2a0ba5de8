// Documents indexed and open in a browser: a hit opens at its place, marked.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { type AppPage, addFolder, openApp, readHighlight, soon } from './app-page.ts';
import { launchChromium } from './chromium.ts';
import { serveApp } from './served-app.ts';

export interface FormatApp extends AppPage {
  /** The indexed folder. */
  folder: string;
  /** Searches for a word that one file holds: the hit. */
  findHit(word: string): Promise<Locator>;
  /** Opens a hit: there the word is marked and in view. */
  openHit(word: string): Promise<void>;
  /** Opens files in a narrow window, one after the other; a document has to be open in this one. */
  checkNarrow(paths: readonly string[]): Promise<void>;
  dispose(): Promise<void>;
}

/**
 * @param chromium path of the browser
 * @param files by path
 * @param indexed how many of them and of those inside them hold text
 */
export async function openFormats(
  chromium: string,
  files: Readonly<Record<string, string | Uint8Array>>,
  indexed: number,
): Promise<FormatApp> {
  const folder = await mkdtemp(join(tmpdir(), 'lorekeep-formats-'));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  const app = await serveApp();
  const browser = await launchChromium(chromium);
  const shown = await openApp(browser, app.url);
  const { page } = shown;
  // Some are read letter by letter, some are long.
  page.setDefaultTimeout(75_000);
  await addFolder(page, folder, indexed);
  page.setDefaultTimeout(soon.timeout);

  async function findHit(word: string): Promise<Locator> {
    await page.keyboard.press('Control+k');
    await page.getByLabel('Search or ask').fill(word);
    const hit = page.locator('a', { has: page.locator('mark') }).first();
    await expect.poll(() => hit.innerText(), soon).toContain(word);
    return hit;
  }

  return {
    ...shown,
    folder,
    findHit,
    async openHit(word) {
      await (await findHit(word)).click();
      await expect
        .poll(() => readHighlight(page, 'match-current'), soon)
        .toEqual({ text: word, inView: true });
    },
    async checkNarrow(paths) {
      const narrow = await openApp(browser, app.url, { width: 420, height: 800 });
      const address = new URL(page.url());
      for (const path of paths) {
        const query = new URLSearchParams(address.hash.split('?')[1]);
        query.set('path', path);
        await narrow.page.goto(`${address.origin}/#/document?${query}`);
        await narrow.page.locator('.facts').waitFor({ state: 'attached' });
        await narrow.page.locator('[role=row], .segment, canvas, img').first().waitFor();
        await narrow.picture(`format-narrow-${path.replaceAll('/', '-')}`);
        const overflow = await narrow.page.evaluate(
          () => document.documentElement.scrollWidth - window.innerWidth,
        );
        expect(overflow, path).toBeLessThanOrEqual(0);
      }
      expect(narrow.errors).toEqual([]);
    },
    async dispose() {
      await browser.close();
      await app.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
