// What of a document was read from pictures of its pages.
import type { DocumentText, PageRange } from '../../../shared/contract/documents.ts';
import type { Range } from '../../../shared/contract/search.ts';

export interface Scan {
  pages: readonly PageRange[];
  /** How sure its least readable page is, 0 to 100. */
  sure: number;
  /** Whether most pages with text are such pages. */
  mostly: boolean;
}

/** The scanned pages of a document that hold text; null if there are none. */
export function scanOf({ pageRanges }: Pick<DocumentText, 'pageRanges'>): Scan | null {
  const filled = (pageRanges ?? []).filter(({ start, end }) => end > start);
  const pages = filled.filter(({ confidence }) => confidence !== undefined);
  if (pages.length === 0) return null;
  const sure = Math.min(...pages.map(({ confidence }) => confidence ?? 100));
  return { pages, sure, mostly: pages.length * 2 > filled.length };
}

/** Whether the text is shown from the start: only there the words asked for can be marked. */
export function opensWithText(scan: Scan | null, passage: Range | null): boolean {
  if (!scan) return false;
  if (!passage) return scan.mostly;
  return scan.pages.some(({ start, end }) => passage.start < end && start < passage.end);
}
