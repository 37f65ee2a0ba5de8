// The port to whoever runs the engine (Electron, or a plain Node process): what differs between
// them comes through here, so that everything else is the same code.

/** Code that runs in a process of its own. */
export type ProcessEntry = 'parser' | 'watcher' | 'inference';

/** Code that runs in a worker thread of the engine. */
export type ThreadEntry = 'index-writer' | 'searcher' | 'scan-helper' | 'scanner' | 'embedder';

/** Folders that ship with the app and are read at run time. */
export type ResourceFolder = 'pdfjs' | 'ocr' | 'kernels' | 'embedder' | 'models';

export interface ProcessExit {
  /** Exit code; null if a signal ended it. */
  code: number | null;
  /** The end of what it wrote to stderr, at most a few kilobytes. */
  stderr: string;
}

/** A started process. Messages are structured-cloned. Each listener is called for all events. */
export interface HostProcess {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: (exit: ProcessExit) => void): void;
  /** Ends it at once, without a chance to clean up. */
  kill(): void;
}

export interface StartOptions {
  /** Limit of the JavaScript heap, in MiB. */
  heapMiB: number;
  env?: Record<string, string>;
}

/** Seals text with a key that the operating system keeps for this user. */
export interface SecretVault {
  seal(text: string): Promise<string>;
  unseal(sealed: string): Promise<string>;
}

export interface Host {
  /** Starts an entry as a process of its own; it may be used before it is up. */
  startProcess(entry: ProcessEntry, options: StartOptions): HostProcess;
  /** The module to give to `new Worker()`. */
  threadUrl(entry: ThreadEntry): URL;
  /** Absolute path of a shipped folder, readable by plain file access. */
  resourcePath(folder: ResourceFolder): string;
  /** Null where the system offers no keychain: what needs one says so. */
  secrets: SecretVault | null;
  /** The key for servers with models that this run was given; null if none was. */
  serverKey: string | null;
  /** True while the machine runs on battery; false if that is not known. */
  onBattery(): Promise<boolean>;
  /** True while the person works in another program; false if that is not known. */
  busyElsewhere(): Promise<boolean>;
}
