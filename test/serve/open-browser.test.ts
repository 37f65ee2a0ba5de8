import { expect, test } from 'vitest';
import { browserCommand } from '../../src/serve/open-browser.ts';

const url = 'http://127.0.0.1:1/?token=a&b=c';

test('each system has its own way', () => {
  expect(browserCommand(url, 'darwin', {})).toEqual(['open', [url]]);
  expect(browserCommand(url, 'linux', { DISPLAY: ':0' })).toEqual(['xdg-open', [url]]);
  expect(browserCommand(url, 'linux', { WAYLAND_DISPLAY: 'wayland-0' })?.[0]).toBe('xdg-open');
  expect(browserCommand(url, 'win32', {})?.[1]).toContain(url);
});

test('nothing is opened where there is no screen or where it is not wanted', () => {
  expect(browserCommand(url, 'linux', {})).toBeNull();
  expect(browserCommand(url, 'darwin', { LOREKEEP_NO_BROWSER: '1' })).toBeNull();
});
