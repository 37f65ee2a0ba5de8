import type { DocumentFormat } from '../../../shared/contract/documents.ts';
import { t } from '../../app/text.ts';

/** What people call a format. */
export const formatNames: Record<DocumentFormat, string> = {
  markdown: t('format.markdown'),
  text: t('format.text'),
  pdf: t('format.pdf'),
  html: t('format.html'),
  docx: t('format.docx'),
};
