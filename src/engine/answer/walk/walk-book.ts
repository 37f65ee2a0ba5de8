// What a walk has written so far, and what it rests on: whenever it ends, by itself, stopped or cut,
// this becomes a draft whose citations are checked like any other.
import type { AnswerProgress, Walk } from '../../../shared/contract/answer.ts';
import type { Hit } from '../../../shared/contract/search.ts';
import type { Draft, PromptedText, Quote } from '../../answerer.ts';
import type { ChatMessage, Generated } from '../../generator.ts';
import { citePassages } from '../cite/cite-passages.ts';
import type { Sentence } from '../sentences.ts';

/** References have three digits at most. */
export const mostPassages = 900;
/** Passages that are kept beside those that are cited, to show what was read. */
const mostKept = 120;
/** UTF-16 units of prompts that are kept: the first of them tell what the others are like. */
const mostPrompts = 100_000;

export class WalkBook {
  readonly walk: Walk;
  /** The text, with references to passages, or to quotes where sentences are quoted. */
  text = '';
  ended: Draft['ended'] = 'end';
  readonly #passages: Hit[] = [];
  readonly #quotes: Quote[] = [];
  readonly #messages: ChatMessage[] = [];
  #promptLength = 0;
  #written = '';
  #dropped = 0;
  #generated: Generated | null = null;

  constructor(kind: Walk['kind']) {
    this.walk = { kind, matching: 0, read: 0 };
  }

  get hasText(): boolean {
    return this.text.trim() !== '';
  }

  get passageCount(): number {
    return this.#passages.length;
  }

  /** No further passage has a number. */
  get isFull(): boolean {
    return this.#passages.length >= mostPassages;
  }

  /** Where the walk is. */
  progress(): AnswerProgress {
    return { type: 'walk', walk: { ...this.walk } };
  }

  /** Adds to the text. */
  say(text: string): AnswerProgress {
    this.text += text;
    return { type: 'text', text };
  }

  /** A passage that a model is given. @returns its number */
  add(passage: Hit): number {
    return this.#passages.push(passage);
  }

  /** Words that are quoted. @returns the number of the quote */
  quote(passage: Hit, { start, end }: Sentence): number {
    return this.#quotes.push({ passage: this.add(passage) - 1, start, end });
  }

  /** A prompt and what was written. */
  note(messages: readonly ChatMessage[], { written, generated, dropped }: PromptedText): void {
    this.#dropped += dropped;
    const length = messages.reduce((sum, { text }) => sum + text.length, 0);
    this.#promptLength += length;
    if (this.#messages.length === 0 || this.#promptLength <= mostPrompts) {
      this.#messages.push(...messages);
    }
    this.#written += `${written}\n\n`;
    if (generated) this.#generated = sum(this.#generated, generated);
  }

  /** @returns the draft, and the passages that its quotes are in */
  draft(): { draft: Draft; passages: Hit[] } {
    const isQuoted = this.#messages.length === 0;
    const text = this.text.trim();
    const cited = isQuoted
      ? { text, quotes: this.#quotes }
      : citePassages(text, this.#passages.map(asPassage));
    const used = new Set(cited.quotes.map(({ passage }) => passage));
    const kept = this.#passages.flatMap((passage, i) =>
      used.has(i) || i < mostKept ? [{ passage, i }] : [],
    );
    const places = new Map(kept.map(({ i }, place) => [i, place]));
    const quotes = cited.quotes.map((one) => ({ ...one, passage: places.get(one.passage)! }));
    const draft: Draft = {
      text: cited.text,
      quotes,
      grounded: quotes.length > 0,
      dropped: this.#dropped,
      generated: this.#generated,
      ended: this.ended,
      messages: this.#messages,
      given: kept.length,
      written: this.#written.trim(),
    };
    return { draft, passages: kept.map(({ passage }) => passage) };
  }
}

/** Nobody ranked it. */
export function asPassage(hit: Hit): Hit & { score: number } {
  return { ...hit, score: 1 };
}

function sum(before: Generated | null, now: Generated): Generated {
  if (!before) return now;
  return {
    ...now,
    promptTokens: before.promptTokens + now.promptTokens,
    reusedTokens: before.reusedTokens + now.reusedTokens,
    writtenTokens: before.writtenTokens + now.writtenTokens,
    firstTextMs: before.firstTextMs,
    tookMs: before.tookMs + now.tookMs,
  };
}
