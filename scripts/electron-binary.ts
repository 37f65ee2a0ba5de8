// Electron's npm package comes without its binary and fetches it at the first use. It is about
// 120 MB from a host that many networks close off: so it gets a few seconds to show that bytes
// are coming, and only then the time it needs.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface FetchLimits {
  /** Milliseconds within which the first bytes must be here. */
  firstBytesMs: number;
  /** Milliseconds that may pass without any more. */
  stallMs: number;
}

const usualLimits: FetchLimits = { firstBytesMs: 8_000, stallMs: 20_000 };
const lookEveryMs = 250;

/** Path of the binary in a checkout's electron package; null if it was not fetched yet. */
export function findElectron(packageFolder: string): string | null {
  const named = join(packageFolder, 'path.txt');
  if (!existsSync(named)) return null;
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(packageFolder, 'dist');
  const binary = join(dist, readFileSync(named, 'utf8'));
  return existsSync(binary) ? binary : null;
}

/**
 * Fetches the binary by the package's own installer.
 *
 * @param onProgress called once, when bytes are coming
 * @returns false if it cannot be had, or stops coming
 */
export async function fetchElectron(
  packageFolder: string,
  onProgress: () => void,
  limits = usualLimits,
): Promise<boolean> {
  const temporary = mkdtempSync(join(tmpdir(), 'lorekeep-electron-'));
  const child = spawn(process.execPath, [join(packageFolder, 'install.js')], {
    stdio: 'ignore',
    env: { ...process.env, TMPDIR: temporary, TEMP: temporary, TMP: temporary },
  });
  let size = 0;
  let deadline = Date.now() + limits.firstBytesMs;
  const watch = setInterval(() => {
    const now = sizeOf(temporary) + sizeOf(join(packageFolder, 'dist'));
    if (now > size) {
      if (size === 0) onProgress();
      size = now;
      deadline = Date.now() + limits.stallMs;
    }
    if (Date.now() > deadline) child.kill('SIGKILL');
  }, lookEveryMs);
  try {
    const code = await new Promise<number | null>((resolve) => {
      child.once('exit', resolve);
      child.once('error', () => resolve(null));
    });
    return code === 0 && findElectron(packageFolder) !== null;
  } finally {
    clearInterval(watch);
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** Bytes in a folder, which may be changing or not be there. */
function sizeOf(path: string): number {
  try {
    const stats = statSync(path);
    if (!stats.isDirectory()) return stats.size;
    return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
  } catch {
    return 0;
  }
}
