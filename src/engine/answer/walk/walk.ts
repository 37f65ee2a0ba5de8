// A question about whole documents answered: every document that matches is read, not the best few.
// What is written is passed on at once, and whatever ends the walk, what was written until then is
// an answer: its citations are checked like any other.
import type { AnswerProgress } from '../../../shared/contract/answer.ts';
import { isCancellation, LorekeepError } from '../../../shared/errors.ts';
import { errorSentence } from '../../../shared/texts/format.ts';
import type { Answerer, Draft } from '../../answerer.ts';
import type { Evidence } from '../asked.ts';
import type { Run } from '../run.ts';
import { compare, type Comparing } from './compare.ts';
import { listDocuments } from './list-documents.ts';
import type { WalkQuestion } from './grammar-rules.ts';
import { summarise } from './summarise.ts';
import { WalkBook } from './walk-book.ts';
import type { WalkSource } from './walk-source.ts';

export interface WalkParts {
  run: Run;
  answerer: Answerer;
  source: WalkSource;
  retrieve(question: string, signal: AbortSignal): Promise<Evidence>;
}

/**
 * Sets the run's passages and walk.
 *
 * @returns null: it turned out to be a usual question, and nothing was said
 * @throws what keeps it from being read, before anything is written; the signal's reason
 */
export async function* walkDocuments(
  question: WalkQuestion,
  { run, answerer, source, retrieve }: WalkParts,
  signal: AbortSignal,
): AsyncGenerator<AnswerProgress, Draft | null> {
  const book = new WalkBook(question.kind);
  const prompting = answerer.prompting ?? null;
  const { rules } = run.asked.settings;
  const common = { book, source, question: run.searched, rules, prompting, signal, retrieve };
  const started = performance.now();
  const isWalk = yield* untilItEnds(walkOf(question, common), book, run, signal);
  run.addStep('read', performance.now() - started);
  if (!isWalk) return null;
  run.walk = { ...book.walk };
  const { draft, passages } = book.draft();
  run.hits = passages;
  if (draft.grounded && draft.messages.length === 0) run.answerer = { model: null, adapters: [] };
  const isRefused = !draft.grounded && draft.ended !== 'stopped' && run.failure === null;
  if (!isRefused) return draft;
  // What is nearest is shown with the refusal.
  run.hits = (await run.step('search', () => retrieve(run.searched, signal))).hits;
  return { ...draft, text: '', quotes: [], given: 0 };
}

function walkOf(
  question: WalkQuestion,
  context: Comparing,
): AsyncGenerator<AnswerProgress, boolean> {
  const { kind } = question;
  if (kind === 'which') return listDocuments(question, context);
  if (kind === 'list') return listDocuments({ ...question, counted: null }, context);
  if (kind === 'summarise') return summarise(question.target, context);
  return compare(question.sides, question.onlyDocuments, context);
}

/** Passes on what a walk says until it ends, is stopped or fails; the book keeps what was said. */
async function* untilItEnds(
  walk: AsyncGenerator<AnswerProgress, boolean>,
  book: WalkBook,
  run: Run,
  signal: AbortSignal,
): AsyncGenerator<AnswerProgress, boolean> {
  try {
    for (;;) {
      const next = await walk.next();
      if (next.done) return next.value;
      yield next.value;
      signal.throwIfAborted();
    }
  } catch (error) {
    if (!book.hasText) throw error;
    book.ended = 'stopped';
    if (signal.aborted || isCancellation(error)) return true;
    if (!(error instanceof LorekeepError)) throw error;
    const { code, params } = error;
    run.failure = { ended: 'failed', error: { code, message: errorSentence(code, params) } };
    return true;
  } finally {
    await walk.return(true).catch(() => {});
  }
}
