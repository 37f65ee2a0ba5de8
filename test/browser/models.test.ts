// Models as a person meets them: what works without one, the catalogue, adding files, answers that a
// model wrote with the adapters that were switched on, and what is wrong with files.
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppPage, addFolder, openApp, soon } from '../support/app-page.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { embedderModel, rerankerModel } from '../support/gguf/bert-model.ts';
import { chatModel } from '../support/gguf/chat-model.ts';
import { loraAdapter } from '../support/gguf/lora-adapter.ts';
import { saveModel } from '../support/gguf/weights.ts';
import { serveHub } from '../support/hub.ts';
import { childrenOf } from '../support/kill.ts';
import { type ServedApp, serveApp } from '../support/served-app.ts';

const found = findChromium();
const name = `models in a browser${found.path ? '' : ` (skipped: ${found.reason})`}`;

/** As long as such names are, with letters that paths have trouble with. */
const longName = 'Wortschmied-7B-Instruct-DPO-Überarbeitung 🎐 v0.3-abliterated-GGUF.Q4_K_M';

async function writeModels(folder: string): Promise<void> {
  await mkdir(join(folder, 'inner'));
  const base = chatModel({ name: 'Tiny chat model' });
  await saveModel(join(folder, 'chat.gguf'), base);
  // Slow enough to be stopped on any machine.
  const slow = chatModel({ seed: 5, endless: true, layers: 4, embedding: 128 });
  await saveModel(join(folder, `${longName}.gguf`), slow);
  await saveModel(join(folder, 'house-tone.gguf'), loraAdapter(base, { name: 'House tone' }));
  await saveModel(join(folder, 'legal.gguf'), loraAdapter(base, { seed: 21, rank: 2 }));
  await saveModel(join(folder, 'vectors.gguf'), embedderModel());
  await saveModel(join(folder, 'ranking.gguf'), rerankerModel());
  await writeFile(join(folder, 'letter.gguf'), 'Dear Sir or Madam, this is no model.\n'.repeat(99));
}

/** What is said in one of several documents only can be told from the others. */
async function writePapers(folder: string): Promise<void> {
  const fact = 'The lighthouse on Merrow Point is painted every seven years.';
  await writeFile(join(folder, 'lighthouse.md'), `# Lighthouse\n\n${fact}\n`);
  for (const topic of [
    'Mooring',
    'Towing',
    'Tides',
    'Ferries',
    'Nets',
    'Buoys',
    'Sails',
    'Ropes',
  ]) {
    const text = `# ${topic}\n\nNothing of note about ${topic.toLowerCase()} this year.\n`;
    await writeFile(join(folder, `${topic}.md`), text);
  }
}

/** Ends the process that models run in, as a crash would; false where it cannot be found. */
function killInference(app: ServedApp): boolean {
  const pid = childrenOf(app.pid).find((child) =>
    readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('inference'),
  );
  return pid !== undefined && process.kill(pid, 'SIGKILL');
}

describe.skipIf(!found.path)(name, () => {
  let folder: string;
  let papers: string;
  let app: ServedApp;
  let browser: Browser;
  let shown: AppPage;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lorekeep-models-'));
    papers = join(folder, 'papers');
    await mkdir(papers);
    await writeModels(folder);
    await writePapers(papers);
    app = await serveApp();
    browser = await launchChromium(found.path!);
    shown = await openApp(browser, app.url);
    await addFolder(shown.page, papers, 9);
  });

  afterAll(async () => {
    await browser?.close();
    await app?.dispose();
    await rm(folder, { recursive: true, force: true });
  });

  const box = () => shown.page.getByLabel('Search or ask');
  const answer = () => shown.page.getByRole('region', { name: 'Answer', exact: true });
  const row = (title: string) => shown.page.getByRole('article', { name: title, exact: true });
  const dialog = () => shown.page.getByRole('dialog');
  const chooser = () => shown.page.getByRole('button', { name: /^Answered by / });

  async function openModels(part = ''): Promise<void> {
    await shown.page.getByRole('link', { name: 'Models', exact: true }).click();
    if (part !== '') await shown.page.getByRole('link', { name: part, exact: true }).click();
  }

  async function addFile(path: string): Promise<void> {
    await shown.page.getByRole('button', { name: /^Add a (?:model|file)/ }).click();
    await shown.page.getByLabel('File, folder or name on Hugging Face').fill(path);
    await dialog()
      .getByRole('button', { name: /^Add “/ })
      .click();
  }

  /** Asks and waits until the answer is whole. */
  async function ask(question: string): Promise<string> {
    await box().fill(question);
    await box().press('Enter');
    await answer().getByRole('button', { name: 'Close the answer' }).waitFor();
    return answer().locator('.text').innerText();
  }

  it('says what works without a model, and asks nothing of the network', async () => {
    const { page, picture } = shown;
    await page.keyboard.press('/');
    expect(await chooser().count()).toBe(0);
    await openModels();
    await page.getByRole('heading', { name: 'Lorekeep works without a model' }).waitFor();
    await picture('models-empty');
  });

  it('shows the catalogue with what fits, and narrows it', async () => {
    const { page, picture } = shown;
    await page.getByRole('button', { name: 'Look at the catalogue' }).click();
    const first = row('Qwen3 0.6B');
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
    await openModels();
    await addFile(join(folder, 'letter.gguf'));
    await expect.poll(() => dialog().getByRole('alert').innerText(), soon).toContain('It is text.');
    await picture('models-add-refused');
    const field = page.getByLabel('File, folder or name on Hugging Face');
    await field.fill('letter');
    await page.getByRole('button', { name: /^Add “/ }).click();
    expect(await dialog().getByRole('alert').innerText()).toContain('Write the whole path');
    await field.fill('hf:nowhere');
    await dialog().getByRole('button', { name: 'Download' }).click();
    await expect
      .poll(() => dialog().getByRole('alert').innerText(), soon)
      .toContain('names no model on Hugging Face');
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
  });

  it('adds a model by walking to it with the keys', async () => {
    const { page, picture } = shown;
    await page.getByRole('button', { name: 'Add a file that you have' }).click();
    const field = page.getByLabel('File, folder or name on Hugging Face');
    await field.fill(folder);
    await field.press('Enter');
    const list = page.getByRole('listbox', { name: 'Folders and models' });
    await list.getByRole('option', { name: 'chat.gguf' }).waitFor();
    await list.focus();
    await page.keyboard.press('c');
    await page.keyboard.press('Enter');
    await picture('models-add');
    expect(await field.inputValue()).toBe(join(folder, 'chat.gguf'));
    await dialog().getByRole('button', { name: 'Add “chat.gguf”' }).click();
    await row('chat').waitFor();
    await expect.poll(() => row('chat').innerText(), soon).toMatch(/Fits in memory\s+Needs/);
  });

  it('lists models by what they are for, and adapters with what they fit', async () => {
    const { page, picture } = shown;
    for (const file of [longName, 'vectors', 'ranking', 'house-tone', 'legal']) {
      await addFile(join(folder, `${file}.gguf`));
      await row(file).waitFor();
      await dialog().waitFor({ state: 'detached' });
    }
    const embedding = page.getByRole('region', { name: 'Embedding' });
    expect(await embedding.getByRole('article').count()).toBe(1);
    await expect.poll(() => row('house-tone').innerText(), soon).toContain('Fits chat');
    await row('chat').getByRole('button', { name: 'Use “chat”' }).click();
    await row('chat').getByText('In use').waitFor();
    await row('chat').getByRole('button', { name: 'Load “chat” now' }).click();
    await row('chat').getByText('Loaded · ').waitFor();
    await picture('models-installed');
  });

  it('shows what a model says of itself', async () => {
    const { page, picture } = shown;
    await row('chat').getByRole('button', { name: 'Details of “chat”' }).click();
    await dialog().getByText('Tiny chat model').waitFor();
    await dialog()
      .getByText(/^What its header says/)
      .click();
    await dialog().getByRole('rowheader', { name: 'llama.block_count' }).waitFor();
    await picture('models-details');
    await page.keyboard.press('Escape');
  });

  it('answers with the model, and says who wrote it and that nothing backs it', async () => {
    const { page, picture } = shown;
    await page.keyboard.press('/');
    await page.getByRole('button', { name: /^Rests on: Documents only/ }).click();
    await page.getByRole('radio', { name: /^Documents first/ }).check();
    await page.keyboard.press('Escape');
    const plain = await ask('Who paints the lighthouse?');
    expect(plain).not.toBe('');
    const card = await answer().innerText();
    expect(card).toMatch(/Written by\s+chat/);
    expect(card).toMatch(/\d tokens?/);
    expect(card).toContain('From the model’s general knowledge, not from your documents.');
    await page.getByRole('heading', { name: 'Nearest passages' }).waitFor();
    await picture('models-answer');
  });

  it('switches adapters for the next answer', async () => {
    const { page, picture } = shown;
    const plain = await answer().locator('.text').innerText();
    await chooser().click();
    const panel = page.getByRole('dialog', { name: 'Answered by' });
    await panel.getByLabel('house-tone', { exact: true }).check();
    const scale = panel.getByLabel('Scale of legal');
    await scale.focus();
    await scale.press('ArrowLeft');
    await scale.press('ArrowLeft');
    expect(await panel.getByLabel('legal', { exact: true }).isChecked()).toBe(true);
    await picture('models-writer');
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'hidden' });
    await expect.poll(() => chooser().innerText(), soon).toContain('2 adapters');
    const changed = await ask('Who paints the lighthouse? ');
    expect(changed).not.toBe(plain);
    const list = answer().getByRole('list', { name: 'Adapters that wrote it' });
    const items = await list.getByRole('listitem').allInnerTexts();
    expect(items.map((text) => text.replace(/\s+/g, ' '))).toEqual([
      'house-tone × 1',
      'legal × 0.9',
    ]);
    await picture('models-adapters');
  });

  it('goes back to quoted sentences for this conversation alone', async () => {
    const { page } = shown;
    await chooser().click();
    await page.getByRole('radio', { name: /^Quoted sentences/ }).check();
    await page.keyboard.press('Escape');
    await box().fill('How often is the lighthouse on Merrow Point painted?');
    await box().press('Enter');
    await answer().getByText('Quoted from your documents').waitFor();
    await openModels();
    await row('chat').getByText('In use').waitFor();
  });

  it('keeps what was written of an answer that was stopped', async () => {
    const { page, picture } = shown;
    await page.keyboard.press('/');
    await chooser().click();
    await page.getByRole('radio', { name: longName }).check();
    await page.keyboard.press('Escape');
    // By chance it never says the same twice, which would end it.
    await page.getByRole('button', { name: 'Settings of the answer' }).click();
    const temperature = page.getByLabel('Temperature');
    await temperature.fill('2');
    await temperature.press('Enter');
    await page.keyboard.press('Escape');
    await box().fill('Tell me a story without an end');
    await box().press('Enter');
    await expect.poll(() => answer().locator('.text').innerText(), soon).not.toBe('');
    await answer().getByRole('button', { name: 'Stop' }).click();
    await answer().getByText('Stopped before the end.').waitFor();
    await answer().getByRole('button', { name: 'Ask again' }).waitFor();
    await picture('models-stopped');
    const kept = page.getByRole('link', { name: 'Tell me a story without an end' });
    await kept.waitFor();
    await kept.click();
    await page
      .getByRole('article', { name: 'Tell me a story without an end' })
      .getByText('Stopped before the end.')
      .waitFor();
    await page.keyboard.press('Control+k');
  });

  it('keeps what was written when the model’s process ends, and answers again', async ({
    skip,
  }) => {
    const { picture } = shown;
    await box().fill('Tell me another one');
    await box().press('Enter');
    await expect.poll(() => answer().locator('.text').innerText(), soon).not.toBe('');
    skip(!killInference(app), 'this system does not tell which processes a process started');
    await answer().getByRole('alert').waitFor();
    expect(await answer().getByRole('alert').innerText()).toContain('process ended');
    expect(await answer().locator('.text').innerText()).not.toBe('');
    await picture('models-failed');
    await answer().getByRole('button', { name: 'Ask again' }).click();
    await answer().getByRole('alert').waitFor({ state: 'detached' });
    await expect.poll(() => answer().locator('.text').innerText(), soon).not.toBe('');
    await answer().getByRole('button', { name: 'Stop' }).click();
  });

  it('downloads from the catalogue, with a way to stop, and marks what is installed', async () => {
    const { page, picture } = shown;
    const bytes = await readFile(join(folder, 'chat.gguf'));
    const hub = await serveHub({
      'Qwen/Qwen3-0.6B-GGUF': { files: { 'Qwen3-0.6B-Q8_0.gguf': bytes } },
    });
    await openModels('This computer');
    const mirror = page.getByLabel('Download from another address');
    await mirror.fill(hub.mirror);
    await mirror.press('Enter');
    await page.getByRole('link', { name: 'Catalogue', exact: true }).click();
    expect(hub.asked).toEqual([]);
    hub.speed = 50;
    const item = row('Qwen3 0.6B');
    await item.getByRole('button', { name: 'Download Qwen3 0.6B' }).click();
    await item.getByText(/KB of/).waitFor();
    await picture('models-downloading');
    await item.getByRole('button', { name: 'Stop' }).click();
    await item.getByRole('progressbar').waitFor({ state: 'detached' });
    hub.instead = () => ({ status: 404 });
    await item.getByRole('button', { name: 'Download Qwen3 0.6B' }).click();
    await expect.poll(() => item.getByRole('alert').innerText(), soon).toContain('There is no');
    hub.instead = () => undefined;
    hub.speed = 0;
    await item.getByRole('button', { name: 'Try again' }).click();
    await item.getByText('Installed').waitFor();
    await picture('models-downloaded');
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('shows the hardware, and keeps how models compute', async () => {
    const { page, picture } = shown;
    await page.getByRole('link', { name: 'This computer', exact: true }).click();
    await page.getByRole('meter', { name: 'Memory' }).waitFor();
    await picture('models-computer');
    const context = page.getByLabel('Context', { exact: true });
    await context.fill('100');
    await context.press('Enter');
    await page.getByText('A whole number from 512 to 1,048,576.').waitFor();
    await context.fill('4096');
    await context.press('Enter');
    await page.getByLabel('Memory of the context').selectOption('q8_0');
    await page.getByRole('button', { name: 'Detect again' }).click();
    await page.reload();
    await expect.poll(() => context.inputValue(), soon).toBe('4096');
    expect(await page.getByLabel('Memory of the context').inputValue()).toBe('q8_0');
  });

  it('refuses a mirror without losing what was typed', async () => {
    const { page } = shown;
    const mirror = page.getByLabel('Download from another address');
    await mirror.fill('ftp://models.example');
    await mirror.press('Enter');
    await page.getByRole('alert').waitFor();
    expect(await mirror.inputValue()).toBe('ftp://models.example');
    await page.getByLabel('Access token').scrollIntoViewIfNeeded();
    await shown.picture('models-hub');
  });

  it('says that a file is missing, where it was and what to do', async () => {
    const { page, picture } = shown;
    await page.keyboard.press('Control+k');
    await chooser().click();
    await page.getByRole('radio', { name: 'chat', exact: true }).check();
    await page.keyboard.press('Escape');
    await openModels();
    await rename(join(folder, 'chat.gguf'), join(folder, 'inner/chat.gguf'));
    await page.getByRole('link', { name: 'Installed', exact: true }).click();
    await page.reload();
    await row('chat').getByRole('alert').waitFor();
    expect(await row('chat').innerText()).toContain(join(folder, 'chat.gguf'));
    expect(await page.getByRole('alert').count()).toBe(1);
    await picture('models-missing');
    await page.keyboard.press('/');
    await box().fill('Is it there?');
    await box().press('Enter');
    await answer().getByRole('alert').waitFor();
    await answer()
      .getByRole('button', { name: /^(Ask|Try) again$/ })
      .waitFor();
    await rename(join(folder, 'inner/chat.gguf'), join(folder, 'chat.gguf'));
    await openModels();
    await row('chat').getByRole('button', { name: 'Look again' }).click();
    await row('chat').getByRole('alert').waitFor({ state: 'detached' });
  });

  it('asks with the name before it removes one', async () => {
    const { page, picture } = shown;
    await row('chat').getByRole('button', { name: 'Remove “chat”' }).click();
    await page.getByRole('heading', { name: 'Remove “chat”?' }).waitFor();
    await dialog().getByText('It is in use').waitFor();
    await picture('models-remove');
    await dialog().getByRole('button', { name: 'Remove “chat”' }).click();
    await row('chat').waitFor({ state: 'detached' });
    await expect.poll(() => row('house-tone').innerText(), soon).toContain('Fits');
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
    await chooser().click();
    await picture('models-writer-narrow');
  });

  it('asked nothing of the network and logged no error', () => {
    expect(shown.foreign).toEqual([]);
    expect(shown.errors).toEqual([]);
  });
});
