// The main job, as a person does it: a folder becomes cited answers that open at their passage.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppPage, addFolder, openApp, readHighlight, soon } from '../support/app-page.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { writeDocx } from '../support/docx.ts';
import { writePdf } from '../support/pdf.ts';
import { type ServedApp, serveApp } from '../support/served-app.ts';

const found = findChromium();
const name = `the main job in a browser${found.path ? '' : ` (skipped: ${found.reason})`}`;

const filler = (topic: string) =>
  Array.from(
    { length: 60 },
    (_, i) => `## ${topic} ${i}\n\nNothing of note about ${topic.toLowerCase()} number ${i}.\n`,
  ).join('\n');
const fact = 'The lighthouse on Merrow Point is painted **every seven years** by the harbour crew.';
const quote = 'The lighthouse on Merrow Point is painted every seven years by the harbour crew.';

async function writeFolder(folder: string): Promise<void> {
  await mkdir(join(folder, 'notes'), { recursive: true });
  const manual = `# Harbour manual\n\n${filler('Mooring')}\n## Painting\n\n${fact}\n\n${filler('Towing')}`;
  await writeFile(join(folder, 'notes/harbour-manual.md'), manual);
  await writeFile(
    join(folder, 'tides.txt'),
    `Tide notes\n\n${'The tide rose and fell again.\n'.repeat(400)}\nOn Midsummer the quokka tide reaches the upper steps.\n`,
  );
  const pages = Array.from({ length: 6 }, (_, i) => [`Chapter ${i + 1} of the pilot's almanac.`]);
  pages[4]!.push('The bittern channel is closed to sail after sunset.');
  await writeFile(join(folder, 'almanac.pdf'), writePdf({ pages, title: 'Almanac' }));
  await writeFile(
    join(folder, 'rules.html'),
    '<title>Rules</title><h1>Rules</h1><p>Visitors keep the <b>marmot gate</b> shut.</p>',
  );
  await writeFile(
    join(folder, 'letter.docx'),
    writeDocx({
      parts: [
        { text: 'Letter', style: 'Title' },
        { text: 'The ocelot ferry sails on Sundays.' },
        {
          rows: [
            ['Day', 'Hour'],
            ['Sunday', 'nine'],
          ],
        },
      ],
    }),
  );
}

describe.skipIf(!found.path)(name, () => {
  let folder: string;
  let app: ServedApp;
  let browser: Browser;
  let shown: AppPage;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lorekeep-papers-'));
    await writeFolder(folder);
    app = await serveApp();
    browser = await launchChromium(found.path!);
    shown = await openApp(browser, app.url);
  });

  afterAll(async () => {
    await browser?.close();
    await app?.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const box = () => shown.page.getByLabel('Search or ask');

  /** Searches and opens the first hit. */
  async function openFirst(words: string): Promise<void> {
    await box().fill(words);
    const hit = shown.page.locator('a', { has: shown.page.locator('mark') }).first();
    await hit.waitFor();
    await expect.poll(() => hit.innerText(), soon).toContain(words.split(' ')[0]);
    await hit.click();
  }

  it('begins with an invitation to add a folder', async () => {
    const { page, picture } = shown;
    await page.getByText('Find anything in your own files').waitFor();
    await page.getByText('Everything stays on this computer.').waitFor();
    await picture('empty');
  });

  it('shows a wrong folder’s fault where it happened', async () => {
    const { page } = shown;
    await page.getByRole('button', { name: 'Add a folder' }).click();
    const path = page.getByLabel('Path of the folder');
    await path.fill(join(folder, 'nowhere'));
    await path.press('Enter');
    await expect
      .poll(() => page.getByRole('alert').innerText(), soon)
      .toContain('There is no folder at');
    await path.fill(join(folder, 'tides.txt'));
    await page.getByRole('button', { name: /^Add “/ }).click();
    await expect.poll(() => page.getByRole('alert').innerText(), soon).toContain('is a file');
    await page.getByRole('button', { name: 'Cancel' }).click();
  });

  it('asks before it takes everything', async () => {
    const { page } = shown;
    await page.getByRole('button', { name: 'Add a folder' }).click();
    await page.getByLabel('Path of the folder').fill('/');
    await page.getByRole('button', { name: /^Add “/ }).click();
    await page.getByRole('heading', { name: 'Index all of “/”?' }).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Find anything in your own files').waitFor();
  });

  it('adds a folder through the chooser and indexes it', async () => {
    const { page, picture } = shown;
    await page.getByRole('button', { name: 'Add a folder' }).click();
    const path = page.getByLabel('Path of the folder');
    await path.fill(folder);
    await path.press('Enter');
    await page.getByRole('option', { name: 'notes' }).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await addFolder(page, folder, 5);
    await picture('library');
  });

  it('finds while typing and marks the words', async () => {
    const { page, picture } = shown;
    await page.keyboard.press('/');
    await box().fill('lighthouse painted');
    await page.locator('mark').first().waitFor();
    const marks = await page.locator('a mark').allInnerTexts();
    expect(marks.map((mark) => mark.toLowerCase())).toEqual(
      expect.arrayContaining(['lighthouse', 'painted']),
    );
    await picture('results');
  });

  it('answers with a citation that opens the document at the passage', async () => {
    const { page, picture } = shown;
    await box().fill('How often is the lighthouse on Merrow Point painted?');
    await box().press('Enter');
    const citation = page.getByRole('button', { name: /^Source 1: open “Harbour manual”/ });
    await citation.waitFor();
    await expect
      .poll(() => page.getByRole('region', { name: 'Answer' }).innerText(), soon)
      .toContain('every seven years');
    await citation.hover();
    await expect.poll(() => page.getByRole('tooltip').innerText(), soon).toContain(quote);
    await picture('answer');
    await citation.click();
    await page.getByRole('heading', { name: 'Painting' }).waitFor();
    await expect.poll(() => readHighlight(page, 'passage'), soon).toMatchObject({ inView: true });
    const { text } = await readHighlight(page, 'passage');
    expect(text.replace(/\s+/g, ' ')).toContain(quote);
    await picture('document');
  });

  it('comes back to the answer as it was', async () => {
    const { page } = shown;
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Source 1/ }).waitFor();
    expect(await box().inputValue()).toBe('How often is the lighthouse on Merrow Point painted?');
  });

  it('says plainly when the documents hold no answer', async () => {
    const { page, picture } = shown;
    await box().fill('What does a kilo of saffron cost in Lisbon?');
    await box().press('Enter');
    await page.getByText('Your documents do not seem to hold an answer to this.').waitFor();
    expect(await page.getByRole('button', { name: /^Source/ }).count()).toBe(0);
    await picture('not-grounded');
  });

  it.each([
    ['plain text', 'quokka tide', 'quokka'],
    ['a web page', 'marmot gate', 'marmot'],
    ['a Word document', 'ocelot ferry', 'ocelot'],
  ])('opens %s at the passage, words marked', async (_format, words, first) => {
    const { page } = shown;
    await page.keyboard.press('Control+k');
    await openFirst(words);
    await expect
      .poll(() => readHighlight(page, 'match-current'), soon)
      .toEqual({ text: first, inView: true });
    expect((await readHighlight(page, 'passage')).text).toContain(words);
  });

  it('opens a PDF at the page and marks the words in it', async () => {
    const { page, picture } = shown;
    await page.keyboard.press('Control+k');
    await openFirst('bittern channel');
    await expect
      .poll(() => readHighlight(page, 'match-current'), soon)
      .toEqual({ text: 'bittern', inView: true });
    await expect
      .poll(() => page.getByRole('textbox', { name: 'Page' }).inputValue(), soon)
      .toBe('5');
    expect(await page.locator('canvas').count()).toBeGreaterThan(0);
    await picture('document-pdf');
  });

  it('finds other words in the open document', async () => {
    const { page } = shown;
    await page.keyboard.press('Control+f');
    await page.keyboard.type('Chapter 2');
    await expect
      .poll(() => readHighlight(page, 'match-current'), soon)
      .toEqual({ text: 'Chapter 2', inView: true });
  });

  it('keeps the question as a conversation and deletes it when told to', async () => {
    const { page } = shown;
    const kept = page.getByRole('link', { name: 'How often is the lighthouse' });
    await kept.click();
    await page.getByRole('button', { name: /^Source 1/ }).waitFor();
    await page.getByRole('button', { name: /^More for “How often is the lighthouse/ }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await kept.waitFor({ state: 'detached' });
  });

  it('turns dark at once and stays so', async () => {
    const { page, picture } = shown;
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByText('Nothing has left this machine.').waitFor();
    await picture('settings');
    const watching = page.getByRole('switch', { name: 'Watch folders for changes' });
    await watching.uncheck();
    await page.reload();
    await expect.poll(() => watching.isChecked(), soon).toBe(false);
    await watching.check();
    await page.getByRole('radio', { name: 'Dark' }).check({ force: true });
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await expect.poll(background, soon).toBe('rgb(23, 25, 26)');
    await page.reload();
    await expect.poll(background, soon).toBe('rgb(23, 25, 26)');
  });

  it('removes a folder only when its name was confirmed, and the files stay', async () => {
    const { page } = shown;
    await page.getByRole('link', { name: 'Library' }).click();
    await page.getByRole('button', { name: /^Remove “lorekeep-papers/ }).click();
    await page.getByText('stay on disk as they are').waitFor();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Remove “/ })
      .click();
    await page.getByText('No folders yet').waitFor();
    await page.getByRole('link', { name: 'Search' }).click();
    await page.getByText('Find anything in your own files').waitFor();
  });

  it('asked nothing of any other place and logged no error', () => {
    expect(shown.foreign).toEqual([]);
    expect(shown.errors).toEqual([]);
  });

  it('says when the engine is gone, and how to come back', async () => {
    const { page } = shown;
    await app.stop();
    await page.getByText('Lorekeep does not answer.').waitFor();
    await page.getByRole('button', { name: 'Try now' }).waitFor();
  });
});
