// Where Lorekeep keeps its data: the same folder for the app, the terminal and the loopback
// server. It is what Electron calls userData.
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

const name = 'Lorekeep';

/** Environment variable that names another data folder. */
export const dataFolderVariable = 'LOREKEEP_DATA';

/** The data folder: the one that is asked for, else the environment's, else the system's place. */
export function dataFolder(asked?: string): string {
  const named = asked ?? process.env[dataFolderVariable];
  return named ? resolve(named) : join(systemFolder(), name);
}

function systemFolder(): string {
  const { env, platform } = process;
  if (platform === 'win32') return env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support');
  return env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
}
