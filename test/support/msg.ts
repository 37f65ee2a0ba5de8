// Writes small Outlook items (MS-OXMSG) for tests.
import { burn, type Entry } from '@kenjiuno/msgreader/lib/Burner.js';
import { TypeEnum } from '@kenjiuno/msgreader/lib/Reader.js';

interface Item {
  subject: string;
  from: readonly [name: string, address: string];
  to: readonly (readonly [name: string, address: string])[];
  body?: string;
  html?: string;
  attachments?: readonly { name: string; data: Uint8Array }[];
}

type Streams = Record<string, Uint8Array>;

export function writeMsg({ subject, from, to, body, html, attachments = [] }: Item): Uint8Array {
  const root: Streams = {
    '__properties_version1.0': new Uint8Array(32),
    ...text('001A', 'IPM.Note'),
    ...text('0037', subject),
    ...text('0C1A', from[0]),
    ...text('5D01', from[1]),
    ...(body === undefined ? {} : text('1000', body)),
    ...(html === undefined ? {} : { '__substg1.0_10130102': new TextEncoder().encode(html) }),
  };
  const storages: [string, Streams][] = [
    ...to.map(([name, address], i): [string, Streams] => [
      `__recip_version1.0_#${hex(i)}`,
      { ...text('3001', name), ...text('39FE', address), ...properties([[0x0c150003, 1]]) },
    ]),
    ...attachments.map(({ name, data }, i): [string, Streams] => [
      `__attach_version1.0_#${hex(i)}`,
      { ...text('3707', name), '__substg1.0_37010102': data, ...properties([[0x37050003, 1]]) },
    ]),
  ];
  const entries: Entry[] = [{ name: 'Root Entry', type: TypeEnum.ROOT, length: 0, children: [] }];
  const add = (parent: number, streams: Streams): void => {
    for (const [name, data] of Object.entries(streams)) {
      entries[parent]!.children!.push(entries.length);
      entries.push({
        name,
        type: TypeEnum.DOCUMENT,
        length: data.length,
        binaryProvider: () => data,
      });
    }
  };
  add(0, root);
  for (const [name, streams] of storages) {
    entries[0]!.children!.push(entries.length);
    entries.push({ name, type: TypeEnum.DIRECTORY, length: 0, children: [] });
    add(entries.length - 1, streams);
  }
  return new Uint8Array(burn(entries));
}

/** In a buffer of their own: the writer looks at the whole buffer. */
function bytesOf(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer);
}

function text(tag: string, value: string): Streams {
  return { [`__substg1.0_${tag}001F`]: bytesOf(Buffer.from(value, 'utf16le')) };
}

/** Fixed properties of a recipient or attachment, by tag. */
function properties(values: readonly (readonly [tag: number, value: number])[]): Streams {
  const data = Buffer.alloc(8 + values.length * 16);
  values.forEach(([tag, value], i) => {
    data.writeUInt32LE(tag, 8 + i * 16);
    data.writeUInt32LE(6, 12 + i * 16);
    data.writeUInt32LE(value, 16 + i * 16);
  });
  return { '__properties_version1.0': bytesOf(data) };
}

function hex(i: number): string {
  return i.toString(16).toUpperCase().padStart(8, '0');
}
