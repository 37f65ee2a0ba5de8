// Tables, in texts and by themselves: how they are shown, and that a hit opens in them at its place,
// marked.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readHighlight, soon } from '../support/app-page.ts';
import { findChromium } from '../support/chromium.ts';
import { writeDocx } from '../support/docx.ts';
import { type FormatApp, openFormats } from '../support/format-app.ts';
import { writeXlsx } from '../support/workbooks.ts';

const found = findChromium();
const name = `tables in a browser${found.path ? '' : ` (skipped: ${found.reason})`}`;

const manyRows = 100_000;
const manyColumns = 1_500;
const range = <T>(length: number, make: (i: number) => T) =>
  Array.from({ length }, (_, i) => make(i));
const longTable = range(
  900,
  (i) => `<tr><td>Row ${i}</td><td>${i * 3}</td><td>${i === 700 ? 'numbat' : 'none'}</td></tr>`,
);
const wide = (row: number) =>
  range(manyColumns, (i) => (row === 40 && i === 1_200 ? 'axolotl' : `r${row}c${i}`)).join(',');

/** Files by path; 5 of them and of those inside them hold text. */
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
  'page.html': `<title>Long</title><article><p>Before the table.</p><table>${longTable.join('')}</table><p>Behind it.</p></article>`,
};

describe.skipIf(!found.path)(name, () => {
  let shown: FormatApp;

  beforeAll(async () => {
    shown = await openFormats(found.path!, files, 5);
  });
  afterAll(() => shown?.dispose());

  it('draws the tables of a text as tables, numbers flush right', async () => {
    const { page, picture } = shown;
    await shown.openHit('capuchin');
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

  it('opens a workbook at the sheet and the row of a hit, under the names of the columns', async () => {
    const { page, picture } = shown;
    await shown.openHit('tamarin');
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
    await shown.openHit('tapir');
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
    await shown.openHit('axolotl');
    expect(await page.getByRole('row').first().getByRole('cell').count()).toBeLessThan(60);
    const box = (await page.getByRole('cell', { name: 'axolotl' }).boundingBox())!;
    expect(box.x).toBeGreaterThan(0);
    expect(box.x + box.width).toBeLessThanOrEqual(1200);
  });

  it('lets a long table within a text scroll for itself', async () => {
    const { page, picture } = shown;
    await shown.openHit('numbat');
    expect(await page.getByRole('row').count()).toBeLessThan(150);
    await page.getByText('Behind it.').waitFor();
    await picture('format-html');
  });

  it('fits a narrow window', async () => {
    await shown.checkNarrow(['plan.xlsx']);
  });

  it('asked nothing of any other place and logged no error', () => {
    expect(shown.foreign).toEqual([]);
    expect(shown.errors).toEqual([]);
  });
});
