// An answer that a model on this machine wrote from the documents: it streams, says who wrote it,
// and its citations open at the passage; how it is written is chosen beside the question, and kept.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppPage, addFolder, openApp, readHighlight, soon } from '../support/app-page.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { chatModel } from '../support/gguf/chat-model.ts';
import { loraAdapter } from '../support/gguf/lora-adapter.ts';
import { recitingModel } from '../support/gguf/reciting-model.ts';
import { saveModel } from '../support/gguf/weights.ts';
import { type ServedApp, serveApp } from '../support/served-app.ts';

const found = findChromium();
const name = `answers of a model in a browser${found.path ? '' : ` (skipped: ${found.reason})`}`;

const fact = 'The lighthouse on Merrow Point is painted every seven years.';

describe.skipIf(!found.path)(name, () => {
  let folder: string;
  let app: ServedApp;
  let browser: Browser;
  let shown: AppPage;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lorekeep-answers-'));
    const papers = join(folder, 'papers');
    await mkdir(papers);
    await writeFile(join(papers, 'lighthouse.md'), `# Lighthouse\n\n${fact}\n`);
    for (const topic of ['Mooring', 'Towing', 'Tides']) {
      await writeFile(join(papers, `${topic}.md`), `# ${topic}\n\nNothing of note this year.\n`);
    }
    const writer = recitingModel(
      'The lighthouse on Merrow Point is painted every seven years [1].',
    );
    const base = chatModel({ name: 'Tiny chat model' });
    await saveModel(join(folder, 'reciter.gguf'), writer);
    await saveModel(join(folder, 'chat.gguf'), base);
    await saveModel(join(folder, 'tone.gguf'), loraAdapter(base, { name: 'Tone' }));
    app = await serveApp();
    browser = await launchChromium(found.path!);
    shown = await openApp(browser, app.url);
    await addFolder(shown.page, papers, 4);
    await addModels('reciter', 'chat', 'tone');
  });

  afterAll(async () => {
    await browser?.close();
    await app?.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const box = () => shown.page.getByLabel('Search or ask');
  const answer = () => shown.page.getByRole('region', { name: 'Answer', exact: true });
  const chooser = () => shown.page.getByRole('button', { name: /^Answered by / });
  const opener = () => shown.page.getByRole('button', { name: /^Settings of the answer/ });
  const restsOn = () => shown.page.getByRole('button', { name: /^Rests on: / });
  const panel = () => shown.page.getByRole('dialog', { name: 'Settings of the answer' });

  async function addModels(...names: string[]): Promise<void> {
    const { page } = shown;
    await page.getByRole('link', { name: 'Models', exact: true }).click();
    for (const one of names) {
      await page.getByRole('button', { name: /^Add a (?:model|file)/ }).click();
      const file = page.getByLabel('File, folder or name on Hugging Face');
      await file.fill(join(folder, `${one}.gguf`));
      await page.getByRole('button', { name: /^Add “/ }).click();
      await page.getByRole('article', { name: one, exact: true }).waitFor();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await page.keyboard.press('/');
  }

  async function choose(model: string): Promise<void> {
    await chooser().click();
    await shown.page.getByRole('radio', { name: model }).check();
    await shown.page.keyboard.press('Escape');
  }

  async function ask(question: string): Promise<void> {
    await box().fill(question);
    await box().press('Enter');
    await answer().getByRole('button', { name: 'Close the answer' }).waitFor();
  }

  it('writes from the documents, says who wrote it, and opens a citation at its passage', async () => {
    const { page, picture } = shown;
    expect(await opener().count()).toBe(0);
    await choose('reciter');
    await ask('How often is the lighthouse on Merrow Point painted?');
    await expect
      .poll(() => answer().locator('.text').innerText(), soon)
      .toContain(fact.slice(0, -1));
    expect(await answer().innerText()).toMatch(/Written by\s+reciter/);
    expect(await answer().innerText()).not.toContain('Not backed');
    await picture('model-answers-grounded');
    await answer()
      .getByRole('button', { name: /^Source 1/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Back', exact: true }).first().waitFor();
    await expect
      .poll(() => readHighlight(page, 'passage'), soon)
      .toMatchObject({
        text: expect.stringContaining('every seven years') as string,
        inView: true,
      });
    await page.goBack();
  });

  it('holds what a model writes by beside the question, by the keys alone', async () => {
    const { page, picture } = shown;
    await opener().press('Enter');
    const temperature = panel().getByLabel('Temperature');
    await temperature.fill('3');
    await temperature.press('Enter');
    await panel().getByText('A number from 0 to 2.').waitFor();
    await picture('model-answers-settings-wrong');
    // Escape takes back what was typed; the next one closes.
    await temperature.press('Escape');
    expect(await temperature.inputValue()).toBe('');
    await temperature.fill('0');
    await panel().getByLabel('Most tokens').fill('3');
    await panel().getByLabel('Seed').fill('7');
    await page.keyboard.press('Tab');
    await picture('model-answers-settings');
    await page.keyboard.press('Escape');
    await panel().waitFor({ state: 'hidden' });
    await ask('How often is it painted?');
    expect(await answer().innerText()).toContain('the most tokens that an answer may have');
    await picture('model-answers-changed');
  });

  it('writes without the documents, and says so before and after', async () => {
    const { page, picture } = shown;
    await restsOn().click();
    await page.getByRole('radio', { name: /^No documents/ }).check();
    await page.keyboard.press('Escape');
    expect(await restsOn().innerText()).toContain('No documents');
    await ask('How often is it painted, anyway?');
    await answer().getByText('From the model’s general knowledge').waitFor();
    await picture('model-answers-free');
  });

  it('remembers the writer, its adapters and these settings after a reload', async () => {
    const { page, picture } = shown;
    await choose('chat');
    await chooser().click();
    const scale = page.getByLabel('Scale of tone');
    await scale.focus();
    await scale.press('ArrowLeft');
    await page.keyboard.press('Escape');
    await page.reload();
    await expect.poll(() => chooser().innerText(), soon).toMatch(/chat\s+1 adapter/);
    await chooser().click();
    expect(await page.getByLabel('Scale of tone').inputValue()).toBe('0.95');
    await page.keyboard.press('Escape');
    await opener().click();
    expect(await panel().getByLabel('Seed').inputValue()).toBe('7');
    expect(await restsOn().innerText()).toContain('No documents');
    await panel().getByRole('button', { name: 'As usual again' }).click();
    expect(await panel().getByLabel('Seed').inputValue()).toBe('');
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 400, height: 760 });
    await opener().click();
    await picture('model-answers-settings-narrow');
    await page.keyboard.press('Escape');
  });

  it('follows another choice for good, made in the settings of models', async () => {
    const { page } = shown;
    await page.setViewportSize({ width: 1200, height: 800 });
    await page.getByRole('link', { name: 'Models', exact: true }).click();
    const row = page.getByRole('article', { name: 'reciter', exact: true });
    await row.getByRole('button', { name: 'Use “reciter”' }).click();
    await row.getByText('In use').waitFor();
    await page.keyboard.press('/');
    await expect.poll(() => chooser().innerText(), soon).toContain('reciter');
  });

  it('asked nothing of the network and logged no error', () => {
    expect(shown.foreign).toEqual([]);
    expect(shown.errors).toEqual([]);
  });
});
