import type { DocumentFormat } from '../../shared/contract/documents.ts';

const byFormat: Record<DocumentFormat, string> = {
  markdown: 'text/markdown; charset=utf-8',
  text: 'text/plain; charset=utf-8',
  pdf: 'application/pdf',
  html: 'text/html; charset=utf-8',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
};

/** The media type under which a document's bytes are served; by what it is, not by its name. */
export function mediaTypeOf(document: { format: DocumentFormat | null }): string {
  return document.format ? byFormat[document.format] : 'application/octet-stream';
}
