// Writes OLE files (MS-CFB, sectors of 512 bytes) for tests: streams in the root, each large enough
// to lie in sectors of its own unless `small` streams are wanted.

const sector = 512;
const endOfChain = 0xfffffffe;
const free = 0xffffffff;
/** Streams below this many bytes lie in the small stream; those here are padded past it. */
const cutoff = 4096;

/** An OLE file of these streams; a stream is padded with zero bytes to 4,096 at least. */
export function writeOle(streams: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const names = Object.keys(streams);
  const contents = names.map((name) => {
    const size = Math.max(streams[name]!.length, cutoff);
    const padded = new Uint8Array(Math.ceil(size / sector) * sector);
    padded.set(streams[name]!);
    return { name, data: padded, size };
  });
  const directorySectors = Math.ceil((names.length + 1) / 4);
  const dataSectors = contents.reduce((sum, { data }) => sum + data.length / sector, 0);
  // The table's own sectors come first; 128 numbers fit in each.
  let tableSectors = 1;
  while (tableSectors * 128 < tableSectors + directorySectors + dataSectors) tableSectors++;
  const table: number[] = Array.from({ length: tableSectors }, () => 0xfffffffd);
  const chain = (count: number): number => {
    const first = table.length;
    for (let i = 1; i <= count; i++) table.push(i === count ? endOfChain : first + i);
    return first;
  };
  const directoryAt = chain(directorySectors);
  const directory = Buffer.alloc(directorySectors * sector);
  writeEntry(directory, 0, { name: 'Root Entry', type: 5, child: names.length > 0 ? 1 : free });
  contents.forEach(({ name, data, size }, i) => {
    const right = i + 1 < contents.length ? i + 2 : free;
    const first = chain(data.length / sector);
    writeEntry(directory, i + 1, { name, type: 2, right, first, size });
  });
  const header = Buffer.alloc(sector);
  header.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  header.writeUInt16LE(0x3e, 24);
  header.writeUInt16LE(3, 26);
  header.writeUInt16LE(0xfffe, 28);
  header.writeUInt16LE(9, 30);
  header.writeUInt16LE(6, 32);
  header.writeUInt32LE(tableSectors, 44);
  header.writeUInt32LE(directoryAt, 48);
  header.writeUInt32LE(cutoff, 56);
  header.writeUInt32LE(endOfChain, 60);
  header.writeUInt32LE(endOfChain, 68);
  for (let i = 0; i < 109; i++) header.writeUInt32LE(i < tableSectors ? i : free, 76 + 4 * i);
  const tableBytes = Buffer.alloc(tableSectors * sector, 0xff);
  table.forEach((next, i) => tableBytes.writeUInt32LE(next, 4 * i));
  return Buffer.concat([header, tableBytes, directory, ...contents.map(({ data }) => data)]);
}

interface DirectoryEntry {
  name: string;
  type: number;
  child?: number;
  right?: number;
  first?: number;
  size?: number;
}

function writeEntry(directory: Buffer, id: number, entry: DirectoryEntry): void {
  const { name, type, child = free, right = free, first = endOfChain, size = 0 } = entry;
  const at = id * 128;
  directory.write(name, at, 'utf16le');
  directory.writeUInt16LE((name.length + 1) * 2, at + 64);
  directory[at + 66] = type;
  directory[at + 67] = 1;
  directory.writeUInt32LE(free, at + 68);
  directory.writeUInt32LE(right, at + 72);
  directory.writeUInt32LE(child, at + 76);
  directory.writeUInt32LE(first, at + 116);
  directory.writeUInt32LE(size, at + 120);
}
