// The library while it works: progress and stop, what is wrong with a file and what to do about
// it, collections as a scope of the search.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppPage, addFolder, openApp, soon } from '../support/app-page.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { writePdf } from '../support/pdf.ts';
import { type ServedApp, serveApp } from '../support/served-app.ts';

const found = findChromium();
const name = `the library in a browser${found.path ? '' : ` (skipped: ${found.reason})`}`;

const manyFiles = 10_000;

async function writeFolders(root: string): Promise<void> {
  for (const folder of ['odd', 'even', 'many']) await mkdir(join(root, folder));
  await writeFile(join(root, 'odd/plover.md'), '# Plover\n\nThe plover nests on gravel.\n');
  await writeFile(join(root, 'odd/broken.pdf'), '%PDF-1.7\nand then nothing that makes sense');
  await writeFile(
    join(root, 'odd/locked.pdf'),
    writePdf({ pages: [['secret']], password: 'guess' }),
  );
  await writeFile(join(root, 'odd/blank.txt'), '');
  await writeFile(join(root, 'even/plover.txt'), 'Another plover, on sand.\n');
  const words = Array.from({ length: 120 }, (_, i) => `word${i % 97} of the long tale`).join(' ');
  for (let i = 0; i < manyFiles; i += 1) {
    await writeFile(join(root, `many/tale-${String(i).padStart(5, '0')}.md`), `# ${i}\n\n${words}`);
  }
}

describe.skipIf(!found.path)(name, () => {
  let root: string;
  let app: ServedApp;
  let browser: Browser;
  let shown: AppPage;

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'lorekeep-library-'));
    await writeFolders(root);
    app = await serveApp();
    browser = await launchChromium(found.path!);
    shown = await openApp(browser, app.url);
  });

  afterAll(async () => {
    await browser?.close();
    await app?.dispose();
    await rm(root, { recursive: true, force: true });
  });

  it('says of each file what is wrong with it', async () => {
    const { page, picture } = shown;
    await addFolder(page, join(root, 'odd'), 1);
    await page.getByRole('link', { name: 'odd', exact: true }).click();
    const row = (file: string) => page.getByRole('listitem').filter({ hasText: file });
    await expect.poll(() => row('broken.pdf').innerText(), soon).toContain('The file is damaged');
    await expect.poll(() => row('locked.pdf').innerText(), soon).toContain('by a password');
    await expect.poll(() => row('blank.txt').innerText(), soon).toContain('No text');
    await picture('folder');
  });

  it('shows the files of one state, or of one path', async () => {
    const { page } = shown;
    const rows = page.getByRole('list', { name: 'Files' }).getByRole('listitem');
    await page.getByLabel('State').selectOption({ label: 'Failed (2)' });
    await expect.poll(() => rows.count(), soon).toBe(2);
    await page.getByLabel('State').selectOption('all');
    await page.getByLabel('Filter by path').fill('plov');
    await expect.poll(() => rows.count(), soon).toBe(1);
    await page.getByLabel('Filter by path').fill('no such');
    await page.getByText('No file of this folder matches.').waitFor();
    await page.getByLabel('Filter by path').fill('');
  });

  it('reads a file again when told to', async () => {
    const { page } = shown;
    const row = page.getByRole('listitem').filter({ hasText: 'locked.pdf' });
    await row.hover();
    await page.getByRole('button', { name: 'Read “locked.pdf” again' }).click();
    await expect.poll(() => row.innerText(), soon).toContain('by a password');
  });

  it('reads a file by itself once it is mended', async () => {
    const { page } = shown;
    await writeFile(join(root, 'odd/broken.pdf'), writePdf({ pages: [['A mended curlew.']] }));
    const row = page.getByRole('listitem').filter({ hasText: 'broken.pdf' });
    await expect.poll(() => row.innerText(), soon).toContain('Indexed');
  });

  it('leaves a file out and takes it in again', async () => {
    const { page } = shown;
    const row = page.getByRole('listitem').filter({ hasText: 'plover.md' });
    await row.hover();
    await page.getByRole('button', { name: 'Leave “plover.md” out' }).click();
    await expect.poll(() => row.innerText(), soon).toContain('You chose to leave this file out');
    await row.hover();
    await page.getByRole('button', { name: 'Include “plover.md” again' }).click();
    await expect.poll(() => row.innerText(), soon).toContain('Indexed');
  });

  it('chooses which files count, seeing what that means while typing', async () => {
    const { page, picture } = shown;
    await page.getByRole('button', { name: 'Choose which files count' }).click();
    await page.getByText('Counts (4)').waitFor();
    await page.getByLabel('But not these').fill('*.pdf');
    await page.getByText('Left out (2)').waitFor();
    await picture('patterns');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page
      .getByRole('listitem')
      .filter({ hasText: 'locked.pdf' })
      .waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Choose which files count' }).click();
    await page.getByLabel('But not these').fill('');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('listitem').filter({ hasText: 'locked.pdf' }).waitFor();
  });

  it('searches a collection of its own folders alone', async () => {
    const { page } = shown;
    await page.getByRole('link', { name: 'Library' }).click();
    await addFolder(page, join(root, 'even'), 1);
    await page.getByRole('button', { name: 'New collection' }).click();
    await page.getByLabel('Name').fill('Shore');
    await page.getByRole('checkbox', { name: /even/ }).check();
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Shore', exact: true }).click();
    const hits = page.locator('a', { has: page.locator('mark') });
    await page.getByLabel('Search or ask').fill('plover');
    await expect.poll(() => hits.allInnerTexts(), soon).toEqual([expect.stringContaining('sand')]);
    await page.getByRole('button', { name: 'Search everything instead' }).click();
    await expect.poll(() => hits.count(), soon).toBe(2);
  });

  it('renames and deletes a collection, and keeps its folders', async () => {
    const { page } = shown;
    await page.getByRole('link', { name: 'Library' }).click();
    await page.getByRole('button', { name: 'Edit “Shore”' }).click();
    await page.getByLabel('Name').fill('Coast');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'Delete “Coast”' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete “Coast”' }).click();
    await page.getByRole('button', { name: 'Edit “Coast”' }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'even', exact: true }).waitFor();
  });

  it('shows how far indexing is, searches meanwhile, and stops when told to', async () => {
    const { page, picture } = shown;
    await page.getByRole('button', { name: 'Add a folder' }).click();
    await page.getByLabel('Path of the folder').fill(join(root, 'many'));
    await page.getByRole('button', { name: 'Add “many”' }).click();
    await page.getByText(/^[1-9][\d,]* of 10,000 files/).waitFor();
    await picture('indexing');
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Paused').first().waitFor();
    await picture('paused');
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByText('Reading files').first().waitFor();
    await page.keyboard.press('/');
    await page.getByLabel('Search or ask').fill('mended curlew');
    await page.locator('a mark').first().waitFor();
    await page.getByRole('link', { name: 'Library' }).click();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByRole('progressbar').first().waitFor({ state: 'detached' });
  });

  it('scrolls through ten thousand files without drawing them all', async () => {
    const { page, picture } = shown;
    await page.getByRole('link', { name: 'many', exact: true }).click();
    await page.getByText('tale-00000.md').waitFor();
    const rows = page.getByRole('list', { name: 'Files' }).getByRole('listitem');
    expect(await rows.count()).toBeLessThan(100);
    await page.getByRole('list', { name: 'Files' }).hover();
    for (let step = 1; step <= 20; step += 1) {
      await page.mouse.wheel(0, 7_000);
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
      expect(await rows.count()).toBeLessThan(100);
    }
    // Where it came to rest, the rows are there.
    await expect.poll(() => rows.nth(20).innerText(), soon).toMatch(/tale-0\d{4}\.md/);
    await page.mouse.wheel(0, 10_000_000);
    await page.getByText(`tale-0${manyFiles - 1}.md`).waitFor();
    expect(await rows.count()).toBeLessThan(100);
    await picture('folder-end');
  });

  it('walks through ten thousand files by keys', async () => {
    const { page } = shown;
    const focused = () =>
      page.evaluate(() => document.activeElement?.closest('[data-row]')?.textContent ?? '');
    await page
      .getByRole('listitem')
      .filter({ hasText: `tale-0${manyFiles - 1}.md` })
      .getByRole('button')
      .first()
      .focus();
    await page.keyboard.press('ArrowUp');
    await expect.poll(focused, soon).toContain(`tale-0${manyFiles - 2}.md`);
    await page.keyboard.press('Home');
    await expect.poll(focused, soon).toContain('tale-00000.md');
    await page.keyboard.press('ArrowDown');
    await expect.poll(focused, soon).toContain('tale-00001.md');
    await page.keyboard.press('End');
    await expect.poll(focused, soon).toContain(`tale-0${manyFiles - 1}.md`);
  });

  it('logged no error', () => {
    expect(shown.foreign).toEqual([]);
    expect(shown.errors).toEqual([]);
  });
});
