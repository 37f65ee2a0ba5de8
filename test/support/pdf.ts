// Writes small PDFs (ISO 32000-1) with the fonts every reader has, so that tests need no files
// from elsewhere: pages of text at given places, outline, title, and the old RC4 password.
import { createHash } from 'node:crypto';

interface PdfLine {
  text: string;
  /** Points from the left and from the bottom of a page of 595 × 842; by default one under the other. */
  x?: number;
  y?: number;
  size?: number;
}

interface PdfOptions {
  /** Lines of each page; a page without lines is a picture (a grey box). */
  pages: readonly (readonly (PdfLine | string)[])[];
  title?: string;
  /** Titles of bookmarks, all of one level. */
  outline?: readonly string[];
  /** Text boxes on the first page, beside its own text. */
  notes?: readonly string[];
  /** Password without which nobody can open it. */
  password?: string;
}

export function writePdf({
  pages,
  title,
  outline = [],
  notes = [],
  password,
}: PdfOptions): Uint8Array {
  const objects: PdfObject[] = [];
  const add = (object: PdfObject): number => objects.push(object);
  const catalog = add({ dictionary: '' });
  const tree = add({ dictionary: '' });
  const font = add({ dictionary: '/Type /Font /Subtype /Type1 /BaseFont /Helvetica' });
  const boxes = notes.map((text, i) =>
    add({
      dictionary: `/Type /Annot /Subtype /FreeText /Rect [60 ${100 + i * 30} 300 ${120 + i * 30}]`,
      strings: { Contents: text },
    }),
  );
  const kids = pages.map((lines, i) => {
    const annotations =
      i === 0 && boxes.length > 0 ? ` /Annots [${boxes.map((box) => `${box} 0 R`).join(' ')}]` : '';
    const content = add({ dictionary: '', stream: pageContent(lines) });
    return add({
      dictionary: `/Type /Page /Parent ${tree} 0 R /MediaBox [0 0 595 842] /Contents ${content} 0 R /Resources << /Font << /F1 ${font} 0 R >> >>${annotations}`,
    });
  });
  objects[tree - 1]!.dictionary =
    `/Type /Pages /Count ${kids.length} /Kids [${kids.map((kid) => `${kid} 0 R`).join(' ')}]`;
  const bookmarks = outline.length > 0 ? addOutline(objects, outline, kids[0]!) : null;
  objects[catalog - 1]!.dictionary =
    `/Type /Catalog /Pages ${tree} 0 R${bookmarks ? ` /Outlines ${bookmarks} 0 R` : ''}`;
  const info = add({ dictionary: '', strings: title === undefined ? {} : { Title: title } });
  return assemble(objects, catalog, info, password);
}

interface PdfObject {
  dictionary: string;
  /** Entries whose values are strings: they are encrypted. */
  strings?: Record<string, string>;
  stream?: string;
}

function pageContent(lines: readonly (PdfLine | string)[]): string {
  if (lines.length === 0) return '0.8 g 100 100 300 400 re f';
  let y = 780;
  const shown = lines.map((entry) => {
    const line = typeof entry === 'string' ? { text: entry } : entry;
    const size = line.size ?? 11;
    y = line.y ?? y;
    const command = `/F1 ${size} Tf 1 0 0 1 ${line.x ?? 60} ${y} Tm (${escape(line.text)}) Tj`;
    y -= Math.round(size * 1.25);
    return command;
  });
  return `BT ${shown.join('\n')} ET`;
}

function addOutline(objects: PdfObject[], titles: readonly string[], page: number): number {
  const root = objects.push({ dictionary: '' });
  const first = root + 1;
  titles.forEach((title, i) => {
    const next = i + 1 < titles.length ? ` /Next ${first + i + 1} 0 R` : '';
    const dictionary = `/Parent ${root} 0 R /Dest [${page} 0 R /Fit]${next}`;
    objects.push({ dictionary, strings: { Title: title } });
  });
  const last = root + titles.length;
  objects[root - 1]!.dictionary =
    `/Type /Outlines /Count ${titles.length} /First ${first} 0 R /Last ${last} 0 R`;
  return root;
}

function assemble(
  objects: readonly PdfObject[],
  catalog: number,
  info: number,
  password: string | undefined,
): Uint8Array {
  const lock = password === undefined ? null : lockFor(password);
  let file = '%PDF-1.4\n%\xe2\xe3\xcf\xd3\n';
  const offsets = objects.map((object, i) => {
    const offset = file.length;
    file += `${i + 1} 0 obj\n${body(object, i + 1, lock)}\nendobj\n`;
    return offset;
  });
  const start = file.length;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows.join('')}`;
  const locked = lock
    ? ` /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <${lock.owner}> /U <${lock.user}> >> /ID [<${fileId}> <${fileId}>]`
    : '';
  file += `trailer\n<< /Size ${objects.length + 1} /Root ${catalog} 0 R /Info ${info} 0 R${locked} >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
}

function body(object: PdfObject, number: number, lock: Lock | null): string {
  const seal = (text: string): string => (lock ? lock.seal(text, number) : text);
  const strings = Object.entries(object.strings ?? {}).map(
    ([key, value]) => `/${key} <${Buffer.from(seal(value), 'latin1').toString('hex')}>`,
  );
  const stream = object.stream === undefined ? null : seal(object.stream);
  const length = stream === null ? '' : ` /Length ${stream.length}`;
  const dictionary = `<< ${object.dictionary} ${strings.join(' ')}${length} >>`;
  return stream === null ? dictionary : `${dictionary}\nstream\n${stream}\nendstream`;
}

function escape(text: string): string {
  return text.replace(/[\\()]/g, '\\$&');
}

interface Lock {
  owner: string;
  user: string;
  seal(text: string, object: number): string;
}

const fileId = '00112233445566778899aabbccddeeff';
const padding = Buffer.from(
  '28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a',
  'hex',
);

/** The standard security handler, revision 2 (ISO 32000-1, 7.6.3): RC4 with a key of 40 bits. */
function lockFor(password: string): Lock {
  const padded = Buffer.concat([Buffer.from(password, 'latin1'), padding]).subarray(0, 32);
  const owner = rc4(md5(padded).subarray(0, 5), padded);
  const permissions = Buffer.from([0xfc, 0xff, 0xff, 0xff]);
  const key = md5(padded, owner, permissions, Buffer.from(fileId, 'hex')).subarray(0, 5);
  return {
    owner: owner.toString('hex'),
    user: rc4(key, padding).toString('hex'),
    seal(text, object) {
      const salt = Buffer.from([object & 255, (object >> 8) & 255, 0, 0, 0]);
      return rc4(md5(key, salt).subarray(0, 10), Buffer.from(text, 'latin1')).toString('latin1');
    },
  };
}

function md5(...parts: Uint8Array[]): Buffer {
  return createHash('md5').update(Buffer.concat(parts)).digest();
}

function rc4(key: Uint8Array, data: Uint8Array): Buffer {
  const state = Uint8Array.from({ length: 256 }, (_, i) => i);
  const swap = (a: number, b: number): void => {
    [state[a], state[b]] = [state[b]!, state[a]!];
  };
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + state[i]! + key[i % key.length]!) & 255;
    swap(i, j);
  }
  let i = 0;
  let j = 0;
  return Buffer.from(
    data.map((byte) => {
      i = (i + 1) & 255;
      j = (j + state[i]!) & 255;
      swap(i, j);
      return byte ^ state[(state[i]! + state[j]!) & 255]!;
    }),
  );
}
