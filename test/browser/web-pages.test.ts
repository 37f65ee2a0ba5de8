// Web pages in the library: added by their address, searched and opened like any document, with
// what could not be fetched and why.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppPage, openApp, soon } from '../support/app-page.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { type ServedApp, serveApp } from '../support/served-app.ts';
import { htmlOf } from '../support/web-server.ts';

const found = findChromium();
const name = `web pages in a browser${found.path ? '' : ` (skipped: ${found.reason})`}`;

const birds = ['Plover', 'Curlew', 'Godwit', 'Whimbrel'];

describe.skipIf(!found.path)(name, () => {
  let site: Server;
  let origin: string;
  let app: ServedApp;
  let browser: Browser;
  let shown: AppPage;
  /** The slow page waits for this. */
  const released = Promise.withResolvers<void>();

  beforeAll(async () => {
    site = createServer((request, response) => {
      const path = request.url ?? '/';
      const send = (body: string, type = 'text/html; charset=utf-8') =>
        response.writeHead(200, { 'content-type': type }).end(body);
      const bird = birds.find((one) => path === `/birds/${one.toLowerCase()}`);
      if (bird) {
        const text = `The ${bird} is a wader. The ${bird} nests on open ground near the shore.`;
        send(htmlOf(`${bird} – field guide`, text));
      } else if (path === '/slow') {
        void released.promise.then(() => send(htmlOf('Slow', 'It came late.')));
      } else if (path === '/sitemap.xml') {
        const paths = [...birds.map((one) => `/birds/${one.toLowerCase()}`), '/lost', '/slow'];
        const urls = paths.map((one) => `<url><loc>${origin}${one}</loc></url>`);
        send(`<urlset>${urls.join('')}</urlset>`, 'application/xml');
      } else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
    app = await serveApp();
    browser = await launchChromium(found.path!);
    shown = await openApp(browser, app.url);
  });

  afterAll(async () => {
    await browser?.close();
    await app?.dispose();
    site?.closeAllConnections();
    site?.close();
  });

  it('adds a page by its address, and says what is no address', async () => {
    const { page, picture } = shown;
    await page.getByRole('link', { name: 'Library' }).click();
    await page.getByText('It fetches what you add, and nothing else.').waitFor();
    await picture('web-none');
    await page.getByRole('button', { name: 'Add a web page' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await dialog.getByText('Give the address of a page').waitFor();
    await dialog.getByLabel('Address').fill('ftp://files.example/');
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await dialog.getByText('is no address of a web page').waitFor();
    await dialog.getByLabel('Address').fill(`${origin}/birds/plover`);
    await dialog.getByLabel('Fetch it again').selectOption({ label: 'Every week' });
    await picture('web-add');
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('Page · 1 document · Every week').waitFor();
    await page.getByRole('main').getByRole('link', { name: 'Plover – field guide' }).waitFor();
  });

  it('shows a list of pages while it is fetched', async () => {
    const { page, picture } = shown;
    await page.getByRole('button', { name: 'Add a web page' }).click();
    await page.getByLabel('Address').fill(`${origin}/sitemap.xml`);
    await page.keyboard.press('Enter');
    await page.getByText('5 of 6 pages').waitFor();
    await picture('web-fetching');
    released.resolve();
    await page.getByText('Sitemap · 5 documents · Every day').waitFor();
    await page.getByText('1 page not fetched').click();
    await page.getByText('There is no such page').waitFor();
    await picture('web-pages');
  });

  it('finds a page and opens it with its address', async () => {
    const { page, picture } = shown;
    await page.getByRole('link', { name: 'Search' }).first().click();
    await page.getByLabel('Search or ask').fill('where does the godwit nest');
    const hit = page.locator('a', { has: page.locator('mark') }).first();
    await expect.poll(() => hit.textContent(), soon).toContain(`${origin}/birds/godwit`);
    await picture('web-hits');
    await hit.click();
    const link = page.getByRole('link', { name: 'Open the page' });
    await link.waitFor();
    expect(await link.getAttribute('href')).toBe(`${origin}/birds/godwit`);
    expect(await link.getAttribute('rel')).toContain('noopener');
    await page.getByText('Fetched this minute').waitFor();
    await picture('web-document');
  });

  it('lists the pages of a source by their addresses', async () => {
    const { page, picture } = shown;
    await page.getByRole('link', { name: 'Library' }).click();
    await page
      .getByRole('main')
      .getByRole('link', { name: /sitemap[.]xml/ })
      .click();
    await page.getByText(`${origin}/birds/curlew`).waitFor();
    await picture('web-folder');
    await page.getByRole('button', { name: 'Update' }).click();
    await page.getByRole('link', { name: 'Library' }).click();
  });

  it('changes and removes a source', async () => {
    const { page, picture } = shown;
    const title = `${new URL(origin).host}/sitemap.xml`;
    await page.getByRole('button', { name: `Edit “${title}”` }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('Field guide');
    await dialog.getByLabel('Most pages').fill('many');
    await dialog.getByText('A whole number from 1').waitFor();
    await dialog.getByLabel('Most pages').fill('3');
    await dialog.getByLabel('Fetch it again').selectOption({ label: 'Only when I ask' });
    await picture('web-edit');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.setViewportSize({ width: 420, height: 800 });
    await page.getByText('Only when I ask').waitFor();
    await picture('web-narrow');
    await page.setViewportSize({ width: 1200, height: 800 });
    await page.getByRole('button', { name: 'Remove “Field guide”' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove “Field guide”' }).click();
    await page.getByText('Only when I ask').waitFor({ state: 'detached' });
    await page.getByText('Page · 1 document').waitFor();
  });

  it('asked nothing of any other host, and logged no error', () => {
    expect(shown.foreign).toEqual([]);
    expect(shown.errors).toEqual([]);
  });
});
