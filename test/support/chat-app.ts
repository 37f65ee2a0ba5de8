// The app with conversations open in a browser, on documents of several formats: what stands in them
// is asked for.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { type AppPage, addFolder, openApp, soon } from './app-page.ts';
import { launchChromium } from './chromium.ts';
import { writeDocx } from './docx.ts';
import { writePdf } from './pdf.ts';
import { type ServedApp, serveApp } from './served-app.ts';
import { writeXlsx } from './workbooks.ts';

const range = <T>(length: number, make: (i: number) => T) =>
  Array.from({ length }, (_, i) => make(i));
const filler = (topic: string) =>
  range(40, (i) => `## ${topic} ${i}\n\nNothing of note about ${topic.toLowerCase()} ${i}.\n`).join(
    '\n',
  );

const facts = {
  markdown: 'The lighthouse on Merrow Point is painted every seven years by the harbour crew.',
  pdf: 'The bittern channel is closed to sail after sunset.',
  docx: 'The ocelot ferry sails on Sundays at nine.',
};

/** Files by path. What is asked for stands far down in them, but not in the sheet. */
const files: Record<string, string | Uint8Array> = {
  'notes/harbour-manual.md': `# Harbour manual\n\n${filler('Mooring')}\n## Painting\n\n${facts.markdown}\n\n${filler('Towing')}`,
  'almanac.pdf': writePdf({
    title: 'Almanac',
    pages: range(6, (i) => [`Chapter ${i + 1} of the almanac.`, ...(i === 4 ? [facts.pdf] : [])]),
  }),
  'ferries.docx': writeDocx({
    parts: [
      { text: 'Ferries', style: 'Title' },
      ...range(60, (i) => ({ text: `Paragraph ${i} says nothing of note about boats.` })),
      { text: facts.docx },
    ],
  }),
  'berths.xlsx': writeXlsx([
    {
      name: 'Berths',
      rows: [
        ['Berth', 'Boat', 'Rope'],
        ...range(26, (i) => [
          `B${i}`,
          i === 21 ? 'The yawl Tamarin' : `Boat ${i}`,
          i === 21 ? 'hemp of twelve strands' : 'nylon',
        ]),
      ],
    },
  ]),
  ...Object.fromEntries(
    ['Tides', 'Nets', 'Buoys', 'Sails'].map((topic) => [
      `${topic}.md`,
      `# ${topic}\n\n${filler(topic)}`,
    ]),
  ),
};

/** Answered by the Markdown file. */
export const lighthouse = 'How often is the lighthouse on Merrow Point painted?';
/** Answered by the PDF. */
export const bittern = 'When is the bittern channel closed to sail?';

export interface ChatApp extends AppPage {
  app: ServedApp;
  /** A folder for what a test makes; the indexed one is `papers` in it. */
  folder: string;
  papers: string;
  dataDir: string;
  /** Where the next question is typed. */
  box(page?: Page): Locator;
  turns(page?: Page): Locator;
  lastTurn(page?: Page): Locator;
  newConversation(): Promise<void>;
  /** Asks in the open conversation and waits until the answer is whole. */
  ask(words: string): Promise<void>;
  dispose(): Promise<void>;
}

/** @param chromium path of the browser */
export async function openChats(chromium: string): Promise<ChatApp> {
  const folder = await mkdtemp(join(tmpdir(), 'lorekeep-chat-'));
  const papers = join(folder, 'papers');
  await mkdir(join(papers, 'notes'), { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    await writeFile(join(papers, path), content);
  }
  const dataDir = join(folder, 'data');
  const app = await serveApp(dataDir);
  const browser: Browser = await launchChromium(chromium);
  const shown = await openApp(browser, app.url);
  await shown.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await addFolder(shown.page, papers, Object.keys(files).length);
  const box = (page = shown.page) => page.getByLabel('Your question');
  const turns = (page = shown.page) => page.locator('article.turn');
  const lastTurn = (page = shown.page) => turns(page).last();
  return {
    ...shown,
    app,
    folder,
    papers,
    dataDir,
    box,
    turns,
    lastTurn,
    async newConversation() {
      await shown.page
        .getByRole('region', { name: 'Conversations' })
        .getByRole('link', { name: 'New conversation' })
        .click();
      await shown.page.getByRole('heading', { name: 'Ask your documents' }).waitFor();
    },
    async ask(words) {
      const before = await turns().count();
      await box().fill(words);
      await box().press('Enter');
      await expect.poll(() => turns().count(), soon).toBe(before + 1);
      await lastTurn().getByRole('button', { name: 'Why this answer?' }).waitFor();
      await shown.page
        .getByRole('button', { name: 'Stop answering' })
        .waitFor({ state: 'detached' });
    },
    async dispose() {
      await browser.close();
      await app.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
