// The whole job without a mouse, and in a narrow window: everything is reached by keys, and what
// has the focus shows it.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppPage, openApp, readHighlight, soon } from '../support/app-page.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { type ServedApp, serveApp } from '../support/served-app.ts';

const found = findChromium();
const name = `keys alone in a browser${found.path ? '' : ` (skipped: ${found.reason})`}`;

/** Presses Tab until an element of that name has the focus, and checks that it shows. */
async function tabTo(page: Page, label: RegExp): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      const ring = element.closest('label')?.querySelector('span') ?? element;
      const style = getComputedStyle(ring);
      return {
        name: element.getAttribute('aria-label') ?? element.innerText,
        visible: style.outlineStyle !== 'none' || style.boxShadow !== 'none',
      };
    });
    if (label.test(focused.name)) {
      expect(focused.visible, `focus on ${focused.name} shows`).toBe(true);
      return;
    }
  }
  throw new Error(`Nothing named ${label} was reached by Tab.`);
}

describe.skipIf(!found.path)(name, () => {
  let folder: string;
  let app: ServedApp;
  let browser: Browser;
  let shown: AppPage;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lorekeep-keys-'));
    await mkdir(join(folder, 'papers'));
    await writeFile(
      join(folder, 'papers/heron.md'),
      '# Heron ledger\n\nThe heron ledger is kept in the north tower.\n\nA second heron is counted.\n',
    );
    app = await serveApp();
    browser = await launchChromium(found.path!);
    shown = await openApp(browser, app.url);
  });

  afterAll(async () => {
    await browser?.close();
    await app?.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  it('adds a folder', async () => {
    const { page } = shown;
    await page.getByRole('button', { name: 'Add a folder' }).waitFor();
    await tabTo(page, /^Add a folder$/);
    await page.keyboard.press('Enter');
    await page.getByRole('listbox').waitFor();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.type(folder);
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: 'papers' }).waitFor();
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.role), soon)
      .toBe('listbox');
    await page.keyboard.press('ArrowRight');
    await page.getByRole('button', { name: 'Add “papers”' }).waitFor();
    await tabTo(page, /^Add “papers”$/);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: /^1\s+Indexed$/ }).waitFor();
  });

  it('searches, walks the results and opens one', async () => {
    const { page } = shown;
    await page.keyboard.press('/');
    await page.keyboard.type('heron ledger');
    await page.locator('a mark').first().waitFor();
    // Past the one suggestion, the document's heading.
    await page.getByRole('option').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent ?? ''), soon)
      .toContain('Heron ledger');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => readHighlight(page, 'match-current'), soon)
      .toMatchObject({ inView: true });
  });

  it('steps through the matches', async () => {
    const { page } = shown;
    const count = page.getByRole('status').filter({ hasText: ' of ' });
    const first = await count.innerText();
    expect(first).toMatch(/^\d of 5$/);
    await page.keyboard.press('F3');
    await expect.poll(() => count.innerText(), soon).not.toBe(first);
    await page.keyboard.press('Shift+F3');
    await expect.poll(() => count.innerText(), soon).toBe(first);
  });

  it('comes back to the same result, and from there to the box', async () => {
    const { page } = shown;
    await page.keyboard.press('Escape');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent ?? ''), soon)
      .toContain('Heron ledger');
    await page.keyboard.press('Escape');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')), soon)
      .toBe('Search or ask');
  });

  it('asks and opens a citation', async () => {
    const { page } = shown;
    await page.keyboard.press('Control+k');
    await page.keyboard.type('Where is the heron ledger kept?');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Source 1/ }).waitFor();
    await tabTo(page, /^Source 1/);
    await page.getByRole('tooltip').waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => readHighlight(page, 'passage'), soon).toMatchObject({ inView: true });
    expect((await readHighlight(page, 'passage')).text).toContain('north tower');
  });

  it('changes the appearance', async () => {
    const { page } = shown;
    await tabTo(page, /^Settings$/);
    await page.keyboard.press('Enter');
    await page.getByRole('radio', { name: 'System' }).waitFor();
    await page.getByRole('radio', { name: 'System' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await expect
      .poll(() => page.evaluate(() => document.documentElement.dataset['theme']), soon)
      .toBe('dark');
  });

  it('fits a narrow window, with the sidebar in a drawer', async () => {
    const narrow = await openApp(browser, app.url, { width: 420, height: 800 });
    const { page } = narrow;
    await page.getByLabel('Search or ask').fill('heron');
    await page.locator('a mark').first().waitFor();
    await narrow.picture('results-narrow');
    const overflow = () =>
      page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(await overflow()).toBeLessThanOrEqual(0);
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('link', { name: 'Library' }).click();
    await page.getByRole('heading', { name: 'Library' }).waitFor();
    await page.getByRole('complementary').waitFor({ state: 'hidden' });
    expect(await overflow()).toBeLessThanOrEqual(0);
    await narrow.picture('library-narrow');
    expect(narrow.errors).toEqual([]);
  });

  it('logged no error', () => {
    expect(shown.errors).toEqual([]);
  });
});
