// Documents are data: what a stranger wrote into one runs nothing and asks for nothing.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppPage, addFolder, openApp, soon } from '../support/app-page.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { type ServedApp, serveApp } from '../support/served-app.ts';

const found = findChromium();
const name = `hostile documents in a browser${found.path ? '' : ` (skipped: ${found.reason})`}`;

const attack = [
  '<script>window.hacked = "script"</script>',
  '<img src="https://evil.example/img.png" onerror="window.hacked = \'img\'">',
  '<svg onload="window.hacked = \'svg\'"></svg>',
  '<iframe src="https://evil.example/frame"></iframe>',
  '<a href="javascript:window.hacked = \'a\'">wombat anchor</a>',
].join('\n');

const files = {
  'hostile.md': `# Wombat <script>window.hacked = "title"</script>\n\n${attack}\n\n![wombat picture](https://evil.example/remote.png)\n\n[wombat link](javascript:window.hacked='md') and [wombat page](https://evil.example/page)\n\n<https://evil.example/auto>\n`,
  'hostile.html': `<title>Wombat page</title><body><p>wombat web page</p>${attack}<link rel="stylesheet" href="https://evil.example/x.css"><meta http-equiv="refresh" content="0;url=https://evil.example/">`,
  'hostile.eml': `From: "wombat <img src=x onerror=window.hacked=1>" <a@b.example>\nSubject: Wombat <script>window.hacked = "subject"</script>\nMIME-Version: 1.0\nContent-Type: text/html\n\n<p>wombat mail</p><table><tr><td>a</td><td>&lt;img src=x onerror=window.hacked=1&gt;</td></tr></table>${attack}\n`,
  'hostile <img src=x onerror=window.hacked=1>.txt': `wombat text ${attack}`,
};

describe.skipIf(!found.path)(name, () => {
  let folder: string;
  let app: ServedApp;
  let browser: Browser;
  let shown: AppPage;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lorekeep-hostile-'));
    for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
    app = await serveApp();
    browser = await launchChromium(found.path!);
    shown = await openApp(browser, app.url);
    await addFolder(shown.page, folder, Object.keys(files).length);
  });

  afterAll(async () => {
    await browser?.close();
    await app?.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const hacked = () => shown.page.evaluate(() => (window as { hacked?: string }).hacked ?? null);

  it('shows them among the results as words', async () => {
    const { page } = shown;
    await page.keyboard.press('/');
    await page.getByLabel('Search or ask').fill('wombat');
    await expect
      .poll(() => page.locator('a', { has: page.locator('mark') }).count(), soon)
      .toBe(Object.keys(files).length);
    expect(await hacked()).toBeNull();
  });

  it.each(Object.keys(files))('opens %s and runs nothing', async (file) => {
    const { page } = shown;
    await page.keyboard.press('/');
    await page.getByLabel('Search or ask').fill('wombat');
    await page
      .locator('a', { hasText: file, has: page.locator('mark') })
      .first()
      .click();
    await page.locator('article', { hasText: /wombat/i }).waitFor();
    expect(
      await page.locator('article :is(script, img, svg, iframe, style, link, meta)').count(),
    ).toBe(0);
    expect(await page.locator('article a[href^="javascript:" i]').count()).toBe(0);
    for (const element of await page.locator('article span.md-link, article .md-image').all()) {
      await element.click();
    }
    await page.waitForTimeout(300);
    expect(await hacked()).toBeNull();
    expect(page.url().startsWith(new URL(app.url).origin)).toBe(true);
  });

  it('lets an https link lead out only in a new window without a way back', async () => {
    const { page } = shown;
    await page.keyboard.press('/');
    await page.getByLabel('Search or ask').fill('wombat');
    await page
      .locator('a', { hasText: 'hostile.md', has: page.locator('mark') })
      .first()
      .click();
    const link = page.getByRole('link', { name: 'wombat page' });
    expect(await link.getAttribute('target')).toBe('_blank');
    expect(await link.getAttribute('rel')).toContain('noreferrer');
  });

  it('asked nothing of any other place', () => {
    expect(shown.foreign).toEqual([]);
    expect(shown.errors).toEqual([]);
  });

  it('serves a document’s own bytes so that they cannot run either', async () => {
    const { page } = shown;
    const answer = await page.evaluate(async () => {
      const query = new URLSearchParams(location.hash.split('?')[1]);
      const response = await fetch(`/documents/${query.get('folder')}/hostile.html`);
      return response.headers.get('content-security-policy');
    });
    expect(answer).toMatch(/sandbox|default-src 'none'/);
  });
});
