// Writes small OpenDocument files for tests, around XML of the body as it is.
import { escapeXml, writeParts } from './packages.ts';

interface OdfOptions {
  type: 'text' | 'presentation' | 'spreadsheet';
  body: string;
  /** XML of styles made for this document. */
  styles?: string;
  /** XML of what stands on the pages. */
  masterStyles?: string;
  title?: string;
  encrypted?: boolean;
}

const names = ['office', 'text', 'table', 'draw', 'presentation', 'style', 'svg'].map(
  (prefix) => `xmlns:${prefix}="urn:oasis:names:tc:opendocument:xmlns:${prefix}:1.0"`,
);
const spaces = `${names.join(' ')} xmlns:dc="http://purl.org/dc/elements/1.1/"`;

export function writeOdf(options: OdfOptions): Uint8Array {
  const { type, body, styles = '', masterStyles = '', title, encrypted } = options;
  const secret = encrypted ? '<manifest:encryption-data/>' : '';
  return writeParts({
    mimetype: `application/vnd.oasis.opendocument.${type}`,
    'content.xml': `<office:document-content ${spaces}><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:${type}>${body}</office:${type}></office:body></office:document-content>`,
    'styles.xml': `<office:document-styles ${spaces}><office:master-styles>${masterStyles}</office:master-styles></office:document-styles>`,
    'meta.xml': `<office:document-meta ${spaces}><office:meta>${title === undefined ? '' : `<dc:title>${escapeXml(title)}</dc:title>`}</office:meta></office:document-meta>`,
    'META-INF/manifest.xml': `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml">${secret}</manifest:file-entry></manifest:manifest>`,
  });
}

/** The same in one XML file. */
export function flatOdf({
  type,
  body,
  title = '',
}: Pick<OdfOptions, 'type' | 'body' | 'title'>): string {
  const meta = `<office:meta><dc:title>${escapeXml(title)}</dc:title></office:meta>`;
  return `<?xml version="1.0"?>\n<office:document ${spaces} office:mimetype="application/vnd.oasis.opendocument.${type}">${meta}<office:body><office:${type}>${body}</office:${type}></office:body></office:document>`;
}
