// Search as you type, as a person meets it: the app in Chromium over 100,000 chunks, keys pressed at
// the pace of typing, timed from the key to the frame in which the passages have changed.
import Database from 'better-sqlite3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openEngine } from '../src/engine/connect.ts';
import { createNodeHost } from '../src/hosting/node-host.ts';
import { openApp } from '../test/support/app-page.ts';
import { findChromium, launchChromium } from '../test/support/chromium.ts';
import { serveApp } from '../test/support/served-app.ts';
import { naturalFolders, writeNaturalIndex } from './natural-index.ts';
import { naturalText } from './natural-text.ts';
import { figure, heading, skipped } from './report.ts';

const chunks = 100_000;
const queries = 24;
/** A fast typist: 90 words a minute. */
const betweenKeysMs = 130;

export async function benchTyping(): Promise<void> {
  const { path, reason } = findChromium();
  if (path === null) return skipped('typing', reason);
  heading(`Search as you type in the app, ${chunks.toLocaleString('en')} chunks`);
  const dataDir = mkdtempSync(join(tmpdir(), 'lorekeep-bench-'));
  try {
    await makeLibrary(dataDir);
    const app = await serveApp(dataDir);
    const browser = await launchChromium(path);
    try {
      const { page } = await openApp(browser, app.url);
      report(await timeKeys(page));
    } finally {
      await browser.close();
      await app.stop();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** A data folder whose library knows the folders of a made-up index, with the app's own vectors. */
async function makeLibrary(dataDir: string): Promise<void> {
  const options = { dataDir, host: createNodeHost(), version: 'bench' };
  await (await openEngine(options)).close();
  const library = new Database(join(dataDir, 'library.db'));
  const add = library.prepare('INSERT INTO folders (id, path, added_at) VALUES (?, ?, 0)');
  for (let i = 0; i < naturalFolders; i++) add.run(`folder-${i}`, join(dataDir, `none-${i}`));
  library.close();
  for (const end of ['', '-wal', '-shm']) rmSync(join(dataDir, `index.db${end}`), { force: true });
  writeNaturalIndex(join(dataDir, 'index.db'), chunks);
  const engine = await openEngine(options);
  try {
    for (;;) {
      const running = (await engine.client.tasks.list()).filter(({ state }) => state === 'running');
      if (running.length === 0) break;
      for await (const _ of await engine.client.tasks.follow({ taskId: running[0]!.id }));
    }
  } finally {
    await engine.close();
  }
}

/** Milliseconds from each key to the frame that shows other passages; keys that changed none left out. */
async function timeKeys(page: Page): Promise<{ times: number[]; keys: number }> {
  const text = naturalText(41);
  const box = page.getByRole('searchbox').or(page.getByRole('combobox')).first();
  await box.click();
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(globalThis, { keyTimes: times });
    let pressedAt = 0;
    addEventListener('keydown', (event) => (pressedAt = event.timeStamp), true);
    const rows = () => document.querySelector('section > ol')?.textContent ?? '';
    let shown = rows();
    new MutationObserver(() => {
      const now = rows();
      if (pressedAt === 0 || now === shown) return;
      shown = now;
      const from = pressedAt;
      pressedAt = 0;
      requestAnimationFrame(() => times.push(performance.now() - from));
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
  let keys = 0;
  for (let i = 0; i < queries; i++) {
    const words = text.query(2 + (i % 4));
    await box.fill('');
    await page.waitForTimeout(300);
    for (const letter of words) {
      await page.keyboard.press(letter === ' ' ? 'Space' : letter);
      keys++;
      await page.waitForTimeout(betweenKeysMs);
    }
  }
  const times = await page.evaluate(
    () => (globalThis as unknown as { keyTimes: number[] }).keyTimes,
  );
  return { times, keys };
}

function report({ times, keys }: { times: number[]; keys: number }): void {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  console.log(`  ${keys} keys, of which ${times.length} changed the passages`);
  figure('from the key to other passages, p50', at(0.5), 'ms', 50);
  figure('from the key to other passages, p95', at(0.95), 'ms');
}
