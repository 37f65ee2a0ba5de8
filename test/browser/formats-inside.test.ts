// What lies inside other files, in pictures and in scans: how it is shown, and that a hit opens in it
// at its place, marked.
import { basename } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readHighlight, soon } from '../support/app-page.ts';
import { findChromium } from '../support/chromium.ts';
import { mail, zip } from '../support/containers.ts';
import { writeDocx } from '../support/docx.ts';
import { type FormatApp, openFormats } from '../support/format-app.ts';
import { writePdf } from '../support/pdf.ts';
import { pictureOf, scanOf } from '../support/picture.ts';

const found = findChromium();
const name = `mails, archives, pictures and scans in a browser${found.path ? '' : ` (skipped: ${found.reason})`}`;

const letter = writeDocx({ parts: [{ text: 'A letter that lies inside another file.' }] });
const rules = writePdf({
  pages: [['First page of the rules.'], ['The cormorant rule stands here.']],
});

/** Files by path; 7 of them and of those inside them hold text. */
const files: Record<string, string | Uint8Array> = {
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
};

describe.skipIf(!found.path)(name, () => {
  let shown: FormatApp;

  beforeAll(async () => {
    shown = await openFormats(found.path!, files, 7);
  });
  afterAll(() => shown?.dispose());

  /** Opens a file from the list of the folder's files. */
  async function openFile(path: string): Promise<void> {
    const { page } = shown;
    await page.getByRole('link', { name: 'Library' }).click();
    await page.getByRole('link', { name: basename(shown.folder), exact: true }).click();
    await page.getByLabel('Filter by path').fill(path);
    await page.getByRole('listitem').filter({ hasText: path }).getByRole('link').click();
  }

  it('shows the head of a mail and what is attached to it', async () => {
    const { page, picture } = shown;
    await shown.openHit('ocelot');
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
    await shown.openHit('cormorant');
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
    await shown.openHit('marmoset');
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
    await shown.openHit('bittern');
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

  it('opens a picture without letters from the list of files', async () => {
    const { page } = shown;
    await openFile('ferry.eml/sign.png');
    await page.getByRole('img', { name: 'sign.png' }).waitFor();
  });

  it('fits a narrow window', async () => {
    await shown.checkNarrow(['scan.pdf', 'ledger.png', 'box.zip/papers/deep/letter.docx']);
  });

  it('asked nothing of any other place and logged no error', () => {
    expect(shown.foreign).toEqual([]);
    expect(shown.errors).toEqual([]);
  });
});
