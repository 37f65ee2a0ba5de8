// Finds a Chromium for the browser tests: an installed one, Playwright's own, or, on Debian as
// root, the distribution's package, installed once. Where none can be had the tests are skipped
// and say why.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

export interface FoundChromium {
  /** Null if there is none; then `reason` says why. */
  path: string | null;
  reason: string;
}

const installMs = 180_000;
const packageManager = '/usr/bin/apt-get';

/** Looks once; the answer is the same for all tests of a file. */
export function findChromium(): FoundChromium {
  const path = candidates().find((candidate) => existsSync(candidate));
  if (path) return { path, reason: '' };
  const reason = installPackage();
  const installed = candidates().find((candidate) => existsSync(candidate));
  return installed ? { path: installed, reason: '' } : { path: null, reason };
}

/** Starts it without a window and without any talk of its own to the network. */
export function launchChromium(path: string): Promise<Browser> {
  return chromium.launch({
    executablePath: path,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

function candidates(): string[] {
  const chosen = process.env['LOREKEEP_CHROMIUM'];
  const onPath = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'].flatMap(
    (name) => (process.env['PATH'] ?? '').split(':').map((folder) => join(folder, name)),
  );
  return [
    ...(chosen ? [chosen] : []),
    ...(process.platform === 'win32' ? [] : onPath),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
    chromium.executablePath(),
  ];
}

/** Tries to install Debian's package; the reason why there is still none otherwise. */
function installPackage(): string {
  if (process.platform !== 'linux' || !existsSync(packageManager)) {
    return 'no Chromium found; install one or set LOREKEEP_CHROMIUM';
  }
  if (process.getuid?.() !== 0) {
    return 'no Chromium found; install it (apt-get install chromium) or set LOREKEEP_CHROMIUM';
  }
  try {
    const options = { stdio: 'ignore' as const, timeout: installMs };
    execFileSync(packageManager, ['update'], options);
    execFileSync(packageManager, ['install', '-y', '--no-install-recommends', 'chromium'], options);
    return 'apt-get installed no Chromium';
  } catch (error) {
    return `apt-get could not install Chromium (${error instanceof Error ? error.message : ''})`;
  }
}
