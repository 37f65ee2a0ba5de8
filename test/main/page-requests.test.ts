import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { pageAddress } from '../../src/main/app-scheme.ts';
import { answerPage } from '../../src/main/page-requests.ts';
import { bridgeChannels } from '../../src/shared/bridge-channels.ts';
import { BrowserWindow, ipcMain, resetElectron, state } from '../support/electron-double.ts';
import { temporaryFolder } from '../support/folder.ts';

vi.mock('electron', async () => (await import('../support/electron-double.ts')).electron);

let window: BrowserWindow;
let served: unknown[];

beforeEach(() => {
  resetElectron();
  served = [];
  answerPage((port) => served.push(port));
  window = new BrowserWindow({});
  void window.loadURL(pageAddress);
  state.chosenFolders = ['/home/me/papers'];
});

/** Sends both messages the way a frame would; answers what came of them. */
async function send(senderFrame: { url: string; parent: object | null } | null) {
  const event = { sender: window.webContents, senderFrame };
  ipcMain.emit(bridgeChannels.port, event);
  const folder = await ipcMain.handlers.get(bridgeChannels.chooseFolder)!(event);
  const model = await ipcMain.handlers.get(bridgeChannels.chooseModel)!(event);
  return { ports: served.length, sent: window.webContents.received.length, folder, model };
}

test('the page gets one end of a channel, the engine the other, and what to add can be chosen', async () => {
  const answer = await send(window.webContents.mainFrame);
  const chosen = '/home/me/papers';
  expect(answer).toEqual({ ports: 1, sent: 1, folder: chosen, model: chosen });
  const [message] = window.webContents.received;
  expect(message?.channel).toBe(bridgeChannels.port);
  expect(message?.ports).toHaveLength(1);
  expect(message?.ports[0]).not.toBe(served[0]);
});

test.each([
  ['another site', { url: 'https://example.org/', parent: null }],
  ['a file', { url: 'file:///tmp/x.html', parent: null }],
  ['a host that begins like ours', { url: 'app://lorekeep.example.org/', parent: null }],
  ['our host under another scheme', { url: 'https://lorekeep/', parent: null }],
  ['a frame inside the page', { url: pageAddress, parent: {} }],
  ['a frame that is gone', null],
  ['a page that is not loaded', { url: '', parent: null }],
])('a message of %s is dropped', async (_name, frame) => {
  expect(await send(frame)).toEqual({ ports: 0, sent: 0, folder: null, model: null });
});

test('closing the folder chooser is no folder', async () => {
  state.chosenFolders = [];
  expect((await send(window.webContents.mainFrame)).folder).toBeNull();
});

/** Asks for a PDF the way a frame would. */
function askForPdf(name: unknown, senderFrame: object = window.webContents.mainFrame) {
  const event = { sender: window.webContents, senderFrame };
  return ipcMain.handlers.get(bridgeChannels.savePdf)!(event, name);
}

test('what the page shows on paper is saved where the person says', async () => {
  state.savedFile = join(temporaryFolder(), 'talk.pdf');
  expect(await askForPdf('../../etc/How many days?: “all”')).toBe(true);
  expect(readFileSync(state.savedFile, 'latin1')).toMatch(/^%PDF/);
  expect(state.suggestedFiles).toEqual(['etc How many days “all”.pdf']);
});

test('a PDF is not made where the question is closed, or for another page', async () => {
  expect(await askForPdf('')).toBe(false);
  expect(state.suggestedFiles).toEqual(['Lorekeep.pdf']);
  expect(await askForPdf('x', { url: 'https://example.org/', parent: null })).toBe(false);
  expect(state.suggestedFiles).toHaveLength(1);
});
