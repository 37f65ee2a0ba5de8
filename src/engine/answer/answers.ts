// A question made into a checked answer: retrieve, write, check, keep. What was written when it
// is stopped or cut by a failure is kept as far as it came.
import type { Answer, AnswerEvent, Citation } from '../../shared/contract/answer.ts';
import type { Hit } from '../../shared/contract/search.ts';
import { isCancellation, LorekeepError } from '../../shared/errors.ts';
import { errorSentence } from '../../shared/texts/format.ts';
import type { Answerer, AnswerRequest, Draft, Passage } from '../answerer.ts';
import { checkCitations } from './check-citations.ts';

/** What retrieval gives to an answer. */
export interface Evidence {
  hits: Hit[];
  terms: AnswerRequest['terms'];
}

export interface AnswerParts {
  answerer: Answerer;
  /** Null: the documents are not looked at. */
  retrieve: ((question: string, signal: AbortSignal) => Promise<Evidence>) | null;
  /** Stores the answer and gives its id; null to keep nothing. */
  keep: ((answer: Answer) => string) | null;
}

type Ending = Pick<Answer, 'ended' | 'error'>;

/** Passages shown when the documents do not hold the answer. */
const nearestShown = 5;

export async function* answerQuestion(
  question: string,
  parts: AnswerParts,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent, void> {
  const started = performance.now();
  const nothing: Evidence = { hits: [], terms: new Map() };
  const { hits, terms } = (await parts.retrieve?.(question, signal)) ?? nothing;
  if (parts.retrieve) yield { type: 'passages', count: hits.length };
  const passages: Passage[] = hits.map((hit) => ({ ...hit, score: heldBy(hit) }));
  const finish = (draft: Draft, ending: Ending) =>
    answerOf(question, draft, ending, parts, hits, performance.now() - started);
  const writer = parts.answerer.write({ question, passages, terms }, signal);
  let text = '';
  let done = false;
  try {
    for (;;) {
      const next = await nextOf(writer, text);
      if (!next.failure && next.part !== null) {
        text += next.part;
        yield { type: 'text', text: next.part };
        continue;
      }
      done = true;
      const draft = next.draft ?? unfinished(text);
      const answer = finish(draft, next.failure ?? endingOf(draft));
      yield { type: 'done', turnId: parts.keep?.(answer) ?? null, answer };
      return;
    }
  } finally {
    // Whoever asked has left: what there is is kept for them.
    if (!done && text !== '') {
      parts.keep?.(finish(unfinished(text), { ended: 'stopped', error: null }));
    }
  }
}

interface Next {
  part: string | null;
  draft: Draft | null;
  failure: Ending | null;
}

/** The next part of the text, the draft at its end, or why it was cut. */
async function nextOf(writer: ReturnType<Answerer['write']>, text: string): Promise<Next> {
  try {
    const { done, value } = await writer.next();
    return done
      ? { part: null, draft: value, failure: null }
      : { part: value, draft: null, failure: null };
  } catch (error) {
    if (text === '' || isCancellation(error) || !(error instanceof LorekeepError)) throw error;
    const { code, params } = error;
    const message = errorSentence(code, params);
    return { part: null, draft: null, failure: { ended: 'failed', error: { code, message } } };
  }
}

function endingOf({ generated }: Draft): Ending {
  return { ended: generated?.reason ?? 'end', error: null };
}

/** Text without its end cannot be checked: its references are not shown as citations. */
function unfinished(text: string): Draft {
  return { text, grounded: false, quotes: [], generated: null };
}

function answerOf(
  question: string,
  draft: Draft,
  ending: Ending,
  { answerer, retrieve }: AnswerParts,
  hits: readonly Hit[],
  tookMs: number,
): Answer {
  const passages = hits.map((hit) => ({ ...hit, score: heldBy(hit) }));
  const { text, quotes } = checkCitations(draft, passages);
  const grounded = draft.grounded && quotes.length > 0;
  const { generated } = draft;
  return {
    question,
    // Only what a model wrote is shown without a passage that backs it.
    answer: grounded || answerer.model !== null ? (retrieve ? text : draft.text) : '',
    grounded,
    answeredBy: answerer.model === null ? 'extractive' : 'model',
    model: answerer.model,
    adapters: [...answerer.adapters],
    free: retrieve === null,
    tokens: generated && {
      prompt: generated.promptTokens,
      reused: generated.reusedTokens,
      written: generated.writtenTokens,
    },
    ...ending,
    citations: grounded ? quotes.map((quote) => citation(hits[quote.passage]!, quote)) : [],
    nearest: grounded ? [] : hits.slice(0, nearestShown),
    tookMs,
  };
}

/**
 * How much of the question's words a passage and its document hold. Nearness in meaning is no sign
 * that an answer is there: the nearest is always near.
 */
function heldBy({ score, explain }: Hit): number {
  return score - (explain.meaning ?? 0);
}

function citation(
  hit: Hit,
  quote: { n: number; start: number; end: number; quote: string },
): Citation {
  const { folderId, relativePath, path, address, title, format, headingPath, page, label } = hit;
  const before = hit.text.slice(0, quote.start);
  const startLine = hit.startLine === null ? null : hit.startLine + newlines(before);
  return {
    n: quote.n,
    folderId,
    relativePath,
    path,
    address,
    title,
    format,
    headingPath,
    page,
    label,
    startLine,
    endLine: startLine === null ? null : startLine + newlines(quote.quote),
    start: hit.start + quote.start,
    end: hit.start + quote.end,
    quote: quote.quote,
  };
}

function newlines(text: string): number {
  return text.split('\n').length - 1;
}
