// Figures of answers out of what became of each question.
import type {
  AnswerOutcome,
  AnswersScore,
  QuoteScore,
  RefusalScore,
} from '../../shared/contract/evaluate.ts';
import { proportion, quantile } from './metrics.ts';

export function scoreAnswers(outcomes: readonly AnswerOutcome[]): AnswersScore {
  const times = outcomes.map(({ ms }) => ms).toSorted((a, b) => a - b);
  const asked = (...which: AnswerOutcome['asked'][]) =>
    refusalScore(outcomes.filter((one) => which.includes(one.asked)));
  return {
    quotes: quoteScore(outcomes),
    kinds: kindsOf(outcomes),
    refusals: {
      answerable: asked('present'),
      unanswerable: asked('removed', 'absent'),
      removed: asked('removed'),
      absent: asked('absent'),
    },
    p50Ms: quantile(times, 0.5),
    p95Ms: quantile(times, 0.95),
    outcomes: [...outcomes],
  };
}

function quoteScore(outcomes: readonly AnswerOutcome[]): QuoteScore | null {
  const labelled = outcomes.filter(({ hit }) => hit !== null);
  if (labelled.length === 0) return null;
  return {
    questions: labelled.length,
    hit: proportion(labelled.map(({ hit }) => hit === true)),
    whole: proportion(labelled.map(({ whole }) => whole === true)),
    rightFile: proportion(labelled.map(({ rightFile }) => rightFile === true)),
  };
}

function kindsOf(outcomes: readonly AnswerOutcome[]): AnswersScore['kinds'] {
  const kinds = [...new Set(outcomes.flatMap(({ kind }) => kind ?? []))].toSorted();
  return kinds.flatMap((kind) => {
    const score = quoteScore(outcomes.filter((one) => one.kind === kind));
    return score ? [{ kind, ...score }] : [];
  });
}

function refusalScore(outcomes: readonly AnswerOutcome[]): RefusalScore | null {
  if (outcomes.length === 0) return null;
  const refused = proportion(outcomes.map((one) => one.refused));
  return { questions: outcomes.length, refused };
}
