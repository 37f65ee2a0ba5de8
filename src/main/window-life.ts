// One window at a time: a second start shows the one that is there, and on a Mac the app lives
// on without it.
import { app, type BrowserWindow } from 'electron';
import { join } from 'node:path';
import { bringToFront, openMainWindow } from './main-window.ts';

/** Opens the window, and opens or shows it again whenever it is asked for. */
export function keepWindow(options: { preloadPath: string; dataDir: string }): void {
  const stateFile = join(options.dataDir, 'window-state.json');
  let window: BrowserWindow | null = null;
  const show = () => {
    if (window) {
      bringToFront(window);
      return;
    }
    window = openMainWindow({ preloadPath: options.preloadPath, stateFile });
    window.once('closed', () => {
      window = null;
    });
  };
  show();
  app.on('second-instance', show);
  app.on('activate', show);
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
}
