// The evaluate part of the contract: every method answers the same questions over the same
// chunks in the same run.
import { setImmediate as turn } from 'node:timers/promises';
import type { EngineHandlers } from '../../shared/contract/contract.ts';
import type { LabelledQuestion } from '../../shared/contract/evaluate.ts';
import { searchModes, type SearchMode } from '../../shared/contract/search.ts';
import { buildPlainIndex, plainTokenizers } from '../store/index/plain-index.ts';
import { type Outcome, scoreOf } from './metrics.ts';

export interface EvaluateParts {
  indexFile: () => string;
  /** Relative paths of the chunks found in a folder, best first. */
  search(
    question: string,
    mode: SearchMode,
    folderId: string,
    signal: AbortSignal,
  ): Promise<string[]>;
}

interface Method {
  name: string;
  run(question: string, signal: AbortSignal): Promise<string[]>;
}

const considered = 10;

export function evaluateHandlers(parts: EvaluateParts): EngineHandlers['evaluate'] {
  return {
    async *retrieval({ folderId, questions }, { signal }) {
      const plain = buildPlainIndex(parts.indexFile(), folderId);
      try {
        const methods: Method[] = [
          ...searchModes.map((mode) => ({
            name: mode,
            run: (question: string) => parts.search(question, mode, folderId, signal),
          })),
          ...plainTokenizers.map((tokenizer) => ({
            name: `plain ${tokenizer}`,
            run: (question: string) =>
              Promise.resolve(plain.search(tokenizer, question, considered)),
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
  { question, relativePath }: LabelledQuestion,
  signal: AbortSignal,
): Promise<Outcome> {
  signal.throwIfAborted();
  const started = performance.now();
  const paths = await method.run(question, signal);
  const ms = performance.now() - started;
  const place = [...new Set(paths)].slice(0, considered).indexOf(relativePath);
  return { rank: place < 0 ? null : place + 1, ms };
}
