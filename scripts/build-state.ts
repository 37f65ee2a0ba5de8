// Whether `out/` was built from what is in the checkout now.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const sources = ['src', 'electron.vite.config.ts', 'package.json', 'package-lock.json'];
/** One file of each part of the build, written anew by every build. */
const outputs = ['out/main/index.js', 'out/preload/preload.cjs', 'out/renderer/index.html'];

/** True where something is not built, or a source is newer than what was built from it. */
export function isBuildStale(root: string): boolean {
  const built = outputs.map((path) => join(root, path));
  if (!built.every((path) => existsSync(path))) return true;
  const oldest = Math.min(...built.map((path) => statSync(path).mtimeMs));
  return sources.some((path) => newestIn(join(root, path)) > oldest);
}

/** Folders count too: a file that was deleted changes only its folder. */
function newestIn(path: string): number {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return 0;
  if (!stats.isDirectory()) return stats.mtimeMs;
  return readdirSync(path).reduce(
    (newest, name) => Math.max(newest, newestIn(join(path, name))),
    stats.mtimeMs,
  );
}
