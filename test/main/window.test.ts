import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openMainWindow } from '../../src/main/main-window.ts';
import { keepWindow } from '../../src/main/window-life.ts';
import { readWindowState } from '../../src/main/window-state.ts';
import { BrowserWindow, electron, resetElectron, state } from '../support/electron-double.ts';

vi.mock('electron', async () => (await import('../support/electron-double.ts')).electron);

let folder: string;
let stateFile: string;

beforeEach(() => {
  resetElectron();
  folder = mkdtempSync(join(tmpdir(), 'lorekeep-window-'));
  stateFile = join(folder, 'window-state.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = () =>
  openMainWindow({ preloadPath: '/preload.cjs', stateFile }) as unknown as BrowserWindow;

test('the page runs in a sandbox, apart from the preload, without Node', () => {
  const window = open();
  expect(window.options.webPreferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    spellcheck: false,
  });
  expect(window.webContents.mainFrame.url).toBe('app://lorekeep/');
});

test('the window shows itself when the page has drawn itself, not before', () => {
  const window = open();
  expect(window.options.show).toBe(false);
  expect(window.calls).toEqual([]);
  window.emit('ready-to-show');
  expect(window.calls).toEqual(['show']);
});

test('it opens where it was closed, maximised again', () => {
  const first = open();
  first.bounds = { x: 100, y: 90, width: 1000, height: 700 };
  first.maximize();
  first.close();
  const second = open();
  expect(second.options).toMatchObject({ x: 100, y: 90, width: 1000, height: 700 });
  expect(second.maximised).toBe(true);
});

test('a place that is kept while the window moves is written when it has settled', () => {
  vi.useFakeTimers();
  const window = open();
  for (let x = 0; x < 50; x++) {
    window.bounds = { x, y: 40, width: 900, height: 600 };
    window.emit('move');
  }
  expect(() => readFileSync(stateFile)).toThrow('ENOENT');
  vi.advanceTimersByTime(600);
  vi.useRealTimers();
  expect(JSON.parse(readFileSync(stateFile, 'utf8'))).toMatchObject({ x: 49, maximised: false });
});

test.each([
  ['on a screen that is gone', { x: 3000, y: 100 }],
  ['above the screen', { x: 100, y: -200 }],
  ['below the screen', { x: 100, y: 1070 }],
  ['with a sliver left', { x: 1880, y: 100 }],
])('a place %s is left to the system, the size kept', (_name, place) => {
  writeFileSync(stateFile, JSON.stringify({ ...place, width: 900, height: 600, maximised: false }));
  const read = readWindowState(stateFile);
  expect(read).toEqual({ width: 900, height: 600, maximised: false });
});

test('a second screen counts', () => {
  state.displays.push({ workArea: { x: 1920, y: 0, width: 1280, height: 1024 } });
  writeFileSync(stateFile, '{"x":2000,"y":50,"width":900,"height":600,"maximised":false}');
  expect(readWindowState(stateFile)).toMatchObject({ x: 2000, y: 50 });
});

test.each(['', 'null', '{"x":1}', '{"x":"1","y":1,"width":1,"height":1,"maximised":true}'])(
  'a damaged state (%s) is the usual window',
  (text) => {
    writeFileSync(stateFile, text);
    const read = readWindowState(stateFile);
    expect(read.width).toBeGreaterThan(720);
    expect(read.x).toBeUndefined();
  },
);

test('a size below the smallest is raised to it', () => {
  writeFileSync(stateFile, '{"x":50,"y":50,"width":10,"height":10,"maximised":false}');
  expect(readWindowState(stateFile)).toMatchObject({ width: 720, height: 480 });
});

test('a page that dies is loaded again, but not for ever', () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const { webContents } = open();
  webContents.emit('render-process-gone', {}, { reason: 'crashed' });
  webContents.emit('render-process-gone', {}, { reason: 'crashed' });
  expect(webContents.reloads).toBe(1);
});

test('a closed window opens anew when asked for, and closing the last one quits', () => {
  keepWindow({ preloadPath: '', dataDir: folder });
  const platform = process.platform;
  try {
    Object.defineProperty(process, 'platform', { value: 'darwin' });
    BrowserWindow.all[0]!.close();
    expect(state.quit).toBe(false);
    electron.app.emit('activate');
    expect(BrowserWindow.all).toHaveLength(1);
    Object.defineProperty(process, 'platform', { value: 'linux' });
    BrowserWindow.all[0]!.close();
    expect(state.quit).toBe(true);
  } finally {
    Object.defineProperty(process, 'platform', { value: platform });
  }
});
