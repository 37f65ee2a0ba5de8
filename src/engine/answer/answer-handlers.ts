// The answer part of the contract.
import { answer as answerSchema } from '../../shared/contract/answer.ts';
import type { EngineHandlers } from '../../shared/contract/contract.ts';
import type { Scope } from '../../shared/contract/search.ts';
import type { Answerer } from '../answerer.ts';
import type { LibraryStore } from '../store/library/library-store.ts';
import { answerQuestion, type Evidence } from './answers.ts';

export interface AnswerFeatureParts {
  library: LibraryStore;
  answerer: Answerer;
  retrieve(question: string, scope: Scope, signal: AbortSignal): Promise<Evidence>;
}

export function answerHandlers(parts: AnswerFeatureParts): EngineHandlers['answer'] {
  const { library, answerer, retrieve } = parts;
  return {
    ask: ({ question, keep, ...scope }, { signal }) =>
      answerQuestion(
        question,
        {
          answerer,
          retrieve: (text, abort) => retrieve(text, scope, abort),
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
