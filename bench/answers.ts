// How well questions are answered without a model, and refused where nothing answers them: by the
// same command that a person runs, with what it is held to beside.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { lorekeep } from './measure.ts';
import { heading, verdict } from './report.ts';

interface Estimate {
  value: number;
  low: number;
  high: number;
}
interface Refusals {
  questions: number;
  refused: Estimate;
}
interface Score {
  quotes: Record<'hit' | 'whole' | 'rightFile', Estimate> & { questions: number };
  refusals: Record<'answerable' | 'removed' | 'absent', Refusals | null>;
  p50Ms: number;
  p95Ms: number;
}

interface AnswerSet {
  name: string;
  folder: string;
  questions: string;
  /** What it is held to; undefined: told without. */
  leastHit?: number;
  mostRefused?: number;
  leastRefused?: number;
}

/** Those of XQuAD that may be in the folder; what is not there is passed over. */
const languages = ['en', 'de', 'es', 'zh', 'ar', 'el', 'hi', 'ro', 'ru', 'th', 'tr', 'vi'];

export async function benchAnswers(corpora: string): Promise<void> {
  const handbook = {
    name: 'handbook',
    folder: join(corpora, 'handbook'),
    questions: join(corpora, 'handbook-questions.jsonl'),
    leastHit: 0.6,
  };
  const xquad = languages.map((language) => {
    const folder = join(corpora, 'xquad-dev', language);
    return {
      name: `XQuAD ${language}`,
      folder: join(folder, 'docs'),
      questions: join(folder, 'queries.jsonl'),
      mostRefused: 0.1,
      leastRefused: 0.8,
    };
  });
  heading('Answers without a model; a document removed makes its questions unanswerable');
  const names = ['quoted', 'all of it', 'refused: answerable', 'removed', 'in no document', 'ms'];
  console.log(`  ${['set', ...names].map(column).join('')}`);
  for (const set of [handbook, ...xquad]) if (existsSync(set.questions)) await benchSet(set);
}

async function benchSet({ name, folder, questions, ...bounds }: AnswerSet): Promise<void> {
  const asked = ['--answers', '--folder', folder, '--questions', questions, '--json'];
  const run = await lorekeep('eval', ...asked);
  const { quotes, refusals, p50Ms, p95Ms } = JSON.parse(run.stdout) as Score;
  const { leastHit, mostRefused, leastRefused } = bounds;
  const cells = [
    figure(quotes.hit, leastHit, true),
    figure(quotes.whole),
    figure(refusals.answerable?.refused, mostRefused, false),
    figure(refusals.removed?.refused, leastRefused, true),
    figure(refusals.absent?.refused),
    `${p50Ms.toFixed(0)} / ${p95Ms.toFixed(0)}`,
  ];
  console.log(`  ${[name, ...cells].map(column).join('')}`);
}

/** A figure with its interval and, if it has one, its bound: at least or at most. */
function figure(estimate: Estimate | undefined, bound?: number, isLeast = true): string {
  if (!estimate) return '—';
  const { value, low, high } = estimate;
  const shown = `${part(value)} [${part(low)} ${part(high)}]`;
  if (bound === undefined) return shown;
  const kept = isLeast ? value >= bound : value <= bound;
  return `${shown} ${isLeast ? '≥' : '≤'} ${part(bound)} ${verdict(kept)}`;
}

function part(value: number): string {
  return value.toFixed(3).replace(/^0/, '');
}

function column(text: string, i: number): string {
  return text.padEnd(i === 0 ? 12 : 33);
}
