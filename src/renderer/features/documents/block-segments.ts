// The extractor's blocks as segments: rows that follow each other become one table, the lines on
// top of a mail its head.
import type { Block, DocumentFormat } from '../../../shared/contract/documents.ts';
import type { Segment } from './segment.ts';
import { cellSeparator } from './table-cells.ts';

const mails: ReadonlySet<DocumentFormat | null> = new Set(['eml', 'msg', 'mbox']);
const mailLine = /^(?:From|To|Cc|Date): /;

/** The extractor's blocks, and what lies between them if it is more than blank. */
export function blockSegments(
  text: string,
  blocks: readonly Block[],
  format: DocumentFormat | null = null,
): Segment[] {
  const segments: Segment[] = [];
  const separator = cellSeparator(format);
  let at = 0;
  let aside: string | undefined;
  const addGap = (end: number) => {
    if (text.slice(at, end).trim() !== '') segments.push({ kind: 'paragraph', start: at, end });
  };
  for (let i = 0; i < blocks.length; i += 1) {
    const block = blocks[i]!;
    if (block.start < at) continue;
    addGap(block.start);
    const rows = block.kind === 'table-row' ? tableRows(text, blocks, i) : [];
    const head = mails.has(format) ? mailHead(text, blocks, i) : [];
    if (rows.some((row) => text.slice(row.start, row.end).includes(separator))) {
      segments.push({ kind: 'table', start: block.start, end: rows.at(-1)!.end, blocks: rows });
      i += rows.length - 1;
    } else if (rows.length > 0) {
      // Tables of a single column only set text apart.
      segments.push(...rows.map(({ start, end }): Segment => ({ kind: 'paragraph', start, end })));
      i += rows.length - 1;
    } else if (head.length > 0) {
      segments.push({ kind: 'mail-head', start: block.start, end: head.at(-1)!.end, blocks: head });
      i += head.length - 1;
    } else {
      const { kind, start, end, level, boilerplate } = block;
      const beside = asideOf(block, format);
      segments.push({
        kind,
        start,
        end,
        ...(level === undefined ? {} : { level }),
        ...(boilerplate ? { repeated: true } : {}),
        ...(beside !== undefined && beside !== aside ? { aside: beside } : {}),
      });
      aside = beside;
    }
    at = segments.at(-1)!.end;
  }
  addGap(text.length);
  return segments;
}

/** The rows of the table that begins at `from`: neighbouring lines of the text. */
function tableRows(text: string, blocks: readonly Block[], from: number): Block[] {
  let to = from + 1;
  while (to < blocks.length && continues(text, blocks[to - 1]!, blocks[to]!)) to += 1;
  return blocks.slice(from, to);
}

function continues(text: string, row: Block, next: Block): boolean {
  return next.kind === 'table-row' && text.slice(row.end, next.start) === '\n';
}

/** Subject, sender, readers and date of a mail that begins at `from`; none if no mail does. */
function mailHead(text: string, blocks: readonly Block[], from: number): Block[] {
  const isSubject = (block: Block) => block.kind === 'heading' && block.level === 1;
  const isLine = (block: Block | undefined) =>
    block?.kind === 'paragraph' && mailLine.test(text.slice(block.start, block.start + 6));
  let to = isSubject(blocks[from]!) ? from + 1 : from;
  const lines = to;
  while (isLine(blocks[to]) && (to === lines || blocks[to]!.start === blocks[to - 1]!.end + 1)) {
    to += 1;
  }
  return to > lines ? blocks.slice(from, to) : [];
}

function asideOf({ span }: Block, format: DocumentFormat | null): string | undefined {
  if (format !== 'subtitles' && format !== 'ipynb') return undefined;
  return span?.[0];
}
