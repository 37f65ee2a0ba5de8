// The evaluate part of the contract. Retrieval: every method answers the same questions over the
// same chunks in the same run. Answers: the pipeline that people ask.
import { setImmediate as turn } from 'node:timers/promises';
import type { EngineHandlers } from '../../shared/contract/contract.ts';
import type { AnswerOutcome, LabelledQuestion } from '../../shared/contract/evaluate.ts';
import { searchModes, type SearchMode } from '../../shared/contract/search.ts';
import { buildPlainIndex, type PlainHit, plainTokenizers } from '../store/index/plain-index.ts';
import { askAll, askedInAll, type AnsweringParts } from './ask-all.ts';
import { type Outcome, scoreOf } from './metrics.ts';
import { scoreAnswers } from './score-answers.ts';

export interface EvaluateParts extends AnsweringParts {
  indexFile: () => string;
  /** Whether a reranker is chosen. */
  reranks(): boolean;
  /** The passages found in a folder, best first. */
  search(
    question: string,
    how: { mode: SearchMode; rerank: boolean },
    folderId: string,
    signal: AbortSignal,
  ): Promise<PlainHit[]>;
}

interface Method {
  name: string;
  run(question: string, signal: AbortSignal): Promise<PlainHit[]>;
}

export function evaluateHandlers(parts: EvaluateParts): EngineHandlers['evaluate'] {
  return {
    async *answers(input, { signal }) {
      const total = askedInAll(input.questions);
      const outcomes: AnswerOutcome[] = [];
      for await (const outcome of askAll(input, parts, signal)) {
        if (outcomes.length % 20 === 0) {
          yield { type: 'progress' as const, done: outcomes.length, total };
        }
        outcomes.push(outcome);
      }
      const score = scoreAnswers(outcomes);
      yield { type: 'done' as const, questions: input.questions.length, score };
    },
    async *retrieval({ folderId, questions }, { signal }) {
      const plain = buildPlainIndex(parts.indexFile(), folderId);
      const reranked: Method = {
        name: 'reranked',
        run: (question) =>
          parts.search(question, { mode: 'hybrid', rerank: true }, folderId, signal),
      };
      try {
        const methods: Method[] = [
          ...searchModes.map((mode) => ({
            name: mode,
            run: (question: string) =>
              parts.search(question, { mode, rerank: false }, folderId, signal),
          })),
          ...(parts.reranks() ? [reranked] : []),
          ...plainTokenizers.map((tokenizer) => ({
            name: `plain ${tokenizer}`,
            run: (question: string) => Promise.resolve(plain.search(tokenizer, question)),
          })),
        ];
        const outcomes = methods.map(() => [] as Outcome[]);
        for (const [done, question] of questions.entries()) {
          for (const [i, method] of methods.entries()) {
            outcomes[i]!.push(await ask(method, question, signal));
          }
          if (done % 20 === 0) yield { type: 'progress' as const, done, total: questions.length };
          await turn();
        }
        const scores = methods.map(({ name }, i) => scoreOf(name, outcomes[i]!));
        yield { type: 'done' as const, questions: questions.length, scores };
      } finally {
        plain.close();
      }
    },
  };
}

async function ask(
  method: Method,
  { question, relativePath, answer, kind }: LabelledQuestion,
  signal: AbortSignal,
): Promise<Outcome> {
  signal.throwIfAborted();
  const started = performance.now();
  const hits = await method.run(question, signal);
  const ms = performance.now() - started;
  const files = [...new Set(hits.map((hit) => hit.relativePath))];
  const outcome = { rank: placeOf(files.indexOf(relativePath)), kind, ms };
  if (answer === undefined || plainWords(answer) === '') return outcome;
  const wanted = plainWords(answer);
  const passage = hits.findIndex(
    (hit) => hit.relativePath === relativePath && plainWords(hit.text).includes(wanted),
  );
  return { ...outcome, passageRank: placeOf(passage) };
}

function placeOf(index: number): number | null {
  return index < 0 ? null : index + 1;
}

/** Letters and digits alone: markup and line breaks between an answer's words do not count. */
function plainWords(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}\p{M}]+/gu, '');
}
