// Models as a person meets them: what works without one, adding files, what is said of those that
// are there, and what is wrong with them.
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { soon } from '../support/app-page.ts';
import { findChromium } from '../support/chromium.ts';
import { longName, type ModelApp, openModelApp } from '../support/model-app.ts';

const found = findChromium();
const name = `models in a browser${found.path ? '' : ` (skipped: ${found.reason})`}`;

describe.skipIf(!found.path)(name, () => {
  let shown: ModelApp;

  beforeAll(async () => {
    shown = await openModelApp(found.path!);
  });
  afterAll(() => shown?.dispose());

  it('says what works without a model, and asks nothing of the network', async () => {
    const { page, picture } = shown;
    await page.keyboard.press('/');
    expect(await shown.chooser.count()).toBe(0);
    await shown.openModels();
    await page.getByRole('heading', { name: 'Lorekeep works without a model' }).waitFor();
    await picture('models-empty');
  });

  it('shows the catalogue with what fits, and narrows it', async () => {
    const { page, picture } = shown;
    await page.getByRole('button', { name: 'Look at the catalogue' }).click();
    const first = shown.row('Qwen3 0.6B');
    await expect.poll(() => first.innerText(), soon).toMatch(/Fits|Tight|Too large/);
    await picture('models-catalogue');
    const items = page.getByRole('article');
    const all = await items.count();
    await page.getByRole('radio', { name: 'Reranking' }).check({ force: true });
    await expect.poll(() => items.count(), soon).toBeLessThan(all);
    await page.getByLabel('Licence').selectOption('MIT');
    await page.getByRole('heading', { name: 'No model of the catalogue matches' }).waitFor();
    await page.getByRole('button', { name: 'Show all models' }).click();
    await expect.poll(() => items.count(), soon).toBe(all);
  });

  it('says what is wrong where something wrong is added', async () => {
    const { page, picture } = shown;
    await shown.openModels();
    await shown.addFile(join(shown.folder, 'letter.gguf'));
    await expect
      .poll(() => shown.dialog.getByRole('alert').innerText(), soon)
      .toContain('It is text.');
    await picture('models-add-refused');
    const field = page.getByLabel('File, folder or name on Hugging Face');
    await field.fill('letter');
    await page.getByRole('button', { name: /^Add “/ }).click();
    expect(await shown.dialog.getByRole('alert').innerText()).toContain('Write the whole path');
    await field.fill('hf:nowhere');
    await shown.dialog.getByRole('button', { name: 'Download' }).click();
    await expect
      .poll(() => shown.dialog.getByRole('alert').innerText(), soon)
      .toContain('names no model on Hugging Face');
    await page.keyboard.press('Escape');
    await shown.dialog.waitFor({ state: 'detached' });
  });

  it('adds a model by walking to it with the keys', async () => {
    const { page, picture } = shown;
    await page.getByRole('button', { name: 'Add a file that you have' }).click();
    const field = page.getByLabel('File, folder or name on Hugging Face');
    await field.fill(shown.folder);
    await field.press('Enter');
    const list = page.getByRole('listbox', { name: 'Folders and models' });
    await list.getByRole('option', { name: 'chat.gguf' }).waitFor();
    await list.focus();
    await page.keyboard.press('c');
    await page.keyboard.press('Enter');
    await picture('models-add');
    expect(await field.inputValue()).toBe(join(shown.folder, 'chat.gguf'));
    await shown.dialog.getByRole('button', { name: 'Add “chat.gguf”' }).click();
    await shown.row('chat').waitFor();
    await expect.poll(() => shown.row('chat').innerText(), soon).toMatch(/Fits in memory\s+Needs/);
  });

  it('lists models by what they are for, and adapters with what they fit', async () => {
    const { page, picture } = shown;
    await shown.addModels(longName, 'vectors', 'ranking', 'house-tone', 'legal');
    const embedding = page.getByRole('region', { name: 'Embedding' });
    expect(await embedding.getByRole('article').count()).toBe(1);
    await expect.poll(() => shown.row('house-tone').innerText(), soon).toContain('Fits chat');
    await shown.row('chat').getByRole('button', { name: 'Use “chat”' }).click();
    await shown.row('chat').getByText('In use').waitFor();
    await shown.row('chat').getByRole('button', { name: 'Load “chat” now' }).click();
    await shown.row('chat').getByText('Loaded · ').waitFor();
    await picture('models-installed');
  });

  it('shows what a model says of itself', async () => {
    const { page, picture } = shown;
    await shown.row('chat').getByRole('button', { name: 'Details of “chat”' }).click();
    await shown.dialog.getByText('Tiny chat model').waitFor();
    await shown.dialog.getByText(/^What its header says/).click();
    await shown.dialog.getByRole('rowheader', { name: 'llama.block_count' }).waitFor();
    await picture('models-details');
    await page.keyboard.press('Escape');
  });

  it('says that a file is missing, where it was and what to do', async () => {
    const { page, picture } = shown;
    await page.keyboard.press('Control+k');
    await shown.chooser.click();
    await page.getByRole('radio', { name: 'chat', exact: true }).check();
    await page.keyboard.press('Escape');
    await shown.openModels();
    await rename(join(shown.folder, 'chat.gguf'), join(shown.folder, 'inner/chat.gguf'));
    await page.getByRole('link', { name: 'Installed', exact: true }).click();
    await page.reload();
    await shown.row('chat').getByRole('alert').waitFor();
    expect(await shown.row('chat').innerText()).toContain(join(shown.folder, 'chat.gguf'));
    expect(await page.getByRole('alert').count()).toBe(1);
    await picture('models-missing');
    await page.keyboard.press('/');
    await shown.box.fill('Is it there?');
    await shown.box.press('Enter');
    await shown.answer.getByRole('alert').waitFor();
    await shown.answer.getByRole('button', { name: /^(Ask|Try) again$/ }).waitFor();
    await rename(join(shown.folder, 'inner/chat.gguf'), join(shown.folder, 'chat.gguf'));
    await shown.openModels();
    await shown.row('chat').getByRole('button', { name: 'Look again' }).click();
    await shown.row('chat').getByRole('alert').waitFor({ state: 'detached' });
  });

  it('asks with the name before it removes one', async () => {
    const { page, picture } = shown;
    await shown.row('chat').getByRole('button', { name: 'Remove “chat”' }).click();
    await page.getByRole('heading', { name: 'Remove “chat”?' }).waitFor();
    await shown.dialog.getByText('It is in use').waitFor();
    await picture('models-remove');
    await shown.dialog.getByRole('button', { name: 'Remove “chat”' }).click();
    await shown.row('chat').waitFor({ state: 'detached' });
    await expect.poll(() => shown.row('house-tone').innerText(), soon).toContain('Fits');
  });

  it('fits a narrow window', async () => {
    const { page, picture } = shown;
    await page.setViewportSize({ width: 400, height: 760 });
    await picture('models-narrow');
    for (const part of ['catalogue', 'computer']) {
      await page.goto(`${page.url().split('#')[0]!}#/models/${part}`);
      await page.waitForTimeout(300);
      await picture(`models-${part}-narrow`);
      const wide = await page.evaluate(() => {
        const screen = document.querySelector('.screen')!;
        return screen.scrollWidth - screen.clientWidth;
      });
      expect(wide).toBe(0);
    }
    await page.goto(`${page.url().split('#')[0]!}#/`);
    await shown.chooser.click();
    await picture('models-writer-narrow');
  });

  it('asked nothing of the network and logged no error', () => {
    expect(shown.foreign).toEqual([]);
    expect(shown.errors).toEqual([]);
  });
});
