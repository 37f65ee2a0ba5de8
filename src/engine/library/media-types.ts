import type { DocumentFormat } from '../../shared/contract/documents.ts';

const plain = 'text/plain; charset=utf-8';
const openXml = 'application/vnd.openxmlformats-officedocument';
const openDocument = 'application/vnd.oasis.opendocument';

const byFormat: Record<DocumentFormat, string> = {
  markdown: 'text/markdown; charset=utf-8',
  text: plain,
  pdf: 'application/pdf',
  html: 'text/html; charset=utf-8',
  docx: `${openXml}.wordprocessingml.document`,
  odt: `${openDocument}.text`,
  rtf: 'application/rtf',
  doc: 'application/msword',
  pptx: `${openXml}.presentationml.presentation`,
  odp: `${openDocument}.presentation`,
  ppt: 'application/vnd.ms-powerpoint',
  xlsx: `${openXml}.spreadsheetml.sheet`,
  xls: 'application/vnd.ms-excel',
  ods: `${openDocument}.spreadsheet`,
  csv: 'text/csv; charset=utf-8',
  epub: 'application/epub+zip',
  eml: 'message/rfc822',
  mbox: 'application/mbox',
  msg: 'application/vnd.ms-outlook',
  zip: 'application/zip',
  mhtml: 'multipart/related',
  code: plain,
  data: plain,
  ipynb: 'application/x-ipynb+json',
  subtitles: plain,
  latex: plain,
  org: plain,
  rst: plain,
  sqlite: 'application/vnd.sqlite3',
  // Which kind of picture it is, nobody needs to know: it is never shown as what it says it is.
  image: 'application/octet-stream',
};

/** The media type under which a document's bytes are served; by what it is, not by its name. */
export function mediaTypeOf(document: { format: DocumentFormat | null }): string {
  return document.format ? byFormat[document.format] : 'application/octet-stream';
}
