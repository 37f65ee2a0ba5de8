// Writes small Word documents (ECMA-376) for tests.
import { writeZip } from '../../src/engine/ingest/extract/containers/zip.ts';

type DocxPart =
  | { text: string; style?: 'Title' | 'Heading1' | 'Heading2' | 'Heading3' }
  | { item: string; depth?: number }
  | { rows: readonly (readonly string[])[] };

const main = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const packageUri = 'http://schemas.openxmlformats.org/package/2006';
const officeUri = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

interface DocxOptions {
  parts: readonly DocxPart[];
  title?: string;
  /** XML that stands in the body as it is. */
  rawBody?: string;
  /** What the body refers to: the last word of the type, and the name below `word/`. */
  related?: readonly (readonly [type: string, target: string])[];
  /** Further files of the archive. */
  files?: readonly { name: string; data: Uint8Array }[];
}

export function writeDocx(options: DocxOptions): Uint8Array {
  const { parts, title, rawBody = '', related = [], files = [] } = options;
  const relations = [['styles', 'styles.xml'], ['numbering', 'numbering.xml'], ...related].map(
    ([type, target], i) =>
      `<Relationship Id="r${i + 1}" Type="${officeUri}/${type}" Target="${target}"/>`,
  );
  const body = parts.map(partXml).join('') + rawBody;
  const xml = (text: string): Uint8Array =>
    new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8"?>${text}`);
  return writeZip([
    { name: '[Content_Types].xml', data: xml(contentTypes) },
    {
      name: '_rels/.rels',
      data: xml(
        `<Relationships xmlns="${packageUri}/relationships"><Relationship Id="r1" Type="${officeUri}/officeDocument" Target="word/document.xml"/></Relationships>`,
      ),
    },
    {
      name: 'word/document.xml',
      data: xml(`<w:document xmlns:w="${main}"><w:body>${body}</w:body></w:document>`),
    },
    { name: 'word/styles.xml', data: xml(styles) },
    { name: 'word/numbering.xml', data: xml(numbering) },
    {
      name: 'word/_rels/document.xml.rels',
      data: xml(
        `<Relationships xmlns="${packageUri}/relationships">${relations.join('')}</Relationships>`,
      ),
    },
    {
      name: 'docProps/core.xml',
      data: xml(
        `<cp:coreProperties xmlns:cp="${packageUri}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">${title === undefined ? '' : `<dc:title>${escape(title)}</dc:title>`}</cp:coreProperties>`,
      ),
    },
    ...files,
  ]);
}

const contentTypes = `<Types xmlns="${packageUri}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`;

const styleNames = {
  Title: 'Title',
  Heading1: 'heading 1',
  Heading2: 'heading 2',
  Heading3: 'heading 3',
};
const styles = `<w:styles xmlns:w="${main}">${Object.entries(styleNames)
  .map(
    ([id, name]) =>
      `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/></w:style>`,
  )
  .join('')}</w:styles>`;

const levels = [0, 1, 2]
  .map((i) => `<w:lvl w:ilvl="${i}"><w:numFmt w:val="bullet"/></w:lvl>`)
  .join('');
const numbering = `<w:numbering xmlns:w="${main}"><w:abstractNum w:abstractNumId="0">${levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>`;

function partXml(part: DocxPart): string {
  if ('rows' in part) {
    const cell = (text: string): string => `<w:tc>${paragraph(text, '')}</w:tc>`;
    const rows = part.rows.map((cells) => `<w:tr>${cells.map(cell).join('')}</w:tr>`);
    return `<w:tbl>${rows.join('')}</w:tbl>`;
  }
  if ('item' in part) {
    return paragraph(
      part.item,
      `<w:numPr><w:ilvl w:val="${part.depth ?? 0}"/><w:numId w:val="1"/></w:numPr>`,
    );
  }
  return paragraph(part.text, part.style ? `<w:pStyle w:val="${part.style}"/>` : '');
}

function paragraph(text: string, properties: string): string {
  return `<w:p><w:pPr>${properties}</w:pPr><w:r><w:t xml:space="preserve">${escape(text)}</w:t></w:r></w:p>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
