// Names of files that are saved for a person, out of titles that anyone may have written.

/** In bytes of UTF-8. File systems take 255, and an extension and a number may follow. */
const longest = 200;
const kept = /[^\p{L}\p{N}\p{M} ._-]+/gu;
/** Windows has devices under these names, whatever the extension. */
const device = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * Without signs that a file system, a shell or a web page makes something of; it neither begins nor
 * ends with a dot.
 *
 * @param fallback if nothing is left of it
 */
export function fileName(title: string, fallback: string): string {
  const words = title.normalize('NFC').replace(kept, ' ').replace(/\s+/g, ' ');
  const name = cut(words.replace(/^[. ]+/, '')).replace(/[. ]+$/, '') || fallback;
  return device.test(name) ? `_${name}` : name;
}

/** At a whole character. */
function cut(name: string): string {
  let bytes = 0;
  let end = 0;
  for (const character of name) {
    bytes += Buffer.byteLength(character);
    if (bytes > longest) break;
    end += character.length;
  }
  return name.slice(0, end);
}
