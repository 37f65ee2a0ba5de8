// Operators, suggestions and reasons on the search screen, by mouse and by keys.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppPage, addFolder, openApp, readHighlight, soon } from '../support/app-page.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { type ServedApp, serveApp } from '../support/served-app.ts';

const found = findChromium();
const name = `query syntax in a browser${found.path ? '' : ` (skipped: ${found.reason})`}`;

const longName = `minutes-of-the-harbour-board-${'on-moorings-and-tides-'.repeat(5)}2024.md`;
const filler = 'Nothing else of note was said on that day, and the tide came in as it does.\n\n';
const files: Record<string, string> = {
  'notes/harbour-manual.md': `# Harbour manual\n\n## Painting the lighthouse\n\nThe lighthouse on Merrow Point is painted every seven years.\n\n${filler.repeat(12)}## Lamp oil\n\nThe lighthouse burns lamp oil of the first grade in its lighthouse lamp.\n\n${filler.repeat(12)}`,
  [`notes/${longName}`]: `# Minutes\n\n## Lighthouse keepers\n\nThe keepers of the lighthouse were thanked.\n`,
  'tides.txt': 'Tide notes. A heron stands at noon near the lighthouse.\n',
  'arabic.md': '# إجازة الموظفين\n\nيحصل الموظف على عشرين يوما من الإجازة المدفوعة كل سنة.\n',
};

describe.skipIf(!found.path)(name, () => {
  let folder: string;
  let app: ServedApp;
  let browser: Browser;
  let shown: AppPage;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lorekeep-syntax-'));
    await mkdir(join(folder, 'notes'));
    for (const [path, text] of Object.entries(files)) await writeFile(join(folder, path), text);
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

  const box = () => shown.page.getByLabel('Search or ask');
  const chips = () => shown.page.getByRole('list', { name: 'Filters in the query' });
  const hits = () => shown.page.locator('a.hit');
  const options = () => shown.page.getByRole('option');

  it('tells what can be typed', async () => {
    const { page, picture } = shown;
    await page.getByRole('link', { name: 'Search', exact: true }).click();
    await page.getByText('type:pdf').waitFor();
    await picture('search-tips');
  });

  it('shows filters as chips, and dropping one takes it from the query', async () => {
    const { page, picture } = shown;
    await box().fill('lighthouse type:markdown -heron ');
    await expect
      .poll(() => chips().getByRole('listitem').allInnerTexts(), soon)
      .toEqual(['type: markdown', 'without “heron”']);
    await hits().first().waitFor();
    expect(await hits().filter({ hasText: 'tides.txt' }).count()).toBe(0);
    await picture('search-chips');
    await page.getByRole('button', { name: 'Drop the filter “type: markdown”' }).click();
    expect(await box().inputValue()).toBe('lighthouse -heron ');
    await expect.poll(() => chips().getByRole('listitem').allInnerTexts(), soon).toHaveLength(1);
    await expect.poll(() => box().evaluate((input) => input.matches(':focus')), soon).toBe(true);
  });

  it('names the filter that leaves nothing, and offers to drop it', async () => {
    const { page, picture } = shown;
    await box().fill('lighthouse type:pdf after:2001 ');
    const drop = page.getByRole('button', { name: /^Drop “type: pdf” \(\d+ passages?\)$/ });
    await drop.waitFor();
    await picture('search-emptied');
    await drop.click();
    await hits().first().waitFor();
    expect(await box().inputValue()).toBe('lighthouse after:2001 ');
  });

  it('waits with an operator that is being typed, and explains it when it is left so', async () => {
    const { page } = shown;
    await box().fill('');
    await box().pressSequentially('lighthouse after:20');
    await hits().first().waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    await expect
      .poll(() => page.getByRole('alert').innerText(), soon)
      .toContain('“20” is no date. Write after:2024');
    await box().pressSequentially('24-01');
    await expect
      .poll(() => chips().getByRole('listitem').allInnerTexts(), soon)
      .toEqual(['since 2024-01-01']);
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('finds while a word is being typed, and tells of a corrected one', async () => {
    const { page } = shown;
    await box().fill('keepe');
    await expect.poll(() => hits().first().innerText(), soon).toContain('keepers');
    await box().fill('lighthuose ');
    await expect
      .poll(() => page.getByRole('status').allInnerTexts(), soon)
      .toContainEqual(expect.stringContaining('“lighthuose” stands nowhere'));
  });

  it('suggests files and headings, reached and opened by keys', async () => {
    const { page, picture } = shown;
    await box().fill('lighth');
    await expect
      .poll(() => options().allInnerTexts(), soon)
      .toEqual(
        expect.arrayContaining([
          expect.stringContaining('Lighthouse keepers') as string,
          expect.stringContaining('Painting the lighthouse') as string,
        ]),
      );
    expect(await box().getAttribute('aria-expanded')).toBe('true');
    await box().press('ArrowDown');
    const reached = () =>
      page.evaluate(() => {
        const id = document.activeElement?.getAttribute('aria-activedescendant');
        return id ? document.getElementById(id)?.innerText : null;
      });
    expect(await reached()).toContain('Lighthouse keepers');
    await picture('search-suggestions');
    await box().press('Escape');
    expect(await reached()).toBeNull();
    expect(await box().inputValue()).toBe('lighth');
    await box().press('ArrowDown');
    await box().press('Enter');
    await expect.poll(() => readHighlight(page, 'passage'), soon).toMatchObject({ inView: true });
    expect((await readHighlight(page, 'passage')).text).toContain('Lighthouse keepers');
    await page.keyboard.press('Escape');
    await options().first().waitFor();
  });

  it('goes from the last suggestion on to the passages and back to the box', async () => {
    const { page } = shown;
    const count = await options().count();
    await box().focus();
    for (let i = 0; i <= count; i += 1) await page.keyboard.press('ArrowDown');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.className), soon)
      .toContain('hit');
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => box().evaluate((input) => input.matches(':focus')), soon).toBe(true);
  });

  it('says why a passage stands where it stands', async () => {
    const { page, picture } = shown;
    await box().fill('lighthouse lamp ');
    await hits().first().waitFor();
    const why = page.getByRole('button', { name: 'Why this result' }).first();
    await why.focus();
    await page.keyboard.press('Enter');
    await page.getByText(/^carry \d+\s?% of the weight of yours; place \d+ by words$/).waitFor();
    await picture('search-why');
    await page.keyboard.press('Enter');
    expect(await why.getAttribute('aria-expanded')).toBe('false');
  });

  it('keeps many chips, long names and right-to-left queries in a narrow window', async () => {
    const narrow = await openApp(browser, app.url, { width: 420, height: 800 });
    const { page } = narrow;
    const overflow = () =>
      page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    const many = Array.from({ length: 10 }, (_, i) => `-word${i} path:notes`).join(' ');
    await page.getByLabel('Search or ask').fill(`lighthouse ${many} -"${'long '.repeat(30)}" `);
    await page.getByRole('list', { name: 'Filters in the query' }).waitFor();
    await narrow.picture('search-many-chips-narrow');
    expect(await overflow()).toBeLessThanOrEqual(0);
    await page.getByLabel('Search or ask').fill('minutes harb');
    await page.getByRole('option').first().waitFor();
    await narrow.picture('search-suggestions-narrow');
    expect(await overflow()).toBeLessThanOrEqual(0);
    await page.getByLabel('Search or ask').fill('الموظف الإجازة type:markdown ');
    await page.locator('a.hit').first().waitFor();
    await narrow.picture('search-rtl-narrow');
    expect(await overflow()).toBeLessThanOrEqual(0);
    expect(narrow.errors).toEqual([]);
  });

  it('logged no error', () => {
    expect(shown.errors).toEqual([]);
  });
});
