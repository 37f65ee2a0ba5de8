// An answer of a conversation on its way: kept from the question on, so that whatever ends it
// leaves what was written.
import { type Answer, answer as answerSchema } from '../../../shared/contract/answer.ts';
import type { AnswerProgress } from '../../../shared/contract/answer.ts';
import { flattenError, isCancellation } from '../../../shared/errors.ts';
import { withoutReferences } from '../../../shared/texts/references.ts';
import { errorSentence } from '../../../shared/texts/format.ts';
import type { TurnRow } from '../../store/library/conversation-turns.ts';
import type { LibraryStore } from '../../store/library/library-store.ts';
import type { Finished } from '../asked.ts';
import { askedWithOf } from './conversation-of.ts';

/** What was written is kept at most so often: a crash costs no more than this. */
const keepEveryMs = 1000;

/** The turn that is answered, and how. */
interface Kept {
  turns: LibraryStore['turns'];
  turn: TurnRow;
}

type Ending = Pick<Answer, 'ended' | 'error'>;

export const stopped: Ending = { ended: 'stopped', error: null };

/**
 * Passes an answer's progress on and keeps it.
 *
 * @param begin may throw what keeps the question from being answered at all
 * @param stop tells what answers to end with what it has
 * @throws what the answer throws before its first words; then the turn says why it has no answer
 */
export async function* keepAnswer(
  kept: Kept,
  begin: () => AsyncGenerator<AnswerProgress, Finished>,
  stop: AbortController,
): AsyncGenerator<AnswerProgress, Finished> {
  const { turns, turn } = kept;
  let answer: ReturnType<typeof begin> | null = null;
  let written = '';
  let keptAt = performance.now();
  let ending: Ending | null = stopped;
  try {
    answer = begin();
    for (;;) {
      const next = await answer.next();
      if (next.done) {
        const { answer: whole, trace } = next.value;
        turns.finish(turn.id, whole, whole.answer, trace);
        ending = null;
        return next.value;
      }
      if (next.value.type === 'text') {
        written += next.value.text;
        if (performance.now() - keptAt > keepEveryMs) {
          turns.write(turn.id, written);
          keptAt = performance.now();
        }
      }
      yield next.value;
    }
  } catch (error) {
    if (!isCancellation(error)) ending = { ended: 'failed', error: sentenceOf(error) };
    throw error;
  } finally {
    // Whoever asked has left, or it failed: what there is is kept for them.
    if (ending) {
      stop.abort();
      const whole = answer && (await restOf(answer));
      if (whole) turns.finish(turn.id, whole.answer, whole.answer.answer, whole.trace);
      else finishCut(kept, written, ending);
    }
  }
}

/** What an answer that was told to stop makes of what it has; null: nothing that could be checked. */
async function restOf(answer: AsyncGenerator<AnswerProgress, Finished>): Promise<Finished | null> {
  try {
    for (;;) {
      const next: IteratorResult<unknown, Finished | undefined> = await answer.next();
      // One that has failed before ends without a value.
      if (next.done) return next.value ?? null;
    }
  } catch {
    // Stopped before there was anything to check.
    return null;
  }
}

/** An answer without its end: nothing in it could be checked. */
export function finishCut({ turns, turn }: Kept, written: string, ending: Ending): void {
  const how = askedWithOf(turn);
  const cut = answerSchema.parse({
    ...how,
    question: turn.question,
    answer: withoutReferences(written),
    grounded: false,
    general: how?.mode === 'free' && written !== '',
    answeredBy: how?.model === null ? 'extractive' : 'model',
    citations: [],
    nearest: [],
    tookMs: 0,
    ...ending,
  });
  turns.finish(turn.id, cut, cut.answer, null);
}

function sentenceOf(error: unknown): Answer['error'] {
  const { code, params } = flattenError(error);
  return { code, message: errorSentence(code, params) };
}
