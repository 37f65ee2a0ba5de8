import type { DocumentFormat, DocumentText } from '../../../shared/contract/documents.ts';

export type DocumentView = 'pdf' | 'picture' | 'sheets' | 'text' | 'nothing';

const sheets: ReadonlySet<DocumentFormat | null> = new Set(['xlsx', 'xls', 'ods', 'csv', 'sqlite']);

/** How a document is shown. Pages and pictures are, whether they hold text or not. */
export function viewOf({ format, text }: DocumentText): DocumentView {
  if (format === 'pdf') return 'pdf';
  if (format === 'image') return 'picture';
  if (text.trim() === '') return 'nothing';
  return sheets.has(format) ? 'sheets' : 'text';
}
