// Files that a cloud drive shows but has not downloaded: reading one would fetch it.
import type { Stats } from 'node:fs';

/** Smaller files may be kept beside their names, without blocks of their own. */
const leastBytes = 4096;

/**
 * True for a file that stands in for one in the cloud: it has a size but takes no room (OneDrive,
 * iCloud Drive, Dropbox, Google Drive). Other systems have no such files, but drives that say of
 * every file that it takes no room.
 */
export function isPlaceholder(
  { size, blocks }: Pick<Stats, 'size' | 'blocks'>,
  platform: NodeJS.Platform,
): boolean {
  if (platform !== 'darwin' && platform !== 'win32') return false;
  return size > leastBytes && blocks === 0;
}
