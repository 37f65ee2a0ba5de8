// Answers as data, and answers that are cut at their limit: what is shown while they are written, and
// what to do then.
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../src/engine/connect.ts';
import { createNodeHost } from '../../src/hosting/node-host.ts';
import { serverModelName } from '../../src/shared/contract/servers.ts';
import { soon } from '../support/app-page.ts';
import { type ChatApp, lighthouse, openChats } from '../support/chat-app.ts';
import { findChromium } from '../support/chromium.ts';
import { chunk, type ModelServer, openModelServer } from '../support/model-server.ts';

const found = findChromium();
const name = `answers as data in a browser${found.path ? '' : ` (skipped: ${found.reason})`}`;

const schema = {
  type: 'object',
  properties: {
    rows: {
      type: 'array',
      items: {
        type: 'object',
        properties: { place: { type: 'string' }, years: { type: 'string' } },
        required: ['place', 'years'],
        additionalProperties: false,
      },
    },
  },
  required: ['rows'],
  additionalProperties: false,
};

type Opened = Awaited<ReturnType<typeof openEngine>>;

describe.skipIf(!found.path)(name, () => {
  let chats: ChatApp;
  let server: ModelServer;
  let other: Opened;
  const model = serverModelName('lab', 'writer');

  beforeAll(async () => {
    chats = await openChats(found.path!);
    server = await openModelServer();
    // Another window, as far as the page knows.
    const owner = { dataDir: chats.dataDir, host: createNodeHost(), version: 'test' };
    other = await openEngine(owner);
    await other.client.servers.add({ address: server.address, name: 'lab' });
    await other.client.servers.agree({ name: 'lab', address: server.address });
  });
  afterAll(async () => {
    await other?.close();
    await chats?.dispose();
    await server?.close();
  });

  it('are no text before they are whole, and a table then', async () => {
    const { page, picture } = chats;
    const over = new AbortController();
    server.instead['/v1/chat/completions'] = async (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const write = (content: string) =>
        response.write(chunk({ delta: { content }, finish_reason: null }));
      write('{"found": true, "sources": [1], "result": {"rows": [');
      write('{"place": "Merrow Point", "years": "seven"}, {"place": "Merr');
      // What is written is kept with the text that comes a while later.
      while (!over.signal.aborted && !response.destroyed) {
        await delay(200);
        write(' ');
      }
      write('ow", "years": "seven"}]}}');
      response.end(`${chunk({ delta: {}, finish_reason: 'stop' })}data: [DONE]\n\n`);
    };
    const settings = { writing: { model } } as const;
    const { id } = await other.client.conversations.create({ settings });
    const asked = async () => {
      const request = { conversationId: id, question: lighthouse, schema };
      const events: string[] = [];
      for await (const { type } of await other.client.conversations.ask(request)) events.push(type);
      return events.at(-1);
    };
    await page.goto(`${page.url().split('#')[0]}#/chat/${id}`);
    const done = asked();
    await chats.lastTurn().getByText('Filling in the table… 1 row so far').waitFor();
    expect(await chats.lastTurn().innerText()).not.toContain('Merrow Point"');
    await picture('chat-filling');
    over.abort();
    expect(await done).toBe('done');
    delete server.instead['/v1/chat/completions'];
    const table = chats.lastTurn().getByRole('region', { name: 'Answer as a table' });
    await expect.poll(() => table.getByRole('row').count(), soon).toBe(3);
    await picture('chat-data');
  });

  it('say what to do where they were cut at their limit', async () => {
    const { page, picture } = chats;
    server.parts = ['The lighthouse on Merrow Point is painted every seven years [1], ', 'and by'];
    server.finish = 'length';
    await chats.ask('Who paints the lighthouse on Merrow Point?');
    await chats.lastTurn().getByText('Raise “Most tokens” in the settings of the answer').waitFor();
    await page.getByRole('button', { name: 'Settings of the answer' }).waitFor();
    await picture('chat-limit');
    server.parts = ['It is painted by the harbour crew [1].'];
    server.finish = 'stop';
    await chats.lastTurn().getByRole('button', { name: 'Ask again' }).click();
    await expect.poll(() => chats.lastTurn().innerText(), soon).toContain('It is painted by');
    expect(await chats.lastTurn().getByText('Raise “Most tokens”').count()).toBe(0);
  });

  it('ask before a conversation is deleted, with its name and the focus on the way out', async () => {
    const { page, picture } = chats;
    const title = await page.getByRole('heading', { level: 1 }).innerText();
    await page.getByRole('button', { name: 'More for this conversation' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog', { name: `Delete “${title}”?` });
    await dialog.waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim());
    await expect.poll(focused, soon).toBe('Cancel');
    await picture('chat-delete');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(await chats.turns().count()).toBe(2);
  });

  it('asked nothing of any other place and logged no error', () => {
    expect(chats.foreign).toEqual([]);
    expect(chats.errors).toEqual([]);
  });
});
