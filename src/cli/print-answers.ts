// Scores of answers as tables: citations that quote the answer, and refusals.
import type { AnswersScore, Estimate, QuoteScore } from '../shared/contract/evaluate.ts';
import { printLine } from './print.ts';

export function printAnswers(score: AnswersScore & { questions: number }): void {
  const { quotes, kinds, refusals } = score;
  printLine(`${score.questions} questions; 95 % intervals`);
  if (quotes) {
    printLine('\nOne of at most three citations quotes the answer\n');
    printLine(row('', ['questions', 'most of it', 'all of it', 'in the right file']));
    printLine(quoteRow('all', quotes));
    for (const one of kinds) printLine(quoteRow(one.kind, one));
  }
  printLine('\nRefused\n');
  printLine(row('', ['questions', 'refused']));
  const rows = [
    ['answerable', refusals.answerable],
    ['unanswerable', refusals.unanswerable],
    ['  document removed', refusals.removed],
    ['  in no document', refusals.absent],
  ] as const;
  for (const [name, one] of rows) {
    if (one) printLine(row(name, [String(one.questions), cell(one.refused)]));
  }
  printLine(
    `\nAn answer took ${score.p50Ms.toFixed(0)} / ${score.p95Ms.toFixed(0)} ms (p50 / p95)`,
  );
}

function quoteRow(name: string, { questions, hit, whole, rightFile }: QuoteScore): string {
  return row(name, [String(questions), cell(hit), cell(whole), cell(rightFile)]);
}

function cell({ value, low, high }: Estimate): string {
  return [value, low, high].map((part) => part.toFixed(3).replace(/^0/, '')).join(' ');
}

function row(name: string, cells: readonly string[]): string {
  return [name.padEnd(20), ...cells.map((text) => text.padEnd(19))].join('').trimEnd();
}
