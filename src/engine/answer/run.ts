// One answer on its way: what is known so far, and how long each step took.
import type { AnswerTrace, Walk } from '../../shared/contract/answer.ts';
import type { Hit } from '../../shared/contract/search.ts';
import type { Answerer, Draft } from '../answerer.ts';
import type { Asked, Ending } from './asked.ts';
import type { Standalone } from './follow-up.ts';

type StepName = AnswerTrace['steps'][number]['name'];

export interface Run {
  readonly asked: Asked;
  /** Nobody, where sentences were quoted although there is a model. */
  answerer: Pick<Answerer, 'model' | 'adapters'>;
  searched: string;
  searchedBy: Standalone['by'];
  hits: readonly Hit[];
  /** How likely the passages hold the answer; null: nobody asked. */
  answerability: number | null;
  /** How far a walk over whole documents came; null: there was none. */
  walk: Walk | null;
  /** What cut the text, if something did. */
  failure: Ending | null;
  /** Since it was asked, in milliseconds. */
  tookMs(): number;
  step<T>(name: StepName, work: () => T | Promise<T>): Promise<T>;
  addStep(name: StepName, ms: number): void;
  trace(draft: Draft): AnswerTrace;
}

export function createRun(asked: Asked, answerer: Run['answerer']): Run {
  const started = performance.now();
  const steps: AnswerTrace['steps'] = [];
  const run: Run = {
    asked,
    answerer,
    searched: asked.question,
    searchedBy: 'same',
    hits: [],
    answerability: null,
    walk: null,
    failure: null,
    tookMs: () => performance.now() - started,
    async step(name, work) {
      const from = performance.now();
      try {
        return await work();
      } finally {
        run.addStep(name, performance.now() - from);
      }
    },
    addStep: (name, ms) => void steps.push({ name, ms }),
    trace: ({ messages, given, written }) => ({
      question: asked.question,
      searched: run.searched,
      searchedBy: run.searchedBy,
      steps,
      passages: run.hits.map((hit, i) => ({ hit, n: i < given ? i + 1 : null })),
      answerability: run.answerability,
      messages: [...messages],
      written,
      model: run.answerer.model,
      settings: asked.settings,
    }),
  };
  return run;
}
