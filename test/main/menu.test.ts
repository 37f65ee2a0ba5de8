import type { MenuItemConstructorOptions } from 'electron';
import { expect, test, vi } from 'vitest';
import { buildMenu } from '../../src/main/menu.ts';
import { BrowserWindow } from '../support/electron-double.ts';

vi.mock('electron', async () => (await import('../support/electron-double.ts')).electron);

function items(isMac: boolean): MenuItemConstructorOptions[] {
  const menu = buildMenu(isMac) as unknown as MenuItemConstructorOptions[];
  return menu.flatMap((part) => [part, ...((part.submenu ?? []) as MenuItemConstructorOptions[])]);
}

test.each([true, false])('search and find send the page its own keys (mac: %s)', (isMac) => {
  const window = new BrowserWindow({});
  for (const [label, key] of [
    ['Search or Ask', 'K'],
    ['Find in Document', 'F'],
  ]) {
    const item = items(isMac).find((one) => one.label === label)!;
    // The page hears its keys itself; were they taken here too, they would act twice.
    expect(item).toMatchObject({ accelerator: `CmdOrCtrl+${key}`, registerAccelerator: false });
    (item.click as unknown as (item: object, window: BrowserWindow) => void)({}, window);
    expect(window.webContents.keys.at(-2)).toMatchObject({ type: 'keyDown', keyCode: key });
    expect(window.webContents.keys.at(-1)).toMatchObject({ type: 'keyUp', keyCode: key });
  }
});

test.each([true, false])('settings are a place in the page (mac: %s)', (isMac) => {
  const window = new BrowserWindow({});
  const item = items(isMac).find((one) => one.label === 'Settings…')!;
  (item.click as unknown as (item: object, window: BrowserWindow) => void)({}, window);
  expect(window.webContents.mainFrame.url).toBe('app://lorekeep/#/settings');
});

test('editing and leaving are there on every system', () => {
  for (const isMac of [true, false]) {
    const roles = items(isMac).map((item) => item.role);
    expect(roles).toEqual(
      expect.arrayContaining(['copy', 'paste', 'selectAll', 'quit', 'togglefullscreen']),
    );
  }
});
