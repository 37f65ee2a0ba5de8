// A double of the `electron` module, as seen by main, for machines where no window can be
// opened. What can be real is: utility processes are processes that run the real modules, ports
// carry real messages, app:// takes real requests. The rest records what main asked for.
// Use: vi.mock('electron', async () => (await import('../support/electron-double.ts')).electron)
import { type ChildProcess, fork, type StdioOptions } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { constants } from 'node:os';
import { join } from 'node:path';
import type {
  BrowserWindowConstructorOptions,
  ForkOptions,
  MenuItemConstructorOptions,
  Rectangle,
} from 'electron';
import { ElectronChannel, type ElectronPort } from './electron-port.ts';
import { createPortBridge, type PortBridge, type Wire } from './port-bridge.ts';

/** What a test sets before, or reads after. */
export const state = {
  hasLock: true,
  ready: false,
  quit: false,
  paths: {} as Record<string, string>,
  sandboxed: false,
  idleSeconds: 0,
  schemes: [] as { scheme: string; privileges: object }[],
  appHandler: null as ((request: Request) => Promise<Response>) | null,
  opened: [] as string[],
  chosenFolders: [] as string[],
  /** Where a file is saved; '' where the question is closed. */
  savedFile: '',
  suggestedFiles: [] as string[],
  messageBoxes: [] as { detail?: string }[],
  messageBoxAnswer: 1,
  menu: [] as MenuItemConstructorOptions[],
  displays: [{ workArea: { x: 0, y: 25, width: 1920, height: 1055 } }],
  processes: [] as UtilityProcess[],
};
const initial = structuredClone({ ...state, appHandler: null });

export function resetElectron(): void {
  Object.assign(state, structuredClone(initial));
  app.removeAllListeners();
  ipcMain.removeAllListeners();
  ipcMain.handlers.clear();
  BrowserWindow.all = [];
}

export class Preventable {
  defaultPrevented = false;
  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

class App extends EventEmitter {
  readonly commandLine = { getSwitchValue: () => '', appendSwitch: () => {} };
  setName(): void {}
  setPath(name: string, path: string): void {
    state.paths[name] = path;
  }
  enableSandbox(): void {
    state.sandboxed = true;
  }
  requestSingleInstanceLock(): boolean {
    return state.hasLock;
  }
  async whenReady(): Promise<void> {
    await Promise.resolve();
    state.ready = true;
  }
  quit(): void {
    const event = new Preventable();
    this.emit('will-quit', event);
    state.quit = !event.defaultPrevented;
  }
}
const app = new App();

class WebContents extends EventEmitter {
  readonly mainFrame = { url: '', parent: null as object | null };
  readonly received: { channel: string; message: unknown; ports: ElectronPort[] }[] = [];
  readonly keys: object[] = [];
  reloads = 0;
  windowOpenHandler: (details: { url: string }) => { action: string } = () => ({ action: 'allow' });
  setWindowOpenHandler(handler: typeof this.windowOpenHandler): void {
    this.windowOpenHandler = handler;
  }
  getURL(): string {
    return this.mainFrame.url;
  }
  postMessage(channel: string, message: unknown, ports: ElectronPort[]): void {
    this.received.push({ channel, message, ports });
  }
  sendInputEvent(event: object): void {
    this.keys.push(event);
  }
  reload(): void {
    this.reloads += 1;
  }
  async printToPDF(): Promise<Buffer> {
    return Buffer.from('%PDF-1.7 as printed');
  }
}

export class BrowserWindow extends EventEmitter {
  static all: BrowserWindow[] = [];
  static focused: BrowserWindow | null = null;
  static getFocusedWindow(): BrowserWindow | null {
    return BrowserWindow.focused;
  }
  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return BrowserWindow.all.find((window) => window.webContents === contents) ?? null;
  }
  readonly options: BrowserWindowConstructorOptions;
  readonly webContents = new WebContents();
  readonly calls: string[] = [];
  bounds: Rectangle;
  maximised = false;
  minimised = false;

  constructor(options: BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    const { x = 10, y = 30, width = 800, height = 600 } = options;
    this.bounds = { x, y, width, height };
    BrowserWindow.all.push(this);
    app.emit('web-contents-created', {}, this.webContents);
  }
  async loadURL(url: string): Promise<void> {
    this.webContents.mainFrame.url = url;
  }
  getNormalBounds(): Rectangle {
    return this.bounds;
  }
  isMaximized(): boolean {
    return this.maximised;
  }
  maximize(): void {
    this.maximised = true;
    this.emit('maximize');
  }
  isMinimized(): boolean {
    return this.minimised;
  }
  restore(): void {
    this.minimised = false;
    this.calls.push('restore');
  }
  show(): void {
    this.calls.push('show');
  }
  focus(): void {
    this.calls.push('focus');
  }
  isDestroyed(): boolean {
    return !BrowserWindow.all.includes(this);
  }
  close(): void {
    this.emit('close');
    BrowserWindow.all = BrowserWindow.all.filter((window) => window !== this);
    this.emit('closed');
    if (BrowserWindow.all.length === 0) app.emit('window-all-closed');
  }
}

class IpcMain extends EventEmitter {
  readonly handlers = new Map<string, (event: object, ...args: unknown[]) => unknown>();
  handle(channel: string, handler: (event: object, ...args: unknown[]) => unknown): void {
    this.handlers.set(channel, handler);
  }
}
export const ipcMain = new IpcMain();

type Answerer = (...args: never[]) => unknown;

/** Keeps each handler that main sets, by the name of the method that set it. */
export const sessionHandlers: Record<string, Answerer> = {};
const keepHandler = (name: string) => (handler: Answerer) => {
  sessionHandlers[name] = handler;
};

export class UtilityProcess extends EventEmitter {
  readonly modulePath: string;
  readonly options: ForkOptions;
  readonly child: ChildProcess;
  readonly stderr: ChildProcess['stderr'];
  /** As in Electron: set while it runs. */
  pid: number | undefined;
  readonly #bridge: PortBridge;

  constructor(modulePath: string, args: string[], options: ForkOptions) {
    super();
    this.modulePath = modulePath;
    this.options = options;
    const stdio = Array.isArray(options.stdio)
      ? [...options.stdio]
      : Array.from({ length: 3 }, () => options.stdio ?? 'inherit');
    this.child = fork(utilityModule, args, {
      env: { ...(options.env ?? process.env), ELECTRON_DOUBLE_MODULE: modulePath },
      execArgv: options.execArgv ?? [],
      // Messages keep their types, as between Electron's processes.
      serialization: 'advanced',
      stdio: [...stdio, 'ipc'] as StdioOptions,
    });
    this.pid = this.child.pid;
    this.stderr = this.child.stderr;
    this.#bridge = createPortBridge((wire) => {
      if (this.child.connected) this.child.send(wire, () => {});
    });
    this.child.on('message', (wire: Wire) => {
      const event = this.#bridge.receive(wire);
      if (event) this.emit('message', event.data);
    });
    this.child.on('spawn', () => this.emit('spawn'));
    this.child.on('exit', (code, signal) => {
      this.pid = undefined;
      this.#bridge.closeAll();
      this.emit('exit', code ?? constants.signals[signal!]);
    });
  }
  postMessage(data: unknown, transfer: ElectronPort[] = []): void {
    this.#bridge.send(data, transfer);
  }
  kill(): boolean {
    return this.child.kill();
  }
}
const utilityModule = join(import.meta.dirname, 'utility-process.ts');

const flip = (byte: number) => byte ^ 0x55;

export const electron = {
  app,
  BrowserWindow,
  ipcMain,
  MessageChannelMain: ElectronChannel,
  Menu: {
    buildFromTemplate: (template: MenuItemConstructorOptions[]) => template,
    setApplicationMenu: (menu: MenuItemConstructorOptions[]) => {
      state.menu = menu;
    },
  },
  dialog: {
    showOpenDialog: async () => ({ filePaths: state.chosenFolders }),
    showSaveDialog: async (_window: object, { defaultPath }: { defaultPath: string }) => {
      state.suggestedFiles.push(defaultPath);
      return { filePath: state.savedFile };
    },
    showMessageBox: async (options: { detail?: string }) => {
      state.messageBoxes.push(options);
      return { response: state.messageBoxAnswer };
    },
  },
  nativeTheme: { shouldUseDarkColors: false },
  powerMonitor: { isOnBatteryPower: () => false, getSystemIdleTime: () => state.idleSeconds },
  protocol: {
    registerSchemesAsPrivileged(schemes: typeof state.schemes) {
      if (state.ready) throw new Error('the app is ready: too late for schemes');
      state.schemes.push(...schemes);
    },
    handle(_scheme: string, handler: NonNullable<typeof state.appHandler>) {
      state.appHandler = handler;
    },
  },
  safeStorage: {
    isEncryptionAvailable: () => true,
    getSelectedStorageBackend: () => 'gnome_libsecret',
    encryptString: (text: string) => Buffer.from(text).map(flip) as Buffer,
    decryptString: (sealed: Buffer) => (sealed.map(flip) as Buffer).toString(),
  },
  screen: { getAllDisplays: () => state.displays },
  session: {
    defaultSession: {
      setPermissionRequestHandler: keepHandler('permissionRequest'),
      setPermissionCheckHandler: keepHandler('permissionCheck'),
      setDevicePermissionHandler: keepHandler('devicePermission'),
      webRequest: { onBeforeRequest: keepHandler('beforeRequest') },
    },
  },
  shell: {
    openExternal: async (url: string) => {
      state.opened.push(url);
    },
  },
  utilityProcess: {
    fork(modulePath: string, args: string[], options: ForkOptions) {
      const child = new UtilityProcess(modulePath, args, options);
      state.processes.push(child);
      return child;
    },
  },
};
