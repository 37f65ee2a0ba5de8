// A question made into a checked answer: retrieve, write, check, keep.
import type { Answer, AnswerEvent, Citation } from '../../shared/contract/answer.ts';
import type { Hit } from '../../shared/contract/search.ts';
import type { Answerer, AnswerRequest, Draft, Passage } from '../answerer.ts';
import { checkCitations } from './check-citations.ts';

/** What retrieval gives to an answer. */
export interface Evidence {
  hits: Hit[];
  terms: AnswerRequest['terms'];
}

export interface AnswerParts {
  answerer: Answerer;
  retrieve(question: string, signal: AbortSignal): Promise<Evidence>;
  /** Stores the answer and gives its id; null to keep nothing. */
  keep: ((answer: Answer) => string) | null;
}

/** Passages shown when the documents do not hold the answer. */
const nearestShown = 5;

export async function* answerQuestion(
  question: string,
  parts: AnswerParts,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent, void> {
  const started = performance.now();
  const { hits, terms } = await parts.retrieve(question, signal);
  yield { type: 'passages', count: hits.length };
  const passages: Passage[] = hits.map((hit) => ({ ...hit, score: heldBy(hit) }));
  const request = { question, passages, terms };
  const draft = yield* writing(parts.answerer, request, signal);
  const { text, quotes } = checkCitations(draft, passages);
  const grounded = draft.grounded && quotes.length > 0;
  const answer: Answer = {
    question,
    answer: grounded ? text : '',
    grounded,
    answeredBy: parts.answerer.id,
    citations: grounded ? quotes.map((quote) => citation(hits[quote.passage]!, quote)) : [],
    nearest: grounded ? [] : hits.slice(0, nearestShown),
    tookMs: performance.now() - started,
  };
  yield { type: 'done', turnId: parts.keep?.(answer) ?? null, answer };
}

/**
 * How much of the question's words a passage and its document hold. Nearness in meaning is no sign
 * that an answer is there: the nearest is always near.
 */
function heldBy({ score, explain }: Hit): number {
  return score - (explain.meaning ?? 0);
}

async function* writing(
  answerer: Answerer,
  request: AnswerRequest,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent, Draft> {
  const writer = answerer.write(request, signal);
  for (;;) {
    const next = await writer.next();
    if (next.done) return next.value;
    yield { type: 'text', text: next.value };
  }
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
