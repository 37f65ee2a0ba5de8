// Electron's main process: windows, menu, app://, permissions, and the processes that do the
// work. It reads no document and touches no database.
import { app, Menu, powerMonitor } from 'electron';
import { busyElsewhere } from './busy-elsewhere.ts';
import { dataFolder } from '../hosting/data-folder.ts';
import { entryPath } from '../hosting/node-host.ts';
import { pageFolder, preloadPath, engineModule } from './app-paths.ts';
import { handleAppScheme, registerAppScheme } from './app-scheme.ts';
import { askAfterFailure } from './ask-after-failure.ts';
import { createEngineProcess, type EngineProcess } from './engine-process.ts';
import { hasKeychain, seal, unseal } from './keychain.ts';
import { lockDown } from './lockdown.ts';
import { buildMenu } from './menu.ts';
import { answerPage } from './page-requests.ts';
import { keepWindow } from './window-life.ts';

// The same folder as the terminal's. Electron puts its own files there too.
const dataDir = dataFolder(app.commandLine.getSwitchValue('data') || undefined);

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
    modulePath: engineModule,
    entryPath,
    dataDir,
    hasKeychain: hasKeychain(),
    services: {
      seal,
      unseal,
      onBattery: () => powerMonitor.isOnBatteryPower(),
      busyElsewhere,
    },
    onFailed: (error) => void askAfterFailure(error, () => engine.start()),
  });
  engine.start();
  handleAppScheme({
    pageFolder,
    locate: (ref) => engine.call(({ documents }) => documents.locate(ref)),
  });
  answerPage((port) => engine.serve(port));
  Menu.setApplicationMenu(buildMenu(process.platform === 'darwin'));
  keepWindow({ preloadPath, dataDir });
  stopBeforeQuit(engine);
}

/** Gives the engine time to close its databases. */
function stopBeforeQuit(engine: EngineProcess): void {
  let stopped = false;
  app.on('will-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    void engine.stop().finally(() => {
      stopped = true;
      app.quit();
    });
  });
}
