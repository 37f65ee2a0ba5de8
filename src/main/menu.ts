// The menu bar. A key of the page's is written here once more for those who look for it in the
// menu: choosing it sends the page that key, so that the page alone decides what it does.
import { BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron';
import { pageAddress } from './app-scheme.ts';

export function buildMenu(isMac: boolean): Menu {
  return Menu.buildFromTemplate([
    ...(isMac ? [appMenu()] : []),
    {
      label: '&File',
      submenu: [
        ...(isMac ? [] : [settingsItem(), { type: 'separator' as const }]),
        isMac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    {
      label: '&Edit',
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        { type: 'separator' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
        { type: 'separator' },
        keyItem('Search or Ask', 'K'),
        keyItem('Find in Document', 'F'),
      ],
    },
    {
      label: '&View',
      submenu: [
        { role: 'reload' },
        { role: 'toggleDevTools' },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
  ]);
}

function appMenu(): MenuItemConstructorOptions {
  return {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      { type: 'separator' },
      settingsItem(),
      { type: 'separator' },
      { role: 'services' },
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      { role: 'quit' },
    ],
  };
}

function settingsItem(): MenuItemConstructorOptions {
  return {
    label: 'Settings…',
    accelerator: 'CmdOrCtrl+,',
    click: (_item, window) => {
      // Only what stands behind # changes: the page stays and shows another screen.
      if (window instanceof BrowserWindow) void window.loadURL(`${pageAddress}#/settings`);
    },
  };
}

/** A command of the page's own. The key itself goes to the page without passing here. */
function keyItem(label: string, key: string): MenuItemConstructorOptions {
  return {
    label,
    accelerator: `CmdOrCtrl+${key}`,
    registerAccelerator: false,
    click: (_item, window) => {
      if (!(window instanceof BrowserWindow)) return;
      const modifiers: ['meta' | 'control'] = [process.platform === 'darwin' ? 'meta' : 'control'];
      window.webContents.sendInputEvent({ type: 'keyDown', keyCode: key, modifiers });
      window.webContents.sendInputEvent({ type: 'keyUp', keyCode: key, modifiers });
    },
  };
}
