// Scores of retrieval as tables: the right file, the right passage, and each kind of question.
import type { Estimate, RankScore, RetrievalScore } from '../shared/contract/evaluate.ts';
import { printLine } from './print.ts';

export interface Evaluation {
  questions: number;
  scores: RetrievalScore[];
}

const figures = ['recall@1', 'recall@5', 'recall@10', 'MRR@10', 'nDCG@10'];

export function printEvaluation({ questions, scores }: Evaluation): void {
  printLine(`${questions} questions; the right file among the first 1, 5, 10; 95 % intervals`);
  printLine('');
  printLine(row(['method', ...figures, 'p50 / p95 ms']));
  for (const score of scores) {
    const times = `${score.p50Ms.toFixed(1)} / ${score.p95Ms.toFixed(1)}`;
    printLine(row([score.method, ...withIntervals(score), times]));
  }
  printPassages(scores);
  printKinds(scores);
}

function printPassages(scores: readonly RetrievalScore[]): void {
  const asked = scores[0]?.passage?.questions;
  if (asked === undefined) return;
  printLine(`\nThe passage that holds the answer (${asked} questions)\n`);
  printLine(row(['method', ...figures]));
  for (const { method, passage } of scores) {
    if (passage) printLine(row([method, ...withIntervals(passage)]));
  }
}

function printKinds(scores: readonly RetrievalScore[]): void {
  const kinds = scores[0]?.kinds ?? [];
  if (kinds.length === 0) return;
  const names = kinds.map(({ kind, questions }) => `${kind} (${questions})`);
  printLine('\nThe right file by kind of question: recall@1 / @5 / @10\n');
  printLine(row(['method', ...names]));
  for (const score of scores) {
    const cells = score.kinds.map(({ recallAt1, recallAt5, recallAt10 }) =>
      [recallAt1, recallAt5, recallAt10].map(({ value }) => short(value)).join(' / '),
    );
    printLine(row([score.method, ...cells]));
  }
}

function withIntervals(score: RankScore): string[] {
  const { recallAt1, recallAt5, recallAt10, mrr, ndcg } = score;
  return [recallAt1, recallAt5, recallAt10, mrr, ndcg].map(cell);
}

function cell({ value, low, high }: Estimate): string {
  return `${short(value)} [${short(low)} ${short(high)}]`;
}

function short(value: number): string {
  return value.toFixed(3).replace(/^0/, '');
}

function row(cells: readonly string[]): string {
  return cells
    .map((text, i) => text.padEnd(i === 0 ? 18 : 20))
    .join('')
    .trimEnd();
}
