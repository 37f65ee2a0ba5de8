// The app with models as files beside it and documents indexed, open in a browser.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { type AppPage, addFolder, openApp } from './app-page.ts';
import { launchChromium } from './chromium.ts';
import { embedderModel, rerankerModel } from './gguf/bert-model.ts';
import { chatModel } from './gguf/chat-model.ts';
import { loraAdapter } from './gguf/lora-adapter.ts';
import { saveModel } from './gguf/weights.ts';
import { type ServedApp, serveApp } from './served-app.ts';

/** As long as such names are, with letters that paths have trouble with. */
export const longName = 'Wortschmied-7B-Instruct-DPO-Überarbeitung 🎐 v0.3-abliterated-GGUF.Q4_K_M';

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

export interface ModelApp extends AppPage {
  app: ServedApp;
  /** Holds the files of models, none of them added; the indexed folder is `papers` in it. */
  folder: string;
  /** The question box of the search page. */
  box: Locator;
  /** The answer on the search page. */
  answer: Locator;
  dialog: Locator;
  /** Who answers. */
  chooser: Locator;
  /** A model of a list. */
  row(title: string): Locator;
  /** @param part of the models page */
  openModels(part?: string): Promise<void>;
  /** Adds a file on the models page, and does not wait for it. */
  addFile(path: string): Promise<void>;
  /** Adds models of the folder, by their names. */
  addModels(...names: readonly string[]): Promise<void>;
  dispose(): Promise<void>;
}

/** @param chromium path of the browser */
export async function openModelApp(chromium: string): Promise<ModelApp> {
  const folder = await mkdtemp(join(tmpdir(), 'lorekeep-models-'));
  const papers = join(folder, 'papers');
  await mkdir(papers);
  await writeModels(folder);
  await writePapers(papers);
  const app = await serveApp();
  const browser = await launchChromium(chromium);
  const shown = await openApp(browser, app.url);
  const { page } = shown;
  await addFolder(page, papers, 9);
  const dialog = page.getByRole('dialog');
  const row = (title: string) => page.getByRole('article', { name: title, exact: true });

  async function addFile(path: string): Promise<void> {
    await page.getByRole('button', { name: /^Add a (?:model|file)/ }).click();
    await page.getByLabel('File, folder or name on Hugging Face').fill(path);
    await dialog.getByRole('button', { name: /^Add “/ }).click();
  }

  return {
    ...shown,
    app,
    folder,
    box: page.getByLabel('Search or ask'),
    answer: page.getByRole('region', { name: 'Answer', exact: true }),
    dialog,
    chooser: page.getByRole('button', { name: /^Answered by / }),
    row,
    async openModels(part = '') {
      await page.getByRole('link', { name: 'Models', exact: true }).click();
      if (part !== '') await page.getByRole('link', { name: part, exact: true }).click();
    },
    addFile,
    async addModels(...names) {
      for (const name of names) {
        await addFile(join(folder, `${name}.gguf`));
        await row(name).waitFor();
        await dialog.waitFor({ state: 'detached' });
      }
    },
    async dispose() {
      await browser.close();
      await app.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
