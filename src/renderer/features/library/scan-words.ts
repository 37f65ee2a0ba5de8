// What becomes of a document whose pages are pictures of letters, in words.
import type { DocumentSummary } from '../../../shared/contract/documents.ts';
import type { Settings } from '../../../shared/contract/settings.ts';
import type { Task } from '../../../shared/contract/tasks.ts';
import { t } from '../../app/text.ts';

/**
 * The words behind the reason why a document has no text; empty where nothing will be done.
 *
 * @param task what its folder is busy with
 */
export function scanWords(
  { format, problem, relativePath }: DocumentSummary,
  settings: Settings | null,
  task: Task | null,
): string {
  const unread = problem?.code === 'FILE_NO_TEXT' || problem?.code === 'FILE_PARTLY_TEXT';
  const mayBeScan = format === 'pdf' || format === 'image';
  if (!unread || !mayBeScan || !settings) return '';
  if (!settings.ocr) return t('file.scansOff');
  if (task?.progress.phase !== 'recognising') return '';
  return t(task.progress.current === relativePath ? 'file.scanNow' : 'file.scanSoon');
}
