// Opens an address in the person's browser. A convenience: the address is printed as well, so
// where there is no browser or no screen, nothing is said.
import { spawn } from 'node:child_process';

type Environment = Readonly<Record<string, string | undefined>>;

/** Program and arguments that open a URL on a system; null where there is no screen. */
export function browserCommand(
  url: string,
  platform: NodeJS.Platform,
  env: Environment,
): [string, string[]] | null {
  if (env.LOREKEEP_NO_BROWSER === '1') return null;
  if (platform === 'darwin') return ['open', [url]];
  // `start` would read & and ^ of the address as its own; this takes it as it is.
  if (platform === 'win32') return ['rundll32', ['url.dll,FileProtocolHandler', url]];
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ['xdg-open', [url]] : null;
}

/** Whether a browser was asked to open the address. Never throws. */
export function openBrowser(url: string): Promise<boolean> {
  const command = browserCommand(url, process.platform, process.env);
  if (!command) return Promise.resolve(false);
  return new Promise((resolve) => {
    const child = spawn(...command, { stdio: 'ignore', detached: true });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
