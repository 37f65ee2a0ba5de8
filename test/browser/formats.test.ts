// How documents of each kind are shown, and that a hit opens in them at its place, marked.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppPage, addFolder, openApp, readHighlight, soon } from '../support/app-page.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { mail, zip } from '../support/containers.ts';
import { writeDocx } from '../support/docx.ts';
import { writeEpub } from '../support/epub.ts';
import { writePdf } from '../support/pdf.ts';
import { pictureOf, scanOf } from '../support/picture.ts';
import { writePptx } from '../support/pptx.ts';
import { type ServedApp, serveApp } from '../support/served-app.ts';
import { writeXlsx } from '../support/workbooks.ts';

const found = findChromium();
const name = `documents of every kind in a browser${found.path ? '' : ` (skipped: ${found.reason})`}`;

const manyRows = 100_000;
const manyColumns = 1_500;
const range = <T>(length: number, make: (i: number) => T) =>
  Array.from({ length }, (_, i) => make(i));

const letter = writeDocx({ parts: [{ text: 'A letter that lies inside another file.' }] });
const rules = writePdf({
  pages: [['First page of the rules.'], ['The cormorant rule stands here.']],
});
const longTable = range(
  900,
  (i) => `<tr><td>Row ${i}</td><td>${i * 3}</td><td>${i === 700 ? 'numbat' : 'none'}</td></tr>`,
);
const wide = (row: number) =>
  range(manyColumns, (i) => (row === 40 && i === 1_200 ? 'axolotl' : `r${row}c${i}`)).join(',');

/** Files by path; 15 of them and of those inside them hold text. */
const files: Record<string, string | Uint8Array> = {
  'fees.docx': writeDocx({
    parts: [
      { text: 'Harbour fees', style: 'Title' },
      { text: 'Boats pay by the night.' },
      {
        rows: [
          ['Length', 'Fee', 'Remark'],
          ['6 m', '8.50', 'Dinghies with a capuchin pennant'],
          ['10 m', '12.00', ''],
        ],
      },
    ],
  }),
  'talk.pptx': writePptx({
    slides: [
      ...range(12, (i) => ({ title: `Slide title ${i}`, items: [[0, 'A tide table']] as const })),
      {},
      { title: 'Last', items: [[0, 'The quokka tide']], notes: 'Speak of the pangolin.' },
    ],
  }),
  'plan.xlsx': writeXlsx([
    { name: 'Empty', rows: [] },
    {
      name: 'Plan',
      rows: [
        ['Budget'],
        ['Item', 'Cost'],
        ...range(300, (i) => [i === 250 ? 'A rope called tamarin' : `Rope ${i}`, i]),
      ],
    },
    {
      name: 'Crew',
      rows: [
        ['Name', 'Born'],
        ['Ida Bilby', 1981],
      ],
    },
  ]),
  'big.csv': `id,name,amount\n${range(manyRows, (i) => `${i},${i === 77_777 ? 'tapir' : `Person ${i}`},${i / 4}`).join('\n')}\n`,
  'wide.csv': `${range(60, wide).join('\n')}\n`,
  'book.epub': writeEpub({
    chapters: range(30, (i) => [
      `c${i}.xhtml`,
      `<h1>Chapter of ${i}</h1>${range(20, (p) => `<p>Paragraph ${p} of it.</p>`).join('')}${i === 25 ? '<p>The dugong sleeps.</p>' : ''}`,
    ]),
  }),
  'page.html': `<title>Long</title><article><p>Before the table.</p><table>${longTable.join('')}</table><p>Behind it.</p></article>`,
  'ferry.eml': mail('The ocelot ferry sails on Sunday.', {
    'letter.docx': letter,
    'sign.png': pictureOf([]),
  }),
  'box.zip': zip({
    'papers/rules.pdf': rules,
    'papers/deep/letter.docx': letter,
    'sign.png': pictureOf([]),
  }),
  'ledger.png': pictureOf(['The harbour master keeps', 'the marmoset ledger']),
  'scan.pdf': scanOf([['First page of the scan'], ['About the bittern channel']]),
  'server.py': range(
    400,
    (i) => `def handler_${i}():\n    return ${i === 350 ? '"wallaby"' : i}\n`,
  ).join('\n'),
};

describe.skipIf(!found.path)(name, () => {
  let folder: string;
  let app: ServedApp;
  let browser: Browser;
  let shown: AppPage;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lorekeep-formats-'));
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
    app = await serveApp();
    browser = await launchChromium(found.path!);
    shown = await openApp(browser, app.url);
    // Two of them are read letter by letter, one is long.
    shown.page.setDefaultTimeout(75_000);
    await addFolder(shown.page, folder, 15);
    shown.page.setDefaultTimeout(soon.timeout);
  });

  afterAll(async () => {
    await browser?.close();
    await app?.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  /** Searches for a word that one file holds: the hit. */
  async function findHit(word: string): Promise<Locator> {
    const { page } = shown;
    await page.keyboard.press('Control+k');
    await page.getByLabel('Search or ask').fill(word);
    const hit = page.locator('a', { has: page.locator('mark') }).first();
    await expect.poll(() => hit.innerText(), soon).toContain(word);
    return hit;
  }

  /** Opens a hit: there the word is marked and in view. */
  async function openHit(word: string): Promise<void> {
    const { page } = shown;
    await (await findHit(word)).click();
    await expect
      .poll(() => readHighlight(page, 'match-current'), soon)
      .toEqual({ text: word, inView: true });
  }

  /** Waits until the page was drawn so many times. */
  async function frames(count: number): Promise<void> {
    await shown.page.evaluate(async (left) => {
      for (; left > 0; left--) await new Promise((resolve) => requestAnimationFrame(resolve));
    }, count);
  }

  /** Opens a file from the list of the folder's files. */
  async function openFile(path: string): Promise<void> {
    const { page } = shown;
    await page.getByRole('link', { name: 'Library' }).click();
    await page.getByRole('link', { name: basename(folder), exact: true }).click();
    await page.getByLabel('Filter by path').fill(path);
    await page.getByRole('listitem').filter({ hasText: path }).getByRole('link').click();
  }

  it('draws the tables of a text as tables, numbers flush right', async () => {
    const { page, picture } = shown;
    await openHit('capuchin');
    const table = page.getByRole('table').first();
    expect(await table.getByRole('columnheader').allInnerTexts()).toEqual([
      'Length',
      'Fee',
      'Remark',
    ]);
    const fee = table.getByRole('cell', { name: '12.00' });
    expect(await fee.evaluate((cell) => getComputedStyle(cell).textAlign)).toBe('right');
    await picture('format-docx');
  });

  it('shows slides as cards with their numbers, and goes from one to the next', async () => {
    const { page, picture } = shown;
    await openHit('pangolin');
    await page.locator('.part-head', { hasText: /^Slide 14$/ }).waitFor();
    await page.getByText('Nothing to read here').waitFor();
    const chooser = page.getByLabel('Part to go to');
    await chooser.selectOption('Slide 3');
    const head = page.locator('.part-head', { hasText: /^Slide 3$/ });
    const top = async () => (await head.boundingBox())!.y;
    await expect.poll(async () => (await top()) > 0 && (await top()) < 140, soon).toBe(true);
    await page.getByRole('button', { name: 'Next', exact: true }).click();
    await expect.poll(() => chooser.inputValue(), soon).toBe('3');
    await picture('format-pptx');
  });

  it('stays at the slide that was chosen last, also before it has come to the hit', async () => {
    const { page } = shown;
    const hit = await findHit('pangolin');
    // In the third frame after the document came, while it still scrolls: sooner than any hand.
    await page.evaluate(() => {
      let seen = 0;
      const look = () => {
        const chooser = document.querySelector<HTMLSelectElement>('.tools select');
        if (chooser) seen += 1;
        if (!chooser || seen < 3) {
          requestAnimationFrame(look);
          return;
        }
        chooser.value = '1';
        chooser.dispatchEvent(new Event('change'));
      };
      look();
    });
    await hit.click();
    const chooser = page.getByLabel('Part to go to');
    await expect.poll(() => chooser.inputValue(), soon).toBe('1');
    await frames(120);
    expect(await chooser.inputValue()).toBe('1');
    const { y } = (await page.locator('.part-head', { hasText: /^Slide 2$/ }).boundingBox())!;
    expect(y).toBeGreaterThan(0);
    expect(y).toBeLessThan(140);

    // The last one cannot come to the top.
    const last = await chooser.locator('option').last().getAttribute('value');
    await chooser.selectOption(last);
    await frames(20);
    expect(await chooser.inputValue()).toBe(last);
    expect(await page.getByRole('button', { name: 'Next', exact: true }).isDisabled()).toBe(true);
  });

  it('goes through the chapters of a long book, which is drawn as it comes into view', async () => {
    const { page } = shown;
    await openHit('dugong');
    await expect.poll(() => page.getByLabel('Part to go to').inputValue(), soon).toBe('25');
    expect(await page.locator('.segment').count()).toBeLessThan(200);
    await page.getByLabel('Part to go to').selectOption({ index: 2 });
    await page.getByRole('heading', { name: 'Chapter of 2', exact: true }).waitFor();
  });

  it('opens a workbook at the sheet and the row of a hit, under the names of the columns', async () => {
    const { page, picture } = shown;
    await openHit('tamarin');
    expect(await page.getByRole('tab', { selected: true }).innerText()).toBe('Plan');
    const row = page.getByRole('row', { name: 'tamarin' });
    expect(await row.getByRole('cell').allInnerTexts()).toEqual(['A rope called tamarin', '250']);
    expect(await page.locator('.head .header').innerText()).toMatch(/Item\s+Cost/);
    await picture('format-xlsx');
  });

  it('finds through all sheets, and turns to the sheet of a match', async () => {
    const { page } = shown;
    await page.keyboard.press('Control+f');
    await page.keyboard.type('Bilby');
    await expect
      .poll(() => readHighlight(page, 'match-current'), soon)
      .toEqual({ text: 'Bilby', inView: true });
    expect(await page.getByRole('tab', { selected: true }).innerText()).toBe('Crew');
  });

  it('turns over sheets by keys', async () => {
    const { page } = shown;
    await page.getByRole('tab', { selected: true }).focus();
    await page.keyboard.press('Home');
    await page.getByText('There is nothing in here').waitFor();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('cell', { name: 'Rope 3', exact: true }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Plan');
  });

  it('draws of a hundred thousand rows only those in view', async () => {
    const { page, picture } = shown;
    await openHit('tapir');
    expect(await page.getByRole('row').count()).toBeLessThan(150);
    await page.getByRole('table').hover();
    await page.mouse.wheel(0, 10_000_000);
    await page.getByRole('row', { name: `Person ${manyRows - 1}` }).waitFor();
    expect(await page.getByRole('row').count()).toBeLessThan(150);
    expect(await page.locator('.head .header').innerText()).toMatch(/id\s+name\s+amount/);
    await picture('format-csv');
  });

  it('draws of many columns only those in view, and scrolls sideways to a match', async () => {
    const { page } = shown;
    await openHit('axolotl');
    expect(await page.getByRole('row').first().getByRole('cell').count()).toBeLessThan(60);
    const box = (await page.getByRole('cell', { name: 'axolotl' }).boundingBox())!;
    expect(box.x).toBeGreaterThan(0);
    expect(box.x + box.width).toBeLessThanOrEqual(1200);
  });

  it('lets a long table within a text scroll for itself', async () => {
    const { page, picture } = shown;
    await openHit('numbat');
    expect(await page.getByRole('row').count()).toBeLessThan(150);
    await page.getByText('Behind it.').waitFor();
    await picture('format-html');
  });

  it('shows the head of a mail and what is attached to it', async () => {
    const { page, picture } = shown;
    await openHit('ocelot');
    await page.getByRole('heading', { name: 'The papers' }).first().waitFor();
    expect(await page.locator('dt').allInnerTexts()).toEqual(['From', 'To']);
    await picture('format-eml');
    await page.getByRole('region', { name: 'Attachments (2)' }).getByText('sign.png').click();
    const image = page.getByRole('img', { name: 'sign.png' });
    await expect
      .poll(() => image.evaluate((img: HTMLImageElement) => img.naturalWidth), soon)
      .toBe(1000);
    await page.getByRole('link', { name: 'Open “ferry.eml”, which holds this document' }).click();
    await page.getByText('ocelot ferry').waitFor();
  });

  it('opens what is in an archive, and from there the archive', async () => {
    const { page, picture } = shown;
    await openHit('cormorant');
    await expect
      .poll(() => page.getByRole('textbox', { name: 'Page' }).inputValue(), soon)
      .toBe('2');
    expect(await page.locator('canvas').count()).toBeGreaterThan(0);
    await expect
      .poll(() => page.locator('nav.steps').innerText(), soon)
      .toMatch(/^box.zip\s*›\s*papers › rules.pdf$/);
    await page.getByRole('link', { name: 'Open “box.zip”, which holds this document' }).click();
    await page.getByRole('link', { name: 'papers/deep/letter.docx' }).waitFor();
    await picture('format-zip');
    await page.getByRole('link', { name: 'sign.png' }).click();
    const image = page.getByRole('img', { name: 'sign.png' });
    await expect
      .poll(() => image.evaluate((img: HTMLImageElement) => img.naturalWidth), soon)
      .toBe(1000);
  });

  it('shows a picture beside the text that was read from it', async () => {
    const { page, picture } = shown;
    await openHit('marmoset');
    const panel = page.getByRole('complementary', { name: 'Recognised text' });
    await expect.poll(() => panel.innerText(), soon).toMatch(/\d+ % sure/);
    const image = page.getByRole('img', { name: 'ledger.png' });
    await expect
      .poll(() => image.evaluate((img: HTMLImageElement) => img.naturalWidth), soon)
      .toBe(1000);
    await picture('format-picture');
    await page.getByRole('button', { name: 'Actual size' }).click();
    await expect.poll(() => image.evaluate((img: HTMLImageElement) => img.width), soon).toBe(1000);
  });

  it('shows the page of a scan, and the words beside it', async () => {
    const { page, picture } = shown;
    await openHit('bittern');
    const drawn = page.getByRole('group', { name: 'Page 2' }).locator('canvas');
    await expect.poll(async () => (await drawn.boundingBox())!.y, soon).toBeLessThan(600);
    const panel = page.getByRole('complementary', { name: 'Recognised text' });
    await panel.getByText('Page 2').waitFor();
    await picture('format-scan');
    await panel.getByRole('button', { name: 'Hide the recognised text' }).focus();
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Show the recognised text' }).click();
    await panel.waitFor();
    await page.getByRole('button', { name: 'Hide the recognised text' }).first().click();
    await panel.waitFor({ state: 'detached' });
    await page.keyboard.press('Control+f');
    await page.keyboard.type('First');
    await expect
      .poll(() => readHighlight(page, 'match-current'), soon)
      .toEqual({ text: 'First', inView: true });
  });

  it('numbers the lines of code', async () => {
    const { page, picture } = shown;
    await openHit('wallaby');
    const line = page.locator('.line', { hasText: 'wallaby' });
    expect(await line.getAttribute('data-line')).toBe(String(350 * 3 + 2));
    await picture('format-code');
  });

  it('opens a picture without letters from the list of files', async () => {
    const { page } = shown;
    await openFile('ferry.eml/sign.png');
    await page.getByRole('img', { name: 'sign.png' }).waitFor();
  });

  it('fits a narrow window', async () => {
    const narrow = await openApp(browser, app.url, { width: 420, height: 800 });
    const address = new URL(shown.page.url());
    for (const path of [
      'plan.xlsx',
      'talk.pptx',
      'scan.pdf',
      'ledger.png',
      'box.zip/papers/deep/letter.docx',
    ]) {
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
  });

  it('asked nothing of any other place and logged no error', () => {
    expect(shown.foreign).toEqual([]);
    expect(shown.errors).toEqual([]);
  });
});
