// Answers that models write: streamed, stopped, gone on with elsewhere, and compared.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { soon } from '../support/app-page.ts';
import { type ChatApp, openChats } from '../support/chat-app.ts';
import { findChromium } from '../support/chromium.ts';
import { chatModel } from '../support/gguf/chat-model.ts';
import { saveModel } from '../support/gguf/weights.ts';

const found = findChromium();
const name = `answers of models in a browser${found.path ? '' : ` (skipped: ${found.reason})`}`;

describe.skipIf(!found.path)(name, () => {
  let chats: ChatApp;

  beforeAll(async () => {
    chats = await openChats(found.path!);
    await saveModel(join(chats.folder, 'quick.gguf'), chatModel({ name: 'Quick' }));
    // Slow enough to be stopped on any machine.
    const slow = chatModel({ seed: 5, endless: true, layers: 4, embedding: 128 });
    await saveModel(join(chats.folder, 'endless.gguf'), slow);
  });
  afterAll(() => chats?.dispose());

  const writer = () => chats.page.getByRole('button', { name: /^Answered by .*: change$/ });

  async function addModel(file: string): Promise<void> {
    const { page } = chats;
    await page.getByRole('link', { name: 'Models', exact: true }).click();
    await page.getByRole('button', { name: /^Add a (?:model|file)/ }).click();
    await page.getByLabel('File, folder or name on Hugging Face').fill(join(chats.folder, file));
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Add “/ })
      .click();
    await page.getByRole('article', { name: file.replace('.gguf', ''), exact: true }).waitFor();
  }

  async function choose(model: string): Promise<void> {
    await writer().click();
    await chats.page
      .getByRole('dialog', { name: 'Answered by' })
      .getByLabel(model, { exact: true })
      .check();
    await chats.page.keyboard.press('Escape');
  }

  it('streams, and is stopped: what was written is kept and marked', async () => {
    const { page, picture } = chats;
    await addModel('quick.gguf');
    await addModel('endless.gguf');
    await chats.newConversation();
    await choose('endless');
    await page.getByRole('button', { name: /^Rests on/ }).click();
    await page.getByRole('radio', { name: /^No documents/ }).check();
    await page.keyboard.press('Escape');
    // By chance it never says the same twice, which would end it.
    await page.getByRole('button', { name: 'Settings of the answer' }).click();
    const temperature = page.getByLabel('Temperature');
    await temperature.fill('2');
    await temperature.press('Enter');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Settings of the answer (changed)' }).waitFor();
    await chats.box().fill('Tell me a story without an end');
    await chats.box().press('Enter');
    await expect.poll(() => chats.lastTurn().locator('.text').innerText(), soon).not.toBe('');
    await picture('chat-streaming');
    await page.keyboard.press('Escape');
    await chats.lastTurn().getByText('Stopped before the end.').waitFor();
    const kept = await chats.lastTurn().locator('.text').innerText();
    expect(kept).not.toBe('');
    await picture('chat-stopped');
    await page.reload();
    await chats.lastTurn().getByText('Stopped before the end.').waitFor();
    expect(await chats.lastTurn().locator('.text').innerText()).toBe(kept);
  });

  it('goes on while the person looks elsewhere', async () => {
    const { page } = chats;
    await chats.box().fill('Tell me another one');
    await chats.box().press('Enter');
    await expect.poll(() => chats.lastTurn().locator('.text').innerText(), soon).not.toBe('');
    await page.getByRole('link', { name: 'Library' }).click();
    await page.getByRole('heading', { name: 'Library' }).waitFor();
    await page.goBack();
    const text = chats.lastTurn().locator('.text');
    const { length } = await text.innerText();
    await expect.poll(async () => (await text.innerText()).length, soon).toBeGreaterThan(length);
    await page.getByRole('button', { name: 'Stop answering' }).click();
    await chats.lastTurn().getByText('Stopped before the end.').waitFor();
  });

  it('is answered again by another model, the two side by side', async () => {
    const { page, picture } = chats;
    await chats.lastTurn().getByRole('button', { name: 'Answer again by another model' }).click();
    const panel = page.getByRole('dialog', { name: 'Answer again by another model' });
    await panel.getByLabel('quick', { exact: true }).check();
    await panel.getByRole('button', { name: 'Answer again' }).click();
    await expect
      .poll(
        () => chats.lastTurn().getByRole('region', { name: 'Answer', exact: true }).count(),
        soon,
      )
      .toBe(2);
    await expect
      .poll(() => chats.lastTurn().getByText('quick', { exact: true }).count(), soon)
      .toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Stop answering' }).waitFor({ state: 'detached' });
    await picture('chat-compare');
    await chats.lastTurn().getByRole('button', { name: 'Go on with this answer' }).click();
    await chats.lastTurn().getByLabel('Version 1 of 2').waitFor();
    await page.setViewportSize({ width: 360, height: 740 });
    await picture('chat-narrow');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(360);
    await page.setViewportSize({ width: 1200, height: 800 });
  });

  it('asked nothing of any other place and logged no error', () => {
    expect(chats.foreign).toEqual([]);
    expect(chats.errors).toEqual([]);
  });
});
