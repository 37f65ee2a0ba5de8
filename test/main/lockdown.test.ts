import { beforeEach, expect, test, vi } from 'vitest';
import { pageAddress } from '../../src/main/app-scheme.ts';
import { lockDown } from '../../src/main/lockdown.ts';
import {
  BrowserWindow,
  Preventable,
  resetElectron,
  sessionHandlers,
  state,
} from '../support/electron-double.ts';

vi.mock('electron', async () => (await import('../support/electron-double.ts')).electron);

let contents: BrowserWindow['webContents'];

beforeEach(() => {
  vi.useRealTimers();
  resetElectron();
  lockDown();
  const window = new BrowserWindow({});
  void window.loadURL(pageAddress);
  contents = window.webContents;
});

class Navigation extends Preventable {
  readonly url: string;
  constructor(url: string) {
    super();
    this.url = url;
  }
}

const navigations = ['will-navigate', 'will-redirect', 'will-frame-navigate'];

test.each(navigations)('%s away from the page is refused', (event) => {
  for (const url of [
    'https://example.org/',
    'file:///etc/passwd',
    'app://other/',
    'app://lorekeep.example.org/',
    'app://lorekeep/documents/f1/page.html',
    'javascript:alert(1)',
  ]) {
    const navigation = new Navigation(url);
    contents.emit(event, navigation);
    expect(navigation.defaultPrevented, url).toBe(true);
  }
});

test.each(navigations)('%s to the page itself passes', (event) => {
  const navigation = new Navigation(`${pageAddress}#/library`);
  contents.emit(event, navigation);
  expect(navigation.defaultPrevented).toBe(false);
});

test('no web view is ever attached', () => {
  const event = new Preventable();
  contents.emit('will-attach-webview', event);
  expect(event.defaultPrevented).toBe(true);
});

const openWindow = (url: string) => contents.windowOpenHandler({ url }).action;
const click = () => contents.emit('input-event', {}, { type: 'mouseUp' });

test('a click on a link opens the browser, once, for https alone; never a window', () => {
  click();
  expect(openWindow('https://example.org/a')).toBe('deny');
  expect(openWindow('https://example.org/b')).toBe('deny');
  expect(state.opened).toEqual(['https://example.org/a']);
  for (const url of [
    'http://example.org/',
    'file:///etc/passwd',
    'smb://x/',
    'app://lorekeep/',
    '',
  ]) {
    click();
    expect(openWindow(url), url).toBe('deny');
  }
  expect(state.opened).toHaveLength(1);
});

test('without a click, or long after one, nothing opens', () => {
  openWindow('https://example.org/');
  vi.useFakeTimers();
  click();
  contents.emit('input-event', {}, { type: 'mouseMove' });
  vi.advanceTimersByTime(1500);
  openWindow('https://example.org/');
  expect(state.opened).toEqual([]);
});

type Ask = (contents: object, permission: string, answer: (granted: boolean) => void) => void;
type Check = (contents: null, permission: string, origin: string) => boolean;

test('every permission is refused but writing to the clipboard, and that to our page alone', () => {
  const ask = (permission: string) => {
    let granted: boolean | undefined;
    (sessionHandlers.permissionRequest as Ask)(contents, permission, (answer) => {
      granted = answer;
    });
    return granted;
  };
  const check = sessionHandlers.permissionCheck as Check;
  for (const permission of [
    'media',
    'geolocation',
    'notifications',
    'clipboard-read',
    'openExternal',
    'fileSystem',
  ]) {
    expect(ask(permission), permission).toBe(false);
    expect(check(null, permission, 'app://lorekeep/'), permission).toBe(false);
  }
  expect(ask('clipboard-sanitized-write')).toBe(true);
  expect(check(null, 'clipboard-sanitized-write', 'app://lorekeep/')).toBe(true);
  expect(check(null, 'clipboard-sanitized-write', 'https://example.org/')).toBe(false);
  contents.mainFrame.url = 'https://example.org/';
  expect(ask('clipboard-sanitized-write')).toBe(false);
  expect((sessionHandlers.devicePermission as () => boolean)()).toBe(false);
});

test('no request of a page leaves the machine', () => {
  const request = sessionHandlers.beforeRequest as (
    details: { url: string },
    answer: (result: { cancel: boolean }) => void,
  ) => void;
  const cancelled = (url: string) => {
    let result = { cancel: false };
    request({ url }, (answer) => {
      result = answer;
    });
    return result.cancel;
  };
  for (const url of [
    'https://example.org/',
    'http://127.0.0.1/',
    'ws://example.org/',
    'file:///x',
  ]) {
    expect(cancelled(url), url).toBe(true);
  }
  for (const url of [pageAddress, 'blob:app://lorekeep/1', 'data:,x']) {
    expect(cancelled(url), url).toBe(false);
  }
});
