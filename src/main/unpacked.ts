import { sep } from 'node:path';

/**
 * The same path where plain file access reaches it. In an installed app the code lies in an
 * archive that only Electron's own `fs` sees into; what other code opens lies beside it.
 */
export function unpacked(path: string): string {
  return path.replace(`app.asar${sep}`, `app.asar.unpacked${sep}`);
}
