// The port to whatever writes answers from passages: sentences quoted by ourselves, or a model.
import type { DocumentFormat } from '../shared/contract/documents.ts';
import type { Generated } from './generator.ts';

/** A passage as an answerer gets it. Its text is data, never instruction. */
export interface Passage {
  title: string;
  headingPath: readonly string[];
  format: DocumentFormat;
  text: string;
  /** How well it fits the question: about 0 (not at all) to 1 (holds all of it). */
  score: number;
}

export interface AnswerRequest {
  question: string;
  /** Best first. */
  passages: readonly Passage[];
  /** The question's terms with how much each says. */
  terms: ReadonlyMap<string, number>;
}

/** A part of a passage that the answer rests on: offsets into the passage's text. */
export interface Quote {
  passage: number;
  start: number;
  end: number;
}

export interface Draft {
  /** The answer; `[n]` refers to quote n, counted from 1. */
  text: string;
  /** False: the passages do not hold an answer. */
  grounded: boolean;
  quotes: Quote[];
  /** How a model wrote it; null if none did. */
  generated: Generated | null;
}

export interface Answerer {
  /** The model that writes; null: sentences are quoted. */
  readonly model: string | null;
  /** Adapters on top of it. */
  readonly adapters: readonly { name: string; scale: number }[];
  /**
   * Yields the text as it is written and returns the whole draft.
   *
   * @throws what the model throws; what was written until then was yielded
   */
  write(request: AnswerRequest, signal: AbortSignal): AsyncGenerator<string, Draft>;
}
