// From a draft to the answer that is shown: citations checked and placed, or the nearest passages.
import type { Answer, Citation } from '../../shared/contract/answer.ts';
import type { Hit } from '../../shared/contract/search.ts';
import type { Draft } from '../answerer.ts';
import { checkCitations } from './cite/check-citations.ts';
import { checkSupport } from './cite/check-support.ts';
import type { Run } from './run.ts';

/** Passages shown when the documents do not hold the answer. */
const nearestShown = 5;

/** Text without its end cannot be checked: its references are not shown as citations. */
export function unfinishedDraft(text: string, ended: Draft['ended'] = 'stopped'): Draft {
  const nothing = { quotes: [], dropped: 0, generated: null, messages: [], given: 0 };
  return { ...nothing, text, written: text, grounded: false, ended };
}

/** @param general the draft is of the model's own knowledge */
export function answerOf(run: Run, draft: Draft, general: boolean): Answer {
  const { asked, answerer, hits, failure } = run;
  const { mode, rules } = asked.settings;
  const { text, quotes } = checkCitations(draft, hits);
  const grounded = !general && draft.grounded && quotes.length > 0;
  const isCut = draft.ended === 'stopped' || failure !== null;
  const { generated, given, dropped } = draft;
  const isWritten = grounded && answerer.model !== null && draft.data === undefined;
  const { doubts, uncited } = isWritten
    ? checkSupport(text, (n) => hits[quotes[n - 1]?.passage ?? -1], asked.question)
    : { doubts: [], uncited: [] };
  return {
    question: asked.question,
    searched: run.searchedBy === 'same' ? null : run.searched,
    // What no passage backs is shown only where it says so itself.
    answer: general ? draft.text : grounded || isCut ? text : '',
    grounded,
    unbacked: general || grounded || isCut ? '' : text,
    general: general && draft.text !== '',
    answeredBy: answerer.model === null ? 'extractive' : 'model',
    mode,
    model: answerer.model,
    adapters: [...answerer.adapters],
    tokens: generated && {
      prompt: generated.promptTokens,
      reused: generated.reusedTokens,
      written: generated.writtenTokens,
    },
    ...(failure ?? { ended: draft.ended, error: null }),
    citations: grounded ? quotes.map((quote) => citation(hits[quote.passage]!, quote)) : [],
    doubts,
    uncited,
    droppedReferences: dropped,
    leftOut: answerer.model !== null && given > 0 ? hits.length - given : 0,
    walk: run.walk,
    refusal: grounded || general ? '' : rules.refusal,
    disclaimer: rules.disclaimer,
    ...((grounded || general) && draft.data !== undefined && { data: draft.data }),
    nearest: grounded ? [] : hits.slice(0, nearestShown),
    tookMs: run.tookMs(),
  };
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
