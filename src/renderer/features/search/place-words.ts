// Where in its document a passage stands, in words: a page, or lines.
import { t } from '../../app/text.ts';

interface Place {
  page: number | null;
  startLine: number | null;
  endLine: number | null;
}

export function placeWords({ page, startLine, endLine }: Place): string {
  if (page !== null) return t('place.page', { page });
  if (startLine === null) return '';
  return endLine === null || endLine === startLine
    ? t('place.line', { line: startLine })
    : t('place.lines', { start: startLine, end: endLine });
}
