// Citations of answers: each opens its document at the passage, whatever its format; what was cited
// is there even if the document has changed since or is gone.
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readHighlight, soon } from '../support/app-page.ts';
import { bittern, type ChatApp, lighthouse, openChats } from '../support/chat-app.ts';
import { findChromium } from '../support/chromium.ts';

const found = findChromium();
const name = `citations in a browser${found.path ? '' : ` (skipped: ${found.reason})`}`;

describe.skipIf(!found.path)(name, () => {
  let chats: ChatApp;

  beforeAll(async () => {
    chats = await openChats(found.path!);
  });
  afterAll(() => chats?.dispose());

  it.each([
    ['Markdown', lighthouse, /Harbour manual/, 'every seven years'],
    ['PDF', bittern, /Almanac/, 'closed to sail after sunset'],
    ['DOCX', 'When does the ocelot ferry sail?', /Ferries/, 'sails on Sundays'],
    ['a sheet', 'Which rope has the yawl Tamarin?', /berths/i, 'hemp of twelve strands'],
  ])(
    'opens a citation of %s at its passage, marked, and comes back',
    async (format, words, title, cited) => {
      const { page, picture } = chats;
      await chats.newConversation();
      await chats.ask(words);
      const citation = chats
        .lastTurn()
        .getByRole('button', { name: /^Source 1: open/ })
        .first();
      expect(await citation.getAttribute('aria-label')).toMatch(title);
      await citation.hover();
      await page.getByRole('tooltip').waitFor();
      await citation.click();
      const passage = async () => {
        const { text, inView } = await readHighlight(page, 'passage');
        return { text: text.replace(/\s+/g, ' '), inView };
      };
      await expect
        .poll(passage, soon)
        .toMatchObject({ text: expect.stringContaining(cited) as string, inView: true });
      await picture(`chat-cited-${format.split(' ').at(-1)!.toLowerCase()}`);
      await page.keyboard.press('Escape');
      await citation.waitFor();
      expect(await citation.evaluate((chip) => chip === document.activeElement)).toBe(true);
    },
  );

  it('says plainly when the documents hold no answer, and shows what comes nearest', async () => {
    const { picture } = chats;
    await chats.newConversation();
    await chats.ask('What does a kilo of saffron cost in Lisbon?');
    expect(await chats.lastTurn().innerText()).toContain('do not seem to hold an answer');
    expect(
      await chats
        .lastTurn()
        .getByRole('button', { name: /^Source/ })
        .count(),
    ).toBe(0);
    await picture('chat-refusal');
  });

  it('shows what was cited from a document that has changed since, or is gone', async () => {
    const { page, picture } = chats;
    await chats.newConversation();
    await chats.ask(lighthouse);
    const manual = join(chats.papers, 'notes/harbour-manual.md');
    const source = chats.lastTurn().getByRole('button', { name: /^Source 1: open/ });
    const quoted = page.locator('blockquote', { hasText: 'every' });
    await writeFile(manual, `# Harbour manual\n\nThe lighthouse is not painted any more.\n`);
    await expect
      .poll(
        async () => {
          await source.first().click();
          const notice = page.getByText(/This document has changed since it was cited/);
          const isThere = await notice.waitFor({ timeout: 2000 }).then(
            () => true,
            () => false,
          );
          if (!isThere) await page.keyboard.press('Escape');
          return isThere;
        },
        { timeout: 45_000 },
      )
      .toBe(true);
    await quoted.waitFor();
    expect((await readHighlight(page, 'passage')).text).toBe('');
    await picture('chat-cited-changed');
    await page.keyboard.press('Escape');
    await rm(manual);
    await expect
      .poll(
        async () => {
          await source.first().click();
          const isThere = await page
            .getByText('What an answer cited from it is kept:')
            .waitFor({ timeout: 2000 })
            .then(
              () => true,
              () => false,
            );
          if (!isThere) await page.keyboard.press('Escape');
          return isThere;
        },
        { timeout: 45_000 },
      )
      .toBe(true);
    await quoted.waitFor();
    await page.getByRole('alert').waitFor();
    await picture('chat-cited-gone');
    await page.keyboard.press('Escape');
  });

  it('asked nothing of any other place and logged no error', () => {
    expect(chats.foreign).toEqual([]);
    expect(chats.errors).toEqual([]);
  });
});
