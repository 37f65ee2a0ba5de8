// More than two hundred documents that strangers wrote to make a machine do something, and a model that
// writes the same: shown as results, answers, passages and documents, they run nothing, load nothing
// and ask nothing of any place.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EngineConnection } from '../../src/engine/connect.ts';
import { type LoopbackServer, startServer } from '../../src/serve/serve.ts';
import type { DocumentRef } from '../../src/shared/contract/documents.ts';
import { type AppPage, openApp, soon } from '../support/app-page.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { indexFolder, openTestEngine } from '../support/engine.ts';
import {
  evilHost,
  hackedName,
  hostileDocuments,
  instructionAttacks,
  markupAttacks,
} from '../support/hostile-documents.ts';
import { type ModelServer, openModelServer } from '../support/model-server.ts';

const found = findChromium();
const name = `hostile answers in a browser${found.path ? '' : ` (skipped: ${found.reason})`}`;
const pageFolder = join(import.meta.dirname, '../../out/renderer');

const documents = hostileDocuments();
/** What a model may write: the same, with references to passages. */
const written = [...markupAttacks, ...instructionAttacks].map(
  (attack) => `The ferry sails [1].\n\n${attack}\n\nOn Sundays [1][99].`,
);
/** Turns of one conversation: so many are shown at once. */
const turnsOfOne = 25;

describe.skipIf(!found.path)(name, () => {
  let folder: string;
  let engine: EngineConnection;
  let server: LoopbackServer;
  let model: ModelServer;
  let browser: Browser;
  let shown: AppPage;
  const refs: DocumentRef[] = [];
  /** Citations whose passage was shown. */
  let cards = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lorekeep-hostile-answers-'));
    const papers = await mkdtemp(join(folder, 'papers-'));
    for (const { file, content } of documents) await writeFile(join(papers, file), content);
    engine = await openTestEngine(join(folder, 'data'));
    const { folderId } = await indexFolder(engine.client, papers);
    refs.push(...documents.map(({ file }) => ({ folderId, relativePath: file })));
    model = await openModelServer();
    const { client } = engine;
    const { address } = await client.servers.add({ address: model.address, name: 'lab' });
    await client.servers.agree({ name: 'lab', address });
    server = await startServer({ connection: engine, port: 0, pageFolder });
    browser = await launchChromium(found.path!);
    shown = await openApp(browser, server.url);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.close();
    await model?.close();
    await engine?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const go = (hash: string) => shown.page.evaluate((to) => (location.hash = to), hash);

  /** Everything in the page that loads, runs or leads out by itself; none, if all is well. */
  const harm = () =>
    shown.page.evaluate(
      ({ hacked }) => {
        const own = location.origin;
        const isForeign = (address: string) => new URL(address, location.href).origin !== own;
        const faults: string[] = [];
        for (const element of document.querySelectorAll('*')) {
          const tag = element.localName;
          for (const { name, value } of element.attributes) {
            if (name.startsWith('on')) faults.push(`${tag} ${name}`);
            const loads = ['src', 'srcset', 'poster', 'data', 'background', 'action', 'ping'];
            if (loads.includes(name) && isForeign(value)) faults.push(`${tag} ${name} ${value}`);
            if (name === 'style' && /url\(/i.test(value)) faults.push(`${tag} style ${value}`);
          }
          if (tag === 'base' || tag === 'iframe' || tag === 'object' || tag === 'embed') {
            faults.push(tag);
          }
          if (tag === 'meta' && element.hasAttribute('http-equiv')) {
            const kind = element.getAttribute('http-equiv')!.toLowerCase();
            if (kind !== 'content-security-policy' || element.closest('body')) faults.push(tag);
          }
          if (tag === 'script' && element.closest('body #app')) faults.push(tag);
          if (tag === 'link' && isForeign(element.getAttribute('href') ?? '')) faults.push(tag);
          const href = element.getAttribute('href') ?? element.getAttribute('xlink:href');
          if (href === null || href.startsWith('#')) continue;
          const address = new URL(href, location.href);
          const isOut = address.origin !== own;
          const isSafe =
            tag === 'a' &&
            address.protocol === 'https:' &&
            element.getAttribute('target') === '_blank' &&
            /noreferrer/.test(element.getAttribute('rel') ?? '');
          if (isOut && !isSafe) faults.push(`${tag} ${href}`);
        }
        const value = (window as unknown as Record<string, unknown>)[hacked];
        if (value !== undefined) faults.push(`ran: ${JSON.stringify(value)}`);
        return faults;
      },
      { hacked: hackedName },
    );

  async function isHarmless(what: string): Promise<void> {
    expect([what, await harm(), shown.foreign]).toEqual([what, [], []]);
    expect(shown.page.url().startsWith(new URL(server.url).origin)).toBe(true);
  }

  /** Asks each question in conversations of a few turns; gives their ids. */
  async function converse(
    questions: readonly string[],
    before: (i: number) => void,
    chatModel: string,
  ): Promise<string[]> {
    const ids: string[] = [];
    for (const [i, question] of questions.entries()) {
      before(i);
      const last = i % turnsOfOne === 0 ? undefined : ids.at(-1);
      const asked = {
        question,
        ...(last === undefined
          ? { settings: { writing: { model: chatModel } } }
          : { conversationId: last }),
      };
      for await (const event of await engine.client.conversations.ask(asked)) {
        if (event.type === 'started' && last === undefined) ids.push(event.conversationId);
      }
    }
    return ids;
  }

  /** Shows a conversation and what stands behind its citations; gives how many turns it has. */
  async function showConversation(id: string): Promise<number> {
    const { page } = shown;
    await go(`/chat/${id}`);
    const { turns } = await engine.client.conversations.turns({ id });
    const articles = page.locator('article.turn');
    await expect.poll(() => articles.count(), soon).toBe(turns.length);
    await expect
      .poll(() => articles.last().getAttribute('aria-label'), soon)
      .toBe(turns.at(-1)!.question);
    for (const [i, { answer }] of turns.entries()) {
      const article = articles.nth(i);
      // What is far from the window is drawn when it comes near.
      await article.scrollIntoViewIfNeeded();
      await article.getByRole('button').first().waitFor();
      await isHarmless(`conversation ${id}, turn ${i}`);
      const buttons = article.locator('button.citation:enabled');
      for (let n = 0; n < (await buttons.count()); n++) {
        await buttons.nth(n).dispatchEvent('mouseenter');
        await page.getByRole('tooltip').first().waitFor();
        expect(await harm()).toEqual([]);
        await buttons.nth(n).dispatchEvent('mouseleave');
        cards++;
      }
      expect(await buttons.count()).toBeGreaterThanOrEqual(answer!.citations.length);
    }
    return turns.length;
  }

  it('as results of a search', async () => {
    const { page } = shown;
    const box = page.getByLabel('Search or ask');
    for (const { word, file } of documents) {
      await box.fill(word);
      const hit = page.locator('a', { hasText: file, has: page.locator('mark') });
      await hit.first().waitFor();
      await isHarmless(file);
    }
  }, 300_000);

  it('as answers made of their sentences', async () => {
    const questions = documents.map(({ word }) => `When does the ${word} ferry sail?`);
    let turns = 0;
    for (const id of await converse(questions, () => {}, '')) turns += await showConversation(id);
    expect(turns).toBe(documents.length);
    await shown.picture('hostile-answers');
  }, 300_000);

  it('as answers of a model that writes them', async () => {
    const questions = written.map((_, i) => `When does the ${documents[i]!.word} ferry sail?`);
    const write = (i: number) => (model.parts = written[i]!.split(/(?<=\s)/));
    const ids = await converse(questions, write, 'server:lab/writer');
    let turns = 0;
    for (const id of ids) turns += await showConversation(id);
    expect(turns).toBe(written.length);
    // What went to the model holds each document between our marks alone.
    for (const { json } of model.asked.filter(({ path }) => path.endsWith('/completions'))) {
      const { messages } = json as { messages: { role: string; content: string }[] };
      const text = messages.at(-1)!.content;
      expect((text.match(/[⟦⟧]/g)?.length ?? 0) % 4).toBe(0);
      expect(text).not.toContain('<|im_start|>');
    }
    await shown.picture('hostile-model');
  }, 300_000);

  it('as documents', async () => {
    const { page } = shown;
    for (const [i, { folderId, relativePath }] of refs.entries()) {
      const query = new URLSearchParams({ folder: folderId, path: relativePath });
      await go(`/document?${query.toString()}`);
      await page.locator('main').getByText(`${documents[i]!.word} ferry`).first().waitFor();
      await isHarmless(relativePath);
    }
  }, 300_000);

  it('as a conversation saved as a web page and opened', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    for (const { id } of await engine.client.conversations.list({})) {
      const { text } = await engine.client.conversations.export({ id, format: 'html' });
      await page.goto('about:blank');
      await page.setContent(text, { waitUntil: 'load' });
      const faults = await page.evaluate(
        ({ hacked, evil }) => [
          ...Array.from(
            document.querySelectorAll('script, img, svg image, iframe, object, embed, base, form'),
            ({ localName }) => localName,
          ),
          ...Array.from(
            document.querySelectorAll('link, [src], [href], [style]'),
            (one) => one.outerHTML,
          ).filter((html) => html.includes(evil) && !html.startsWith('<a ')),
          ...Array.from(document.querySelectorAll('a'), ({ protocol }) => protocol).filter(
            (protocol) => !/^(?:https?|about|blob):$/.test(protocol),
          ),
          ...((window as unknown as Record<string, unknown>)[hacked] === undefined ? [] : ['ran']),
        ],
        { hacked: hackedName, evil: evilHost },
      );
      expect([id, faults]).toEqual([id, []]);
    }
    expect(asked.filter((address) => address !== 'about:blank')).toEqual([]);
    await context.close();
  }, 120_000);

  it('would be seen if it did harm', async () => {
    await shown.page.evaluate(() => {
      const link = document.createElement('a');
      link.href = 'javascript:void 0';
      document.body.append(link);
    });
    expect(await harm()).toEqual(['a javascript:void 0']);
    await shown.page.evaluate(() => document.body.lastElementChild!.remove());
    expect(await harm()).toEqual([]);
  });

  it('asked nothing of any other place', () => {
    expect(documents.length).toBeGreaterThan(200);
    expect(cards).toBeGreaterThan(200);
    expect(shown.foreign).toEqual([]);
    expect(shown.errors).toEqual([]);
  });
});
