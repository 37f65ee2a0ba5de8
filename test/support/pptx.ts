// Writes small PowerPoint presentations (ECMA-376) for tests.
import { escapeXml, relationshipsXml, writeParts } from './packages.ts';

interface Slide {
  title?: string;
  /** Items of the body, by depth. */
  items?: readonly (readonly [depth: number, text: string])[];
  /** A text box. */
  box?: string;
  /** A table whose first row names the columns. */
  rows?: readonly (readonly string[])[];
  notes?: string;
  comment?: string;
  /** XML that stands on the slide as it is. */
  raw?: string;
}

interface PptxOptions {
  slides: readonly Slide[];
  title?: string;
  /** Text on the layout of all slides and on its master, beside placeholders with hints. */
  layout?: string;
  master?: string;
}

const spaces =
  'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';

/** The slides' files are numbered backwards, so that only the presentation tells their order. */
export function writePptx({ slides, title, layout, master }: PptxOptions): Uint8Array {
  const fileOf = (i: number): string => `slide${slides.length - i}.xml`;
  const parts: Record<string, string> = {
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': relationshipsXml([['r1', 'officeDocument', '/ppt/presentation.xml']]),
    'ppt/presentation.xml': `<p:presentation ${spaces}><p:sldIdLst>${slides
      .map((_, i) => `<p:sldId id="${256 + i}" r:id="rId${i}"/>`)
      .join('')}</p:sldIdLst></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': relationshipsXml(
      slides.map((_, i) => [`rId${i}`, 'slide', `slides/${fileOf(i)}`]),
    ),
  };
  if (title !== undefined) {
    parts['docProps/core.xml'] = `<c:p xmlns:c="c"><dc:title>${escapeXml(title)}</dc:title></c:p>`;
  }
  if (layout !== undefined) {
    parts['ppt/slideLayouts/layout.xml'] = behindXml('sldLayout', layout);
    parts['ppt/slideLayouts/_rels/layout.xml.rels'] = relationshipsXml([
      ['m', 'slideMaster', '../slideMasters/master.xml'],
    ]);
    parts['ppt/slideMasters/master.xml'] = behindXml('sldMaster', master ?? '');
    parts['ppt/slideMasters/_rels/master.xml.rels'] = relationshipsXml([
      ['l', 'slideLayout', '../slideLayouts/layout.xml'],
    ]);
  }
  slides.forEach((slide, i) => {
    parts[`ppt/slides/${fileOf(i)}`] =
      `<p:sld ${spaces}><p:cSld><p:spTree>${slideXml(slide)}</p:spTree></p:cSld></p:sld>`;
    const related: (readonly [string, string, string])[] = [];
    if (layout !== undefined) related.push(['l', 'slideLayout', '../slideLayouts/layout.xml']);
    if (slide.notes !== undefined) {
      related.push(['n', 'notesSlide', `../notesSlides/notes${i}.xml`]);
      parts[`ppt/notesSlides/notes${i}.xml`] =
        `<p:notes ${spaces}>${shape('sldNum', '9')}${shape('body', slide.notes)}</p:notes>`;
    }
    if (slide.comment !== undefined) {
      related.push(['c', 'comments', `../comments/comment${i}.xml`]);
      parts[`ppt/comments/comment${i}.xml`] =
        `<p:cmLst ${spaces}><p:cm><p:text>${escapeXml(slide.comment)}</p:text></p:cm></p:cmLst>`;
    }
    parts[`ppt/slides/_rels/${fileOf(i)}.rels`] = relationshipsXml(related);
  });
  return writeParts(parts);
}

function behindXml(tag: string, text: string): string {
  const shapes = shape('title', 'Click to edit') + shapeOf('', paragraph(text));
  return `<p:${tag} ${spaces}><p:cSld><p:spTree>${shapes}</p:spTree></p:cSld></p:${tag}>`;
}

function slideXml({ title, items = [], box, rows = [], raw = '' }: Slide): string {
  const body = items.map(([depth, text]) => paragraph(text, `<a:pPr lvl="${depth}"/>`)).join('');
  const cells = rows.map(
    (row) =>
      `<a:tr>${row.map((cell) => `<a:tc><a:txBody>${paragraph(cell)}</a:txBody></a:tc>`).join('')}</a:tr>`,
  );
  return [
    shape('ftr', 'Footer of every slide'),
    items.length > 0 ? shapeOf('<p:ph idx="1"/>', body) : '',
    box === undefined ? '' : shapeOf('', paragraph(box)),
    // A title that stands behind other shapes is still read first.
    title === undefined ? '' : shape('title', title),
    rows.length > 0
      ? `<p:graphicFrame><a:tbl><a:tblPr firstRow="1"/>${cells.join('')}</a:tbl></p:graphicFrame>`
      : '',
    raw,
  ].join('');
}

function shape(type: string, text: string): string {
  return shapeOf(`<p:ph type="${type}"/>`, paragraph(text));
}

function shapeOf(placeholder: string, paragraphs: string): string {
  return `<p:sp><p:nvSpPr><p:nvPr>${placeholder}</p:nvPr></p:nvSpPr><p:txBody>${paragraphs}</p:txBody></p:sp>`;
}

function paragraph(text: string, properties = ''): string {
  return `<a:p>${properties}<a:r><a:t>${escapeXml(text)}</a:t></a:r></a:p>`;
}
