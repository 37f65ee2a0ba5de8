// The answer part of the contract: single questions. Conversations are a feature of their own,
// which gets the same pipeline.
import type { AnswerSettings, GivenSettings } from '../../shared/contract/answer.ts';
import type { EngineHandlers } from '../../shared/contract/contract.ts';
import type { AnswerStream } from './asked.ts';

export interface AnswerFeatureParts {
  /** Settings with everything that was left out; those of an assistant where one is named. */
  settingsOf(given: GivenSettings, assistantId: string | undefined): AnswerSettings;
  answer: AnswerStream;
}

export function answerHandlers({
  settingsOf,
  answer,
}: AnswerFeatureParts): EngineHandlers['answer'] {
  return {
    async *ask({ question, assistantId, schema, ...given }, { signal }) {
      const settings = settingsOf(given, assistantId);
      const asked = { question, history: [], settings, ...(schema && { schema }) };
      const finished = yield* answer(asked, signal);
      yield { type: 'done' as const, answer: finished.answer };
    },
  };
}
