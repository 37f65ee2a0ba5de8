// What Electron's preload gives to the page. In a browser there is no bridge: the page then
// talks to its loopback host by WebSocket and chooses folders through the contract.

export interface Bridge {
  /**
   * Asks for a fresh port to the engine. It arrives as a `message` event on the window whose
   * data is `portMessage` and whose only port is the engine's.
   */
  requestPort(): void;
  /** Opens the system's folder chooser; null if the person closed it. */
  chooseFolder(): Promise<string | null>;
  /** The same for the GGUF file of a model or adapter. */
  chooseModel(): Promise<string | null>;
  /**
   * Asks where to, and saves what the page shows on paper as a PDF; false if the person closed the
   * question.
   */
  savePdf(name: string): Promise<boolean>;
  /** Absolute path of a file or folder that was dropped on the window. */
  pathOfFile(file: unknown): string;
}

/** Name under which the bridge stands on `window`. */
export const bridgeName = 'lorekeep';
/** Data of the window message that carries the engine's port. */
export const portMessage = 'lorekeep:port';
/** Path of the WebSocket of a loopback host. */
export const socketPath = '/rpc';
