// Where in its document a passage stands, in words: a page, a place in the format's own terms, or
// lines.
import type { DocumentFormat } from '../../../shared/contract/documents.ts';
import { t } from '../../app/text.ts';

interface Place {
  format: DocumentFormat;
  page: number | null;
  label: string | null;
  startLine: number | null;
  endLine: number | null;
}

const slides: ReadonlySet<DocumentFormat> = new Set(['pptx', 'odp', 'ppt']);

export function placeWords({ format, page, label, startLine, endLine }: Place): string {
  if (label !== null) return label;
  if (page !== null) return t(slides.has(format) ? 'place.slide' : 'place.page', { page });
  if (startLine === null) return '';
  return endLine === null || endLine === startLine
    ? t('place.line', { line: startLine })
    : t('place.lines', { start: startLine, end: endLine });
}
