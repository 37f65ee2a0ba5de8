// Conversations as a person has them: asked, asked on, edited, looked into, saved, found again.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../src/engine/connect.ts';
import { createNodeHost } from '../../src/hosting/node-host.ts';
import { soon } from '../support/app-page.ts';
import { bittern, type ChatApp, lighthouse, openChats } from '../support/chat-app.ts';
import { findChromium } from '../support/chromium.ts';

const found = findChromium();
const name = `conversations in a browser${found.path ? '' : ` (skipped: ${found.reason})`}`;

describe.skipIf(!found.path)(name, () => {
  let chats: ChatApp;

  beforeAll(async () => {
    chats = await openChats(found.path!);
  });
  afterAll(() => chats?.dispose());

  const sideLink = (title: string | RegExp) =>
    chats.page.getByRole('complementary').getByRole('link', { name: title });

  it('begins with an invitation', async () => {
    const { page, picture } = chats;
    await chats.newConversation();
    await expect
      .poll(() => chats.box().evaluate((field) => field === document.activeElement), soon)
      .toBe(true);
    expect(await page.getByRole('button', { name: 'Ask', exact: true }).isDisabled()).toBe(true);
    await picture('chat-empty');
  });

  it('goes on with what was asked on the search page', async () => {
    const { page } = chats;
    await page.keyboard.press('Control+k');
    const search = page.getByLabel('Search or ask');
    await search.fill(lighthouse);
    await search.press('Enter');
    await page.getByRole('button', { name: /^Source 1: open “Harbour manual”/ }).waitFor();
    await page.getByRole('link', { name: 'Ask a follow-up' }).click();
    await chats.turns().first().waitFor();
    expect(await chats.turns().count()).toBe(1);
    expect(await chats.lastTurn().innerText()).toContain('every seven years');
    await sideLink(/^How often is the lighthouse/).waitFor();
  });

  it('takes a follow-up as part of what was asked before', async () => {
    const { picture } = chats;
    await chats.ask('And who does that?');
    await expect.poll(() => chats.lastTurn().innerText(), soon).toContain('harbour crew');
    await picture('chat-follow-up');
  });

  it('makes a branch of a question in other words, and goes back', async () => {
    const { page, picture } = chats;
    await chats.newConversation();
    await chats.ask(lighthouse);
    // Up in the empty box edits what was asked last.
    await chats.box().press('ArrowUp');
    const field = page.getByLabel('The question in other words');
    expect(await field.inputValue()).toBe(lighthouse);
    await field.fill(bittern);
    await field.press('Enter');
    await expect.poll(() => chats.lastTurn().innerText(), soon).toContain('after sunset');
    await chats.lastTurn().getByLabel('Version 2 of 2').waitFor();
    await picture('chat-branch');
    await chats.lastTurn().getByRole('button', { name: 'Previous version' }).click();
    await expect.poll(() => chats.lastTurn().innerText(), soon).toContain('every seven years');
    expect(await chats.turns().count()).toBe(1);
  });

  it('shows why an answer is as it is', async () => {
    const { picture } = chats;
    await chats.lastTurn().getByRole('button', { name: 'Why this answer?' }).click();
    const why = chats.lastTurn().getByRole('region', { name: 'Why this answer?' });
    await why.getByRole('rowheader', { name: 'Searching' }).waitFor();
    await picture('chat-why');
    await why.getByRole('radio', { name: 'Passages' }).check({ force: true });
    await expect.poll(() => why.innerText(), soon).toMatch(/Place 1\s+given as 1/);
    await why.getByRole('radio', { name: 'Settings' }).check({ force: true });
    await why.getByText('Documents only').waitFor();
    await chats.lastTurn().getByRole('button', { name: 'Why this answer?' }).click();
  });

  it('is rated, and copied with its sources', async () => {
    const { page } = chats;
    const good = chats.lastTurn().getByRole('button', { name: 'Good answer' });
    await good.click();
    await expect.poll(() => good.getAttribute('aria-pressed'), soon).toBe('true');
    await chats.lastTurn().getByRole('button', { name: 'Copy with sources' }).click();
    await chats.lastTurn().getByText('Copied').waitFor({ state: 'attached' });
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain(lighthouse);
    expect(copied).toMatch(/\[1\] Harbour manual \(.*harbour-manual\.md, Line/);
    await page.reload();
    await chats.lastTurn().waitFor();
    await expect.poll(() => good.getAttribute('aria-pressed'), soon).toBe('true');
  });

  it('is saved as a file, and printed', async () => {
    const { page } = chats;
    const read = async (format: string) => {
      await page.getByRole('button', { name: 'Save the conversation as a file' }).click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: format }).click(),
      ]);
      return {
        file: download.suggestedFilename(),
        text: await readFile(await download.path(), 'utf8'),
      };
    };
    const markdown = await read('Markdown');
    expect(markdown.file).toMatch(/\.md$/);
    expect(markdown.text).toContain(lighthouse);
    expect(markdown.text).toContain('harbour-manual.md');
    expect((await read('Web page')).text).toMatch(/^<!doctype html>/i);
    expect(JSON.parse((await read('JSON')).text)).toBeTypeOf('object');
    await page.getByRole('button', { name: 'Save the conversation as a file' }).click();
    await page.getByRole('menuitem', { name: 'Print or PDF' }).click();
    await page.locator('.printed').waitFor({ state: 'attached' });
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.printed').isVisible()).toBe(true);
    expect(await chats.box().isVisible()).toBe(false);
    await page.emulateMedia({ media: 'screen' });
    expect((await page.pdf()).subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('is renamed, pinned, found by its words and deleted', async () => {
    const { page, picture } = chats;
    const actions = (title: string) =>
      page.getByRole('button', { name: `More for “${title}”`, exact: true });
    await page.getByRole('button', { name: 'More for this conversation' }).click();
    await page.getByRole('menuitem', { name: 'Rename…' }).click();
    await page.getByLabel('Title').fill('Paint and sails');
    await page.getByLabel('Title').press('Enter');
    await page.getByRole('heading', { name: 'Paint and sails' }).waitFor();
    await actions('Paint and sails').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Pin to the top' }).click();
    const first = page.getByRole('region', { name: 'Conversations' }).getByRole('listitem').first();
    await expect.poll(() => first.innerText(), soon).toContain('Paint and sails');
    const find = page.getByLabel('Find in conversations');
    await find.fill('who does that');
    await expect.poll(() => first.innerText(), soon).toContain('And who does that?');
    await picture('chat-find');
    await find.fill('no such words at all');
    await page.getByText('No conversation holds these words.').waitFor();
    await find.fill('');
    await actions('Paint and sails').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await sideLink('Paint and sails').waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: 'Ask your documents' }).waitFor();
  });

  it('looks only where it is told to', async () => {
    const { page, picture } = chats;
    await chats.newConversation();
    await page.getByRole('button', { name: /^Searched: Everything/ }).click();
    const panel = page.getByRole('dialog', { name: 'Search in' });
    await panel.getByLabel('Add a document by its name').fill('almanac');
    await panel.getByRole('button', { name: 'almanac.pdf' }).click();
    await picture('chat-scope');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Searched: almanac\.pdf/ }).waitFor();
    await chats.ask(lighthouse);
    expect(await chats.lastTurn().innerText()).not.toContain('every seven years');
    await page.getByRole('button', { name: /^Searched: almanac\.pdf/ }).click();
    await panel.getByRole('radio', { name: 'Everything' }).check();
    await page.keyboard.press('Escape');
    await chats.ask(lighthouse);
    expect(await chats.lastTurn().innerText()).toContain('every seven years');
  });

  it('is the same in two windows, and what is typed stays', async () => {
    const { page } = chats;
    const second = await page.context().newPage();
    await second.goto(page.url());
    await expect.poll(() => chats.turns(second).count(), soon).toBe(2);
    await chats.box(second).fill('half a question');
    await chats.ask(bittern);
    await expect.poll(() => chats.turns(second).count(), soon).toBe(3);
    await expect.poll(() => chats.lastTurn(second).innerText(), soon).toContain('after sunset');
    expect(await chats.box(second).inputValue()).toBe('half a question');
    await second.close();
  });

  it('looks into a file of its own, which no other conversation finds', async () => {
    const { page, picture } = chats;
    await chats.newConversation();
    await chats.ask(lighthouse);
    const id = new URL(page.url()).hash.split('/').at(-1)!;
    const offer = join(chats.folder, 'offer.md');
    await writeFile(offer, '# Offer\n\nThe shipyard of Quoll Bay mends a keel for 4,200 crowns.\n');
    // As the app does it with what is dropped on its window: a browser does not tell paths.
    const owner = { dataDir: chats.dataDir, host: createNodeHost(), version: 'test' };
    const { client, close } = await openEngine(owner);
    await client.conversations.attach({ id, path: offer });
    await close();
    await page
      .getByRole('list', { name: 'Files of this conversation' })
      .getByRole('link', { name: 'offer.md' })
      .waitFor();
    const asked = 'What does the shipyard of Quoll Bay take for mending a keel?';
    await expect
      .poll(async () => {
        await chats.ask(asked);
        return chats.lastTurn().innerText();
      }, soon)
      .toContain('4,200 crowns');
    await picture('chat-attached');
    await chats.newConversation();
    await chats.ask(asked);
    expect(await chats.lastTurn().innerText()).not.toContain('4,200 crowns');
  });

  it('says what to do where a file is dropped on a browser', async () => {
    const { page } = chats;
    const drag = (type: string) =>
      page.evaluate((name) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(['x'], 'x.txt'));
        window.dispatchEvent(new DragEvent(name, { dataTransfer, cancelable: true }));
      }, type);
    await drag('dragover');
    await page.getByText('A browser does not tell where a file lies.').waitFor();
    await drag('drop');
    await page
      .getByText('A browser does not tell where a file lies.')
      .waitFor({ state: 'detached' });
  });

  it('asked nothing of any other place and logged no error', () => {
    expect(chats.foreign).toEqual([]);
    expect(chats.errors).toEqual([]);
  });
});
