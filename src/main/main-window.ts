// The app's one window.
import { BrowserWindow, nativeTheme } from 'electron';
import { pageAddress } from './app-scheme.ts';
import { keepWindowState, readWindowState, smallestWindow } from './window-state.ts';

export interface MainWindowOptions {
  preloadPath: string;
  stateFile: string;
}

/** The page's background before its styles are there, so that nothing flashes. */
const background = { light: '#ffffff', dark: '#17181b' };

/** A page that keeps dying is not loaded again for ever. */
const reloadEveryMs = 10_000;

/** Opens the window; it is shown when the page has drawn itself. */
export function openMainWindow({ preloadPath, stateFile }: MainWindowOptions): BrowserWindow {
  const { maximised, ...bounds } = readWindowState(stateFile);
  const window = new BrowserWindow({
    ...bounds,
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    webPreferences: {
      preload: preloadPath,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      // Its dictionaries would be downloaded.
      spellcheck: false,
      navigateOnDragDrop: false,
    },
  });
  if (maximised) window.maximize();
  keepWindowState(window, stateFile);
  window.once('ready-to-show', () => window.show());
  reloadAfterCrash(window);
  void window.loadURL(pageAddress);
  return window;
}

/** Brings a window to the front, wherever it is. */
export function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

function reloadAfterCrash(window: BrowserWindow): void {
  let last = -Infinity;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    console.error('the page died:', reason);
    if (reason === 'clean-exit' || Date.now() - last < reloadEveryMs) return;
    last = Date.now();
    window.webContents.reload();
  });
}
