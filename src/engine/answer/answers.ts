// A question made into a checked answer: make it stand by itself, retrieve, pack, write, check. What
// each step took and gave is told beside the answer. Nothing is kept here.
import type { AnswerProgress } from '../../shared/contract/answer.ts';
import type { Hit } from '../../shared/contract/search.ts';
import { isCancellation, LorekeepError } from '../../shared/errors.ts';
import { errorSentence } from '../../shared/texts/format.ts';
import type { Answerer, AnswerRequest, Draft, Passage } from '../answerer.ts';
import { answerOf, unfinishedDraft } from './answer-of.ts';
import { answerability } from './answerability/answerability.ts';
import type { Asked, Ending, Evidence, Finished } from './asked.ts';
import { standaloneQuestion } from './follow-up.ts';
import { createRun, type Run } from './run.ts';
import { recogniseWalk, recogniseWholeWalk } from './walk/recognise.ts';
import { walkDocuments } from './walk/walk.ts';
import type { WalkSource } from './walk/walk-source.ts';

export interface AnswerParts {
  answerer: Answerer;
  retrieve(question: string, signal: AbortSignal): Promise<Evidence>;
  /** The documents in scope as wholes. */
  documents: WalkSource;
}

/**
 * @throws LorekeepError before anything is written; after it the answer is cut and says why. The
 *   signal's reason
 */
export async function* answerQuestion(
  asked: Asked,
  parts: AnswerParts,
  signal: AbortSignal,
): AsyncGenerator<AnswerProgress, Finished> {
  const run = createRun(asked, parts.answerer);
  const { answerer } = parts;
  const { mode } = asked.settings;
  const nothing = { passages: [], terms: new Map<string, number>(), answerability: 0 };
  const request: AnswerRequest = { ...asked, ...nothing };
  if (mode === 'free') return yield* writeFreely(run, request, answerer, signal);

  const whole = asked.schema ? null : recogniseWholeWalk(asked.question);
  if (!whole) {
    const { text, by } = await run.step('rewrite', () =>
      standaloneQuestion(asked.question, asked.history, answerer.complete, signal),
    );
    run.searched = text;
    run.searchedBy = by;
    if (by !== 'same') yield { type: 'searching', searched: text };
  }
  const walk = whole ?? (asked.schema ? null : recogniseWalk(run.searched));
  const source = { run, answerer, source: parts.documents, retrieve: parts.retrieve };
  const walked = walk && (yield* walkDocuments(walk, source, signal));
  const draft = walked ?? (yield* fromPassages(run, request, parts, signal));
  const isRefused = !draft.grounded && draft.ended !== 'stopped' && run.failure === null;
  if (isRefused && mode === 'documentsFirst' && answerer.writeFreely) {
    return yield* writeFreely(run, request, answerer, signal);
  }
  return finished(run, draft, false);
}

/**
 * Far below the line at which quoted answers are refused: a model reads the passages itself, and
 * finds answers in other words than the question’s.
 */
const hopeless = 0.03;

/** From the passages that fit best. */
async function* fromPassages(
  run: Run,
  request: AnswerRequest,
  { answerer, retrieve }: AnswerParts,
  signal: AbortSignal,
): AsyncGenerator<AnswerProgress, Draft> {
  const question = run.searched;
  const { hits, terms } = await run.step('search', () => retrieve(question, signal));
  run.hits = hits;
  yield { type: 'passages', count: hits.length };
  const passages = hits.map(passageOf);
  const likely = answerability(question, terms, passages);
  run.answerability = likely;
  // A model is not asked for what is not there: it would have to invent it.
  if (answerer.model !== null && likely < hopeless) return unfinishedDraft('', 'end');
  const grounded = { ...request, question, terms, passages, answerability: likely };
  return yield* written(run, answerer.write(grounded, signal));
}

/** From general knowledge. Where there is no model this was refused before. */
async function* writeFreely(
  run: Run,
  request: AnswerRequest,
  { writeFreely: write }: Answerer,
  signal: AbortSignal,
): AsyncGenerator<AnswerProgress, Finished> {
  if (!write) throw new LorekeepError('MODEL_NEEDED');
  return finished(run, yield* written(run, write(request, signal)), true);
}

async function finished(run: Run, draft: Draft, general: boolean): Promise<Finished> {
  const answer = await run.step('check', () => answerOf(run, draft, general));
  return { answer, trace: run.trace(draft) };
}

/** Passes the text on. What fails after the first words cuts it; what was written is kept. */
async function* written(
  run: Run,
  writer: AsyncGenerator<string, Draft>,
): AsyncGenerator<AnswerProgress, Draft> {
  const started = performance.now();
  let text = '';
  try {
    for (;;) {
      const next = await writer.next();
      if (next.done) return next.value;
      text += next.value;
      yield { type: 'text', text: next.value };
    }
  } catch (error) {
    const failure = text === '' ? null : failureOf(error);
    if (!failure) throw error;
    run.failure = failure;
    return unfinishedDraft(text);
  } finally {
    run.addStep('write', performance.now() - started);
    // Left in the middle: who writes stops as well.
    await writer.return(unfinishedDraft(text)).catch(() => {});
  }
}

/** Null: it is no failure of writing. */
function failureOf(error: unknown): Ending | null {
  if (isCancellation(error) || !(error instanceof LorekeepError)) return null;
  const { code, params } = error;
  return { ended: 'failed', error: { code, message: errorSentence(code, params) } };
}

/**
 * How much of the question's words a passage and its document hold. Nearness in meaning is no sign
 * that an answer is there: the nearest is always near.
 */
function passageOf(hit: Hit): Passage {
  const { keywordScore, trigramScore = 0, meaning = 0 } = hit.explain;
  const found = {
    document: `${hit.folderId}/${hit.relativePath}`,
    keyword: keywordScore,
    letters: trigramScore,
  };
  return { ...hit, score: hit.score - meaning, found };
}
