// Electron's main process: windows, menu, app://, permissions, and the processes that do the
// work. It reads no document and touches no database.
import { app, type BrowserWindow, dialog, Menu, powerMonitor } from 'electron';
import { join } from 'node:path';
import { dataFolder } from '../hosting/data-folder.ts';
import { entryPath } from '../hosting/node-host.ts';
import type { LorekeepError } from '../shared/errors.ts';
import { sentenceOf } from '../shared/texts/format.ts';
import { handleAppScheme, registerAppScheme } from './app-scheme.ts';
import { createEngineProcess } from './engine-process.ts';
import { hasKeychain, seal, unseal } from './keychain.ts';
import { lockDown } from './lockdown.ts';
import { bringToFront, openMainWindow } from './main-window.ts';
import { buildMenu } from './menu.ts';
import { answerPage } from './page-requests.ts';

const outFolder = join(import.meta.dirname, '..');
const dataDir = dataFolder();

app.setName('Lorekeep');
app.setPath('userData', dataDir);
app.enableSandbox();
registerAppScheme();

if (app.requestSingleInstanceLock()) void run();
else app.quit();

async function run(): Promise<void> {
  await app.whenReady();
  lockDown();
  const engine = createEngineProcess({
    modulePath: join(import.meta.dirname, 'engine.js'),
    entryPath,
    dataDir,
    hasKeychain: hasKeychain(),
    services: {
      seal: async (text) => seal(text),
      unseal: async (sealed) => unseal(sealed),
      onBattery: () => powerMonitor.isOnBatteryPower(),
    },
    onFailed: (error) => askAfterFailure(error, () => engine.start()),
  });
  engine.start();
  handleAppScheme({
    pageFolder: join(outFolder, 'renderer'),
    client: {
      get documents() {
        return documentsOf(engine);
      },
    },
  });
  answerPage((port) => engine.serve(port));
  Menu.setApplicationMenu(buildMenu(process.platform === 'darwin'));
  keepWindow();
  stopWithApp(() => engine.stop());
}
