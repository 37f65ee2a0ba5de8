// Servers with models as a person meets them: added, warned of, agreed to, asked, chosen to write and
// to find, refused, and removed. A real server on this machine tells what reached it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppPage, addFolder, openApp, soon } from '../support/app-page.ts';
import { findChromium, launchChromium } from '../support/chromium.ts';
import { messagesOf, inputOf, type ModelServer, openModelServer } from '../support/model-server.ts';
import { type ServedApp, serveApp } from '../support/served-app.ts';

const found = findChromium();
const name = `servers in a browser${found.path ? '' : ` (skipped: ${found.reason})`}`;

describe.skipIf(!found.path)(name, () => {
  let folder: string;
  let app: ServedApp;
  let browser: Browser;
  let shown: AppPage;
  let server: ModelServer;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lorekeep-servers-'));
    await writeFile(join(folder, 'leave.md'), '# Leave\n\nParents get twelve weeks of leave.\n');
    await writeFile(join(folder, 'boats.md'), '# Boats\n\nThe ferry sails on Sunday.\n');
    server = await openModelServer();
    server.models = [
      { id: 'writer', object: 'model', meta: { n_ctx: 8192 } },
      { id: 'intfloat/multilingual-e5-large-instruct-with-a-long-name.Q8_0.gguf', object: 'model' },
    ];
    server.parts = ['Parents get ', 'twelve weeks ', '[1].'];
    app = await serveApp();
    browser = await launchChromium(found.path!);
    shown = await openApp(browser, app.url);
    await addFolder(shown.page, folder, 2);
  });

  afterAll(async () => {
    await browser?.close();
    await app?.dispose();
    await server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const dialog = () => shown.page.getByRole('dialog');
  const item = () => shown.page.getByRole('article', { name: 'lab', exact: true });
  const asked = (path: string) => server.asked.filter((one) => one.path === path);
  const askAgain = () => item().getByRole('button', { name: 'Ask “lab” for its models' });
  const uses = (role: string) => item().getByRole('button', { name: `${role} with “writer”` });

  async function openServers(): Promise<void> {
    await shown.page.getByRole('link', { name: 'Models', exact: true }).click();
    const parts = shown.page.getByRole('navigation', { name: 'Parts of this page' });
    await parts.getByRole('link', { name: 'Servers', exact: true }).click();
  }

  it('says what is wrong with an address or a name where it stands', async () => {
    const { page, picture } = shown;
    await openServers();
    await page.getByRole('heading', { name: 'No servers' }).waitFor();
    await picture('servers-empty');
    await page.getByRole('button', { name: 'Add a server' }).click();
    const add = dialog().getByRole('button', { name: 'Add', exact: true });
    await add.click();
    expect(await dialog().getByRole('alert').innerText()).toContain('Give the address');
    await page.getByLabel('Address').fill('http://8.8.8.8:8080');
    await add.click();
    await expect.poll(() => dialog().getByRole('alert').innerText(), soon).toContain('https://');
    await page.getByLabel('Address').fill(server.address);
    await page.getByLabel('Name', { exact: true }).fill('a/b');
    await add.click();
    expect(await dialog().getByRole('alert').innerText()).toContain('Letters, digits');
    await picture('servers-add-refused');
  });

  it('shows what would be sent, and to which address, and sends nothing without a yes', async () => {
    const { page, picture } = shown;
    await page.getByLabel('Name', { exact: true }).fill('lab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Send text to “lab”?' }).waitFor();
    const warning = await dialog().innerText();
    expect(warning).toContain(`Text goes to ${server.address}`);
    expect(warning).toContain('the whole text of all your documents');
    await picture('servers-agree');
    // The focus is on the way out.
    await page.keyboard.press('Enter');
    await dialog().waitFor({ state: 'detached' });
    await item().getByText('You have not agreed: nothing is sent to it.').waitFor();
    expect(await askAgain().count()).toBe(0);
    await picture('servers-not-agreed');
    expect(server.connections).toBe(0);
  });

  it('asks for the models once the person agreed', async () => {
    const { page, picture } = shown;
    await item().getByRole('button', { name: 'Look at what is sent to “lab”' }).click();
    await dialog().getByRole('button', { name: 'Agree', exact: true }).click();
    const models = page.getByRole('list', { name: 'Models of “lab”' });
    await models.getByText('writer', { exact: true }).waitFor();
    expect(await models.getByRole('listitem').count()).toBe(2);
    expect(server.asked.map(({ path }) => path)).toEqual(['/v1/models']);
    await picture('servers-models');
  });

  it('has a model of it write answers, and says where they come from', async () => {
    const { page, picture } = shown;
    await uses('Write answers').press('Enter');
    await expect.poll(() => uses('Write answers').getAttribute('aria-pressed'), soon).toBe('true');
    await page.keyboard.press('/');
    const chooser = page.getByRole('button', { name: 'Answered by writer on lab: change' });
    await chooser.click();
    await page.getByText(`are sent to ${server.host}`).first().waitFor();
    await picture('servers-writer');
    await page.keyboard.press('Escape');
    await page.getByLabel('Search or ask').fill('How many weeks of leave do parents get?');
    await page.keyboard.press('Enter');
    const answer = page.getByRole('region', { name: 'Answer', exact: true });
    await answer.getByText('Parents get twelve weeks').first().waitFor();
    await expect.poll(() => answer.innerText(), soon).toMatch(/Written by\s+writer on lab/);
    // The other one is for the conversation's title.
    const wanted = asked('/v1/chat/completions').map((one) => messagesOf(one)[0]!.content);
    expect(wanted.filter((rules) => !rules.startsWith('Write a title'))).toHaveLength(1);
    await picture('servers-answer');
  });

  it('has a model of it find by meaning only after asking once more', async () => {
    const { page, picture } = shown;
    await openServers();
    expect(asked('/v1/embeddings')).toEqual([]);
    await askAgain().click();
    await uses('Find by meaning').click();
    await dialog().getByText(`sent to ${server.host} now and whenever they change`).waitFor();
    await picture('servers-embedder');
    await dialog().getByRole('button', { name: 'Use “writer”' }).click();
    await expect
      .poll(() => uses('Find by meaning').getAttribute('aria-pressed'), soon)
      .toBe('true');
    const embedded = () => asked('/v1/embeddings').flatMap(inputOf).join(' ');
    await expect.poll(embedded, soon).toContain('twelve weeks of leave');
    const parts = page.getByRole('navigation', { name: 'Parts of this page' });
    await parts.getByRole('link', { name: 'Installed', exact: true }).click();
    await expect.poll(() => page.getByText('In use: writer on lab').count(), soon).toBe(2);
    await picture('servers-in-use');
  });

  it('says that a key is wanted or wrong, and takes another one', async () => {
    const { page, picture } = shown;
    server.key = 'geheim-1';
    await openServers();
    await askAgain().click();
    await expect
      .poll(() => item().getByRole('alert').innerText(), soon)
      .toContain('wants a key, or does not accept');
    await picture('servers-key-refused');
    await item().getByRole('button', { name: 'Enter its key' }).click();
    const field = dialog().getByLabel('Key');
    expect(await field.getAttribute('type')).toBe('password');
    await field.fill('geheim-1');
    await page.keyboard.press('Enter');
    await item().getByRole('alert').waitFor({ state: 'detached' });
    await item().getByText('key known until Lorekeep ends').waitFor();
    expect(asked('/v1/models').at(-1)!.headers.authorization).toBe('Bearer geheim-1');
    await expect
      .poll(() => item().getByRole('list', { name: 'Models of “lab”' }).innerText(), soon)
      .toContain('writer');
  });

  it('stops asking a server that does not answer', async () => {
    server.instead['/v1/models'] = () => new Promise(() => {});
    await askAgain().click();
    await item().getByRole('button', { name: 'Stop asking “lab”' }).click();
    await askAgain().waitFor();
    await expect.poll(() => asked('/v1/models').at(-1)!.left, soon).toBe(true);
    expect(await item().getByRole('alert').count()).toBe(0);
    delete server.instead['/v1/models'];
  });

  it('remembers across a reload what is in use, without asking the server', async () => {
    const { page } = shown;
    const before = asked('/v1/models').length;
    await page.reload();
    await expect.poll(() => uses('Write answers').getAttribute('aria-pressed'), soon).toBe('true');
    expect(asked('/v1/models')).toHaveLength(before);
  });

  it('fits a narrow window', async () => {
    const { page, picture } = shown;
    await page.setViewportSize({ width: 400, height: 760 });
    await askAgain().click();
    await uses('Write answers').waitFor();
    await picture('servers-narrow');
    const wide = await page.evaluate(() => {
      const screen = document.querySelector('.screen')!;
      return screen.scrollWidth - screen.clientWidth;
    });
    expect(wide).toBe(0);
    await page.getByRole('button', { name: 'Add a server' }).click();
    await picture('servers-add-narrow');
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 1200, height: 800 });
  });

  it('says that a server is gone, with a way to try again', async () => {
    const { picture } = shown;
    await server.close();
    await askAgain().click();
    await expect
      .poll(() => item().getByRole('alert').innerText(), soon)
      .toContain('cannot be reached');
    await item().getByRole('button', { name: 'Try again' }).waitFor();
    await picture('servers-unreachable');
  });

  it('removes a server, and what named its models', async () => {
    const { page, picture } = shown;
    await item().getByRole('button', { name: 'Remove “lab”' }).click();
    await dialog().getByText('It is in use').waitFor();
    await picture('servers-remove');
    await dialog().getByRole('button', { name: 'Remove “lab”' }).click();
    await page.getByRole('heading', { name: 'No servers' }).waitFor();
    await page.keyboard.press('/');
    await page.getByLabel('Search or ask').waitFor();
    expect(await page.getByRole('button', { name: /^Answered by / }).count()).toBe(0);
  });

  it('asked nothing of the network by itself and logged no error', () => {
    expect(shown.foreign).toEqual([]);
    expect(shown.errors).toEqual([]);
  });
});
