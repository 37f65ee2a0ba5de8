// What is said of a question and its answer in a text for others, whatever the text's format.
import type { Answer, Citation, Walk } from '../../../shared/contract/answer.ts';
import type { Turn } from '../../../shared/contract/conversations.ts';
import { type DataTable, dataTable } from '../../../shared/data-table.ts';
import { exportTexts } from '../../../shared/texts/en-export.ts';

export interface ExportedTurn {
  question: string;
  /** Markdown, as it was written. Empty where there is data. */
  text: string;
  /** An answer by a schema: as a table, or else as JSON; with the numbers of its sources. */
  data: { table: DataTable | null; json: string; numbers: string } | null;
  /** What a reader must know of the answer. */
  notes: string[];
  /** `n` is the number in the text. */
  sources: { n: number; quote: string; place: string }[];
}

export function exportedTurn({ question, answer, written }: Turn): ExportedTurn {
  if (!answer) {
    return { question, text: written, data: null, notes: [exportTexts.writing], sources: [] };
  }
  const data = dataOf(answer);
  return {
    question,
    text: data ? '' : textOf(answer),
    data,
    notes: notesOf(answer),
    sources: answer.citations.map((one) => ({ n: one.n, quote: one.quote, place: placeOf(one) })),
  };
}

function textOf({ answer, refusal }: Answer): string {
  if (answer !== '') return answer;
  return refusal === '' ? exportTexts.refusal : refusal;
}

function dataOf({ data, citations }: Answer): ExportedTurn['data'] {
  if (data === undefined || data === null) return null;
  const numbers = citations.map(({ n }) => `[${n}]`).join(' ');
  return { table: dataTable(data), json: JSON.stringify(data, null, 2), numbers };
}

function notesOf({ general, ended, doubts, walk, model, disclaimer }: Answer): string[] {
  const isCut = ended === 'stopped' || ended === 'failed';
  return [
    general ? exportTexts.general : '',
    isCut ? exportTexts.cut : '',
    ended === 'limit' ? exportTexts.limit : '',
    doubts.length === 1 ? exportTexts.doubt : '',
    doubts.length > 1 ? exportTexts.doubts.replace('{n}', String(doubts.length)) : '',
    walk ? walkNote(walk) : '',
    model === null ? '' : exportTexts.writtenBy.replace('{model}', () => model),
    disclaimer,
  ].filter((note) => note !== '');
}

function walkNote({ read, matching }: Walk): string {
  const words = read < matching ? exportTexts.walkPart : exportTexts.walk;
  return words.replace('{read}', String(read)).replace('{matching}', String(matching));
}

function placeOf(citation: Citation): string {
  const { address, relativePath, page, label, startLine, headingPath } = citation;
  const where =
    label ??
    (page !== null ? exportTexts.page.replace('{n}', String(page)) : null) ??
    (startLine !== null ? exportTexts.line.replace('{n}', String(startLine)) : null);
  return [
    address ?? relativePath,
    ...headingPath.slice(-1),
    ...(where === null ? [] : [where]),
  ].join(', ');
}
