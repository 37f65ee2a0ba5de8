// Pictures of letters, and PDFs whose pages are such pictures, as a scanner makes them.
import { createCanvas } from '@napi-rs/canvas';

/** A white picture with lines of black letters, as PNG or JPEG bytes. */
export function pictureOf(
  lines: readonly string[],
  type: 'image/png' | 'image/jpeg' = 'image/png',
): Uint8Array {
  const canvas = createCanvas(1000, 100 + lines.length * 60);
  const context = canvas.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#000';
  context.font = '34px sans-serif';
  for (const [i, line] of lines.entries()) context.fillText(line, 50, 90 + i * 60);
  return type === 'image/png' ? canvas.toBuffer('image/png') : canvas.toBuffer('image/jpeg', 90);
}

/** A PDF of JPEG pages and nothing else; a page without lines is white. */
export function scanOf(pages: readonly (readonly string[])[]): Uint8Array {
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n')];
  const offsets: number[] = [];
  const add = (head: string, stream?: Uint8Array): number => {
    offsets.push(parts.reduce((sum, part) => sum + part.length, 0));
    const number = offsets.length;
    parts.push(Buffer.from(`${number} 0 obj\n${head}\n`));
    if (stream)
      parts.push(Buffer.from('stream\n'), Buffer.from(stream), Buffer.from('\nendstream\n'));
    parts.push(Buffer.from('endobj\n'));
    return number;
  };
  const first = 3;
  const kids = pages.map((_, i) => `${first + i * 3} 0 R`).join(' ');
  add('<< /Type /Catalog /Pages 2 0 R >>');
  add(`<< /Type /Pages /Count ${pages.length} /Kids [${kids}] >>`);
  for (const lines of pages) {
    const page = offsets.length + 1;
    const picture = pictureOf(lines, 'image/jpeg');
    const height = 100 + lines.length * 60;
    const size = `/MediaBox [0 0 500 ${height / 2}]`;
    const uses = `/Contents ${page + 1} 0 R /Resources << /XObject << /I ${page + 2} 0 R >> >>`;
    const draw = Buffer.from(`500 0 0 ${height / 2} 0 0 cm /I Do`);
    add(`<< /Type /Page /Parent 2 0 R ${size} ${uses} >>`);
    add(`<< /Length ${draw.length} >>`, draw);
    const kind = '/Type /XObject /Subtype /Image /ColorSpace /DeviceRGB /BitsPerComponent 8';
    const shape = `/Width 1000 /Height ${height} /Filter /DCTDecode /Length ${picture.length}`;
    add(`<< ${kind} ${shape} >>`, picture);
  }
  const start = parts.reduce((sum, part) => sum + part.length, 0);
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  parts.push(
    Buffer.from(`xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${rows}`),
    Buffer.from(
      `trailer\n<< /Size ${offsets.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
}
