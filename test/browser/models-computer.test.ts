// Downloads of the catalogue, and the computer that models run on.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { soon } from '../support/app-page.ts';
import { findChromium } from '../support/chromium.ts';
import { serveHub } from '../support/hub.ts';
import { type ModelApp, openModelApp } from '../support/model-app.ts';

const found = findChromium();
const name = `downloads and hardware in a browser${found.path ? '' : ` (skipped: ${found.reason})`}`;

describe.skipIf(!found.path)(name, () => {
  let shown: ModelApp;

  beforeAll(async () => {
    shown = await openModelApp(found.path!);
  });
  afterAll(() => shown?.dispose());

  it('downloads from the catalogue, with a way to stop, and marks what is installed', async () => {
    const { page, picture } = shown;
    const bytes = await readFile(join(shown.folder, 'chat.gguf'));
    const hub = await serveHub({
      'Qwen/Qwen3-0.6B-GGUF': { files: { 'Qwen3-0.6B-Q8_0.gguf': bytes } },
    });
    await shown.openModels('This computer');
    const mirror = page.getByLabel('Download from another address');
    await mirror.fill(hub.mirror);
    await mirror.press('Enter');
    await page.getByRole('link', { name: 'Catalogue', exact: true }).click();
    expect(hub.asked).toEqual([]);
    hub.speed = 50;
    const item = shown.row('Qwen3 0.6B');
    await item.getByRole('button', { name: 'Download Qwen3 0.6B' }).click();
    await item.getByText(/KB of/).waitFor();
    await picture('models-downloading');
    await item.getByRole('button', { name: 'Stop' }).click();
    await item.getByRole('progressbar').waitFor({ state: 'detached' });
    hub.instead = () => ({ status: 404 });
    await item.getByRole('button', { name: 'Download Qwen3 0.6B' }).click();
    await expect.poll(() => item.getByRole('alert').innerText(), soon).toContain('There is no');
    hub.instead = () => undefined;
    hub.speed = 0;
    await item.getByRole('button', { name: 'Try again' }).click();
    await item.getByText('Installed').waitFor();
    await picture('models-downloaded');
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('shows the hardware, and keeps how models compute', async () => {
    const { page, picture } = shown;
    await page.getByRole('link', { name: 'This computer', exact: true }).click();
    await page.getByRole('meter', { name: 'Memory' }).waitFor();
    await picture('models-computer');
    const context = page.getByLabel('Context', { exact: true });
    await context.fill('100');
    await context.press('Enter');
    await page.getByText('A whole number from 512 to 1,048,576.').waitFor();
    await context.fill('4096');
    await context.press('Enter');
    await page.getByLabel('Memory of the context').selectOption('q8_0');
    await page.getByRole('button', { name: 'Detect again' }).click();
    await page.reload();
    await expect.poll(() => context.inputValue(), soon).toBe('4096');
    expect(await page.getByLabel('Memory of the context').inputValue()).toBe('q8_0');
  });

  it('refuses a mirror without losing what was typed', async () => {
    const { page } = shown;
    const mirror = page.getByLabel('Download from another address');
    await mirror.fill('ftp://models.example');
    await mirror.press('Enter');
    await page.getByRole('alert').waitFor();
    expect(await mirror.inputValue()).toBe('ftp://models.example');
    await page.getByLabel('Access token').scrollIntoViewIfNeeded();
    await shown.picture('models-hub');
  });

  it('asked nothing of the network and logged no error', () => {
    expect(shown.foreign).toEqual([]);
    expect(shown.errors).toEqual([]);
  });
});
