// Browsers without the CSS Custom Highlight API show the passage and the words all the same.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppPage, addFolder, openApp, soon } from '../support/app-page.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { type ServedApp, serveApp } from '../support/served-app.ts';

const found = findChromium();
const name = `a browser without highlights${found.path ? '' : ` (skipped: ${found.reason})`}`;

describe.skipIf(!found.path)(name, () => {
  let folder: string;
  let app: ServedApp;
  let browser: Browser;
  let shown: AppPage;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lorekeep-old-'));
    const filler = 'Nothing here.\n\n'.repeat(80);
    await writeFile(
      join(folder, 'gannet.md'),
      `# Birds\n\n${filler}The gannet dives.\n\n${filler}`,
    );
    app = await serveApp();
    browser = await launchChromium(found.path!);
    shown = await openApp(browser, app.url);
    await shown.page.addInitScript(() => Reflect.deleteProperty(CSS, 'highlights'));
    await shown.page.reload();
    await addFolder(shown.page, folder, 1);
  });

  afterAll(async () => {
    await browser?.close();
    await app?.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  it('marks the word where it stands', async () => {
    const { page } = shown;
    expect(await page.evaluate(() => 'highlights' in CSS)).toBe(false);
    await page.keyboard.press('/');
    await page.getByLabel('Search or ask').fill('gannet');
    await page
      .locator('a', { has: page.locator('mark') })
      .first()
      .click();
    const mark = page.locator('mark.match-current');
    const word = page.getByText('The gannet dives.');
    await mark.waitFor();
    const overlap = async () => {
      const [box, line] = [await mark.boundingBox(), await word.boundingBox()];
      return box && line && box.y >= line.y - 4 && box.y + box.height <= line.y + line.height + 4;
    };
    await expect.poll(overlap, soon).toBe(true);
    expect((await mark.boundingBox())!.y).toBeLessThan(800);
    expect(shown.errors).toEqual([]);
  });
});
