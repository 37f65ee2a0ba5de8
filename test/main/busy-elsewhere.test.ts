import { afterEach, expect, test, vi } from 'vitest';
import { busyElsewhere } from '../../src/main/busy-elsewhere.ts';
import { BrowserWindow, resetElectron, state } from '../support/electron-double.ts';

vi.mock('electron', async () => (await import('../support/electron-double.ts')).electron);

afterEach(() => {
  resetElectron();
  BrowserWindow.focused = null;
});

test('a person is busy elsewhere while they use the machine but not our window', () => {
  state.idleSeconds = 5;
  expect(busyElsewhere()).toBe(true);
  BrowserWindow.focused = new BrowserWindow({});
  expect(busyElsewhere()).toBe(false);
  BrowserWindow.focused = null;
  state.idleSeconds = 300;
  expect(busyElsewhere()).toBe(false);
});
