// What the parts of a document may unpack to, looked at before anything is inflated.
import { LorekeepError } from '../../../../shared/errors.ts';
import { formatBytes } from '../../format-bytes.ts';
import type { ZipEntry } from './zip.ts';

/** The XML of a document takes up to about this many bytes a character of text, so more is no document. */
const bytesPerCharacter = 32;
const leastLimit = 32 * 1024 * 1024;
/** XML never shrinks as far as this; a part that claims to is a trap. Small ones do no harm. */
const maxRatio = 400;
const harmless = 4 * 1024 * 1024;

/** Throws FILE_TOO_LARGE if the parts declare more bytes than a text of `maxTextLength` could take. */
export function checkSizes(entries: readonly ZipEntry[], maxTextLength: number): void {
  const total = entries.reduce((sum, entry) => sum + entry.size, 0);
  const limit = Math.max(leastLimit, maxTextLength * bytesPerCharacter);
  entries.forEach(refuseTrap);
  if (total > limit) {
    throw new LorekeepError('FILE_TOO_LARGE', {
      size: `${formatBytes(total)} unpacked`,
      limit: formatBytes(limit),
    });
  }
}

/** Throws FILE_TOO_LARGE for a part that claims to shrink further than any document does. */
export function refuseTrap({ size, packedSize }: ZipEntry): void {
  if (size <= harmless || size <= packedSize * maxRatio) return;
  throw new LorekeepError('FILE_TOO_LARGE', {
    size: `${formatBytes(size)} unpacked`,
    limit: formatBytes(harmless),
  });
}
