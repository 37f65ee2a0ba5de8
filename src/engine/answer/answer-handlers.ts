// The answer part of the contract.
import { answer as answerSchema, type Writing } from '../../shared/contract/answer.ts';
import type { EngineHandlers } from '../../shared/contract/contract.ts';
import type { Scope } from '../../shared/contract/search.ts';
import type { Answerer } from '../answerer.ts';
import type { LibraryStore } from '../store/library/library-store.ts';
import { answerQuestion, type Evidence } from './answers.ts';

export interface AnswerFeatureParts {
  library: LibraryStore;
  /** What writes an answer: the model that is asked for, or that of the settings, or none. */
  answererFor(writing: Writing): Answerer;
  retrieve(question: string, scope: Scope, signal: AbortSignal): Promise<Evidence>;
}

export function answerHandlers(parts: AnswerFeatureParts): EngineHandlers['answer'] {
  const { library, answererFor, retrieve } = parts;
  return {
    ask: ({ question, keep, writing, ...scope }, { signal }) =>
      answerQuestion(
        question,
        {
          answerer: answererFor(writing),
          retrieve: writing.free ? null : (text, abort) => retrieve(text, scope, abort),
          keep: keep ? (answer) => library.turns.add(answer) : null,
        },
        signal,
      ),
    history({ limit }) {
      return library.turns.list(limit).flatMap(({ id, askedAt, answer }) => {
        // An answer of an older version that no longer fits is passed over, not shown half.
        const parsed = answerSchema.safeParse(JSON.parse(answer));
        return parsed.success ? [{ id, askedAt, answer: parsed.data }] : [];
      });
    },
    forget({ turnId }) {
      library.turns.remove(turnId);
    },
  };
}
