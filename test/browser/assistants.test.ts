// Assistants as a person has them: looked at, copied, changed, asked, given away, taken in, deleted.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { soon } from '../support/app-page.ts';
import { type ChatApp, lighthouse, openChats } from '../support/chat-app.ts';
import { findChromium } from '../support/chromium.ts';
import { chatModel } from '../support/gguf/chat-model.ts';
import { saveModel } from '../support/gguf/weights.ts';

const found = findChromium();
const name = `assistants in a browser${found.path ? '' : ` (skipped: ${found.reason})`}`;
const long = 'Answers for everybody who works on the harbour and its lighthouses '.repeat(2).trim();

describe.skipIf(!found.path)(name, () => {
  let chats: ChatApp;

  beforeAll(async () => {
    chats = await openChats(found.path!);
  });
  afterAll(() => chats?.dispose());

  const row = (title: string) =>
    chats.page.locator('main').getByRole('article', { name: title, exact: true });
  const heading = (title: string) =>
    chats.page.locator('main').getByRole('heading', { name: title, exact: true });

  async function openList(): Promise<void> {
    await chats.page
      .getByRole('navigation', { name: 'Screens' })
      .getByRole('link', { name: 'Assistants' })
      .click();
    await heading('Come along').waitFor();
  }

  async function choose(title: string, action: string): Promise<void> {
    await row(title)
      .getByRole('button', { name: `More for “${title}”` })
      .click();
    await chats.page.getByRole('menuitem', { name: action }).click();
  }

  it('lists those that come along, and says how to get one’s own', async () => {
    const { page, picture } = chats;
    await openList();
    await page.getByText('None yet.').waitFor();
    expect(await page.locator('main').getByRole('article').count()).toBe(6);
    await row('Legal').getByRole('button', { name: 'More for “Legal”' }).click();
    expect(await page.getByRole('menuitem', { name: 'Delete' }).count()).toBe(0);
    await picture('assistants');
    await page.keyboard.press('Escape');
  });

  it('shows what one that came along is told, and copies it', async () => {
    const { page, picture } = chats;
    await page.getByRole('link', { name: 'HR policy', exact: true }).click();
    await heading('HR policy').waitFor();
    await page.getByText('Name the policy or section that holds.').waitFor();
    expect(await page.locator('main').getByRole('textbox').count()).toBe(0);
    await picture('assistant-built-in');
    await page.getByRole('button', { name: 'Make a copy' }).click();
    await heading('HR policy 2').waitFor();
    expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe(
      'HR policy 2',
    );
    expect(await page.getByLabel('Your own instructions').inputValue()).toContain(
      'Name the policy',
    );
  });

  it('is changed, and nothing is lost by leaving', async () => {
    const { page, picture } = chats;
    expect(await page.getByRole('button', { name: 'Save', exact: true }).count()).toBe(0);
    await page.getByLabel('Where the documents do not hold').fill('Ask the harbour master.');
    await page.getByLabel('Below each answer').fill('As of this spring.');
    await page.getByRole('button', { name: 'Add an example' }).click();
    await page.getByLabel('Question of example 1').fill('Who paints?');
    await page.getByLabel('Answer of example 1').fill('The crew paints [1].');
    await page.getByRole('button', { name: /^Searched: Everything/ }).click();
    await page.getByRole('dialog').getByRole('radio', { name: 'papers' }).check();
    await page.keyboard.press('Escape');
    await picture('assistant-changed');
    await page.getByLabel('Below each answer').scrollIntoViewIfNeeded();
    await picture('assistant-end');
    await page.getByRole('link', { name: 'All assistants' }).click();
    const dialog = page.getByRole('dialog', { name: 'Leave without saving?' });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    expect(await page.getByLabel('Below each answer').inputValue()).toBe('As of this spring.');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).waitFor({ state: 'detached' });
    await page.reload();
    await heading('HR policy 2').waitFor();
    expect(await page.getByLabel('Below each answer').inputValue()).toBe('As of this spring.');
    expect(await page.getByLabel('Question of example 1').inputValue()).toBe('Who paints?');
    await page.getByRole('button', { name: /^Searched: papers/ }).waitFor();
  });

  it('says what is wrong with a name', async () => {
    const { page, picture } = chats;
    const field = page.getByRole('textbox', { name: 'Name', exact: true });
    await field.fill('  ');
    await field.press('Enter');
    await page.getByText('Give it a name.').waitFor();
    await field.fill('legal');
    await field.press('Enter');
    await page.getByText('An assistant “legal” exists already.').waitFor();
    await picture('assistant-name-taken');
    await page.getByRole('button', { name: 'Discard changes' }).click();
    expect(await field.inputValue()).toBe('HR policy 2');
  });

  it('begins a conversation that answers in its ways', async () => {
    const { page, picture } = chats;
    await openList();
    await row('HR policy 2').getByRole('button', { name: 'Start a conversation' }).click();
    await page.getByRole('button', { name: 'Assistant: HR policy 2. Change' }).waitFor();
    await page.getByRole('button', { name: /^Searched: papers/ }).waitFor();
    await picture('assistant-started');
    await chats.ask(lighthouse);
    expect(await chats.lastTurn().innerText()).toContain('every seven years');
    expect(await chats.lastTurn().innerText()).toContain('As of this spring.');
    await chats.ask('Which planet has the largest volcano?');
    await expect
      .poll(() => chats.lastTurn().innerText(), soon)
      .toContain('Ask the harbour master.');
  });

  it('is made anew by the keyboard, with a long name', async () => {
    const { page, picture } = chats;
    await openList();
    await page.getByRole('button', { name: 'New assistant' }).focus();
    await page.keyboard.press('Enter');
    const field = page.getByRole('textbox', { name: 'Name', exact: true });
    await expect
      .poll(() => field.evaluate((input) => input === document.activeElement), soon)
      .toBe(true);
    await page.keyboard.type(long.slice(0, 118));
    await page.keyboard.press('Tab');
    await page.keyboard.type(long);
    await field.press('Enter');
    await heading(long.slice(0, 118).trim()).waitFor();
    await page.setViewportSize({ width: 360, height: 740 });
    await picture('assistant-narrow');
    await page.getByRole('link', { name: 'All assistants' }).click();
    await heading('Come along').waitFor();
    await picture('assistants-narrow');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(360);
    await page.setViewportSize({ width: 1200, height: 800 });
  });

  it('is given away as a file and taken in again', async () => {
    const { page, picture, folder } = chats;
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      choose('HR policy 2', 'Export as a file'),
    ]);
    expect(download.suggestedFilename()).toBe('HR policy 2.json');
    const text = await readFile(await download.path(), 'utf8');
    const path = join(folder, 'given.json');
    await writeFile(path, text.replace('HR policy 2', '<img src=x onerror=alert(1)>'));
    const picker = page.locator('input[type=file]');
    await picker.setInputFiles(path);
    await heading('<img src=x onerror=alert(1)>').waitFor();
    await page.getByRole('button', { name: /^Searched: Everything/ }).waitFor();
    expect(await page.getByLabel('Below each answer').inputValue()).toBe('As of this spring.');
    await openList();
    await writeFile(path, '{"kind": "something else"}');
    await picker.setInputFiles(path);
    await page.getByText('This file holds no assistant.').waitFor();
    await picture('assistants-refused');
    await page.getByRole('button', { name: 'Close' }).click();
  });

  it('is deleted after a question, and its conversation goes on', async () => {
    const { page, picture } = chats;
    await choose('HR policy 2', 'Delete');
    const dialog = page.getByRole('dialog', { name: 'Delete “HR policy 2”?' });
    await picture('assistant-delete');
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await row('HR policy 2').waitFor({ state: 'detached' });
    const before = page.getByRole('complementary').getByRole('link', { name: lighthouse });
    await before.click();
    await chats.ask('Which planet has the largest volcano, again?');
    await expect
      .poll(() => chats.lastTurn().innerText(), soon)
      .toContain('Ask the harbour master.');
    await page.getByRole('button', { name: 'Assistant: No assistant. Change' }).waitFor();
  });

  it('has a model of its own, or that of the settings', async () => {
    const { page, picture, folder } = chats;
    await saveModel(join(folder, 'quick.gguf'), chatModel({ name: 'Quick' }));
    await page.getByRole('link', { name: 'Models', exact: true }).click();
    await page.getByRole('button', { name: /^Add a (?:model|file)/ }).click();
    await page.getByLabel('File, folder or name on Hugging Face').fill(join(folder, 'quick.gguf'));
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Add “/ })
      .click();
    await page.getByRole('article', { name: 'quick', exact: true }).waitFor();
    await openList();
    const settings = { writing: { model: 'elsewhere', temperature: 0.5 } };
    const assistant = { name: 'Writer', description: '', settings };
    const given = JSON.stringify({ kind: 'lorekeep-assistant', version: 1, assistant });
    await writeFile(join(folder, 'writer.json'), given);
    await page.locator('input[type=file]').setInputFiles(join(folder, 'writer.json'));
    await page.getByText('Not installed on this computer').waitFor();
    expect(await page.getByLabel('Temperature').inputValue()).toBe('0.5');
    await page.getByRole('button', { name: 'Model: elsewhere. Change' }).click();
    const panel = page.getByRole('dialog', { name: 'Model' });
    await panel.getByRole('radio', { name: 'quick' }).check();
    await picture('assistant-model');
    await page.keyboard.press('Escape');
    await page.getByText('Not installed on this computer').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Start a conversation' }).click();
    await page.getByRole('button', { name: 'Answered by quick: change' }).waitFor();
    await openList();
    await page.getByRole('link', { name: 'Writer', exact: true }).click();
    await page.getByRole('button', { name: 'Model: quick. Change' }).click();
    await panel.getByRole('button', { name: 'Use that of the settings' }).click();
    await page.getByRole('button', { name: 'Model: As in the settings. Change' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).waitFor({ state: 'detached' });
  });

  it('says that one is gone', async () => {
    const { page } = chats;
    await page.evaluate(() => (location.hash = '#/assistants/gone'));
    await page.getByText('There is no assistant').waitFor();
  });

  it('asked nothing of any other place and logged no error', () => {
    expect(chats.foreign).toEqual([]);
    expect(chats.errors).toEqual([]);
  });
});
