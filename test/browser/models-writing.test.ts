// What models write on the search page: who wrote it, with which adapters, and what is kept of an
// answer that was cut.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { soon } from '../support/app-page.ts';
import { findChromium } from '../support/chromium.ts';
import { childrenOf } from '../support/kill.ts';
import { longName, type ModelApp, openModelApp } from '../support/model-app.ts';
import type { ServedApp } from '../support/served-app.ts';

const found = findChromium();
const name = `answers on the search page that models write${found.path ? '' : ` (skipped: ${found.reason})`}`;

/** Ends the process that models run in, as a crash would; false where it cannot be found. */
function killInference(app: ServedApp): boolean {
  const pid = childrenOf(app.pid).find((child) =>
    readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('inference'),
  );
  return pid !== undefined && process.kill(pid, 'SIGKILL');
}

describe.skipIf(!found.path)(name, () => {
  let shown: ModelApp;

  beforeAll(async () => {
    shown = await openModelApp(found.path!);
    await shown.openModels();
    await shown.addModels('chat', longName, 'house-tone', 'legal');
    await shown.row('chat').getByRole('button', { name: 'Use “chat”' }).click();
    await shown.row('chat').getByText('In use').waitFor();
  });
  afterAll(() => shown?.dispose());

  /** Asks and waits until the answer is whole. */
  async function ask(question: string): Promise<string> {
    await shown.box.fill(question);
    await shown.box.press('Enter');
    await shown.answer.getByRole('button', { name: 'Close the answer' }).waitFor();
    return shown.answer.locator('.text').innerText();
  }

  it('answers with the model, and says who wrote it and that nothing backs it', async () => {
    const { page, picture } = shown;
    await page.keyboard.press('/');
    await page.getByRole('button', { name: /^Rests on: Documents only/ }).click();
    await page.getByRole('radio', { name: /^Documents first/ }).check();
    await page.keyboard.press('Escape');
    const plain = await ask('Who paints the lighthouse?');
    expect(plain).not.toBe('');
    const card = await shown.answer.innerText();
    expect(card).toMatch(/Written by\s+chat/);
    expect(card).toMatch(/\d tokens?/);
    expect(card).toContain('From the model’s general knowledge, not from your documents.');
    await page.getByRole('heading', { name: 'Nearest passages' }).waitFor();
    await picture('models-answer');
  });

  it('switches adapters for the next answer', async () => {
    const { page, picture } = shown;
    const plain = await shown.answer.locator('.text').innerText();
    await shown.chooser.click();
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
    await expect.poll(() => shown.chooser.innerText(), soon).toContain('2 adapters');
    const changed = await ask('Who paints the lighthouse? ');
    expect(changed).not.toBe(plain);
    const list = shown.answer.getByRole('list', { name: 'Adapters that wrote it' });
    const items = await list.getByRole('listitem').allInnerTexts();
    expect(items.map((text) => text.replace(/\s+/g, ' '))).toEqual([
      'house-tone × 1',
      'legal × 0.9',
    ]);
    await picture('models-adapters');
  });

  it('goes back to quoted sentences for this conversation alone', async () => {
    const { page } = shown;
    await shown.chooser.click();
    await page.getByRole('radio', { name: /^Quoted sentences/ }).check();
    await page.keyboard.press('Escape');
    await shown.box.fill('How often is the lighthouse on Merrow Point painted?');
    await shown.box.press('Enter');
    await shown.answer.getByText('Quoted from your documents').waitFor();
    await shown.openModels();
    await shown.row('chat').getByText('In use').waitFor();
  });

  it('keeps what was written of an answer that was stopped', async () => {
    const { page, picture } = shown;
    await page.keyboard.press('/');
    await shown.chooser.click();
    await page.getByRole('radio', { name: longName }).check();
    await page.keyboard.press('Escape');
    // By chance it never says the same twice, which would end it.
    await page.getByRole('button', { name: 'Settings of the answer' }).click();
    const temperature = page.getByLabel('Temperature');
    await temperature.fill('2');
    await temperature.press('Enter');
    await page.keyboard.press('Escape');
    await shown.box.fill('Tell me a story without an end');
    await shown.box.press('Enter');
    await expect.poll(() => shown.answer.locator('.text').innerText(), soon).not.toBe('');
    await shown.answer.getByRole('button', { name: 'Stop' }).click();
    await shown.answer.getByText('Stopped before the end.').waitFor();
    await shown.answer.getByRole('button', { name: 'Ask again' }).waitFor();
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
    await shown.box.fill('Tell me another one');
    await shown.box.press('Enter');
    await expect.poll(() => shown.answer.locator('.text').innerText(), soon).not.toBe('');
    skip(!killInference(shown.app), 'this system does not tell which processes a process started');
    await shown.answer.getByRole('alert').waitFor();
    expect(await shown.answer.getByRole('alert').innerText()).toContain('process ended');
    expect(await shown.answer.locator('.text').innerText()).not.toBe('');
    await picture('models-failed');
    await shown.answer.getByRole('button', { name: 'Ask again' }).click();
    await shown.answer.getByRole('alert').waitFor({ state: 'detached' });
    await expect.poll(() => shown.answer.locator('.text').innerText(), soon).not.toBe('');
    await shown.answer.getByRole('button', { name: 'Stop' }).click();
  });

  it('asked nothing of the network and logged no error', () => {
    expect(shown.foreign).toEqual([]);
    expect(shown.errors).toEqual([]);
  });
});
