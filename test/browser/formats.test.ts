// Documents of slides, chapters and lines: how they are shown, and that a hit opens in them at its
// place, marked.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { soon } from '../support/app-page.ts';
import { findChromium } from '../support/chromium.ts';
import { writeEpub } from '../support/epub.ts';
import { type FormatApp, openFormats } from '../support/format-app.ts';
import { writePptx } from '../support/pptx.ts';

const found = findChromium();
const name = `documents in parts in a browser${found.path ? '' : ` (skipped: ${found.reason})`}`;

const range = <T>(length: number, make: (i: number) => T) =>
  Array.from({ length }, (_, i) => make(i));

/** Files by path; 3 of them and of those inside them hold text. */
const files: Record<string, string | Uint8Array> = {
  'talk.pptx': writePptx({
    slides: [
      ...range(12, (i) => ({ title: `Slide title ${i}`, items: [[0, 'A tide table']] as const })),
      {},
      { title: 'Last', items: [[0, 'The quokka tide']], notes: 'Speak of the pangolin.' },
    ],
  }),
  'book.epub': writeEpub({
    chapters: range(30, (i) => [
      `c${i}.xhtml`,
      `<h1>Chapter of ${i}</h1>${range(20, (p) => `<p>Paragraph ${p} of it.</p>`).join('')}${i === 25 ? '<p>The dugong sleeps.</p>' : ''}`,
    ]),
  }),
  'server.py': range(
    400,
    (i) => `def handler_${i}():\n    return ${i === 350 ? '"wallaby"' : i}\n`,
  ).join('\n'),
};

describe.skipIf(!found.path)(name, () => {
  let shown: FormatApp;

  beforeAll(async () => {
    shown = await openFormats(found.path!, files, 3);
  });
  afterAll(() => shown?.dispose());

  /** Waits until the page was drawn so many times. */
  async function frames(count: number): Promise<void> {
    await shown.page.evaluate(async (left) => {
      for (; left > 0; left--) await new Promise((resolve) => requestAnimationFrame(resolve));
    }, count);
  }

  it('shows slides as cards with their numbers, and goes from one to the next', async () => {
    const { page, picture } = shown;
    await shown.openHit('pangolin');
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
    const hit = await shown.findHit('pangolin');
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
    await shown.openHit('dugong');
    await expect.poll(() => page.getByLabel('Part to go to').inputValue(), soon).toBe('25');
    expect(await page.locator('.segment').count()).toBeLessThan(200);
    await page.getByLabel('Part to go to').selectOption({ index: 2 });
    await page.getByRole('heading', { name: 'Chapter of 2', exact: true }).waitFor();
  });

  it('numbers the lines of code', async () => {
    const { page, picture } = shown;
    await shown.openHit('wallaby');
    const line = page.locator('.line', { hasText: 'wallaby' });
    expect(await line.getAttribute('data-line')).toBe(String(350 * 3 + 2));
    await picture('format-code');
  });

  it('fits a narrow window', async () => {
    await shown.checkNarrow(['talk.pptx']);
  });

  it('asked nothing of any other place and logged no error', () => {
    expect(shown.foreign).toEqual([]);
    expect(shown.errors).toEqual([]);
  });
});
