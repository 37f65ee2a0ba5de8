// Names of installed models: short, made from the file's name, and fit to be typed and to be the name
// of a file.
const longest = 80;
/** Bytes that a name may take: file systems allow 255, and parts and endings come behind it. */
const mostBytes = 180;
/** Names that Windows keeps for devices. */
const devices = /^(con|prn|aux|nul|com\d|lpt\d)$/i;
const letters = new Intl.Segmenter();

/**
 * @param stem name of the file without its ending
 * @param isTaken whether another one has this name, without regard to capitals
 */
export function uniqueName(stem: string, isTaken: (name: string) => boolean): string {
  const name = plainName(stem);
  for (let number = 1; ; number++) {
    const tried = number === 1 ? name : `${name}-${number}`;
    if (!isTaken(tried)) return tried;
  }
}

function plainName(stem: string): string {
  const name = stem
    .normalize('NFC')
    // What no file of Windows may hold; a colon stands before an adapter's scale as well.
    // oxlint-disable-next-line no-control-regex -- these are the characters to be replaced
    .replace(/[\u0000-\u001f\u007f-\u009f<>:"/\\|?*]/g, '_')
    .replace(/\s+/g, ' ')
    // A dash in front would be taken for an option.
    .replace(/^[-.\s]+|[.\s]+$/g, '');
  const short = shortened(name).trimEnd();
  return devices.test(short) ? `${short}_` : short || 'model';
}

function shortened(name: string): string {
  let short = '';
  let count = 0;
  for (const { segment } of letters.segment(name)) {
    if (++count > longest || Buffer.byteLength(short + segment) > mostBytes) break;
    short += segment;
  }
  return short;
}
