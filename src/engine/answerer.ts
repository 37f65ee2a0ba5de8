// The port to whatever writes answers from passages: sentences quoted by ourselves, or a model.
import type { DocumentFormat } from '../shared/contract/documents.ts';
import type { ChatMessage, EndReason, Generated } from './generator.ts';

/** A passage as an answerer gets it. Its text is data, never instruction. */
export interface Passage {
  title: string;
  headingPath: readonly string[];
  format: DocumentFormat;
  text: string;
  /** How well it fits the question: about 0 (not at all) to 1 (holds all of it). */
  score: number;
  /** How it was found; none for a passage that no search brought. */
  found?: PassageEvidence;
}

/** What a search says of a passage. */
export interface PassageEvidence {
  /** Names its document: the same for passages of the same one. */
  document: string;
  /** The part of the question's words, and of their letter sequences, that it holds, 0 to 1. */
  keyword: number;
  letters: number;
}

/** A question and its answer, as they were said before. */
export interface PastTurn {
  question: string;
  /** The same standing by itself. */
  searched: string;
  answer: string;
}

export interface AnswerRequest {
  /** It stands by itself. */
  question: string;
  /** The conversation until now, oldest first. */
  history: readonly PastTurn[];
  /** Best first. */
  passages: readonly Passage[];
  /** The question's terms with how much each says. */
  terms: ReadonlyMap<string, number>;
  /** How likely the passages hold an answer, 0 to 1; see answer/answerability. */
  answerability: number;
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
  /** References to passages that do not exist. */
  dropped: number;
  /** How a model wrote it; null if none did, or it was cut short. */
  generated: Generated | null;
  /** `repeated`: it said the same again and again. */
  ended: EndReason | 'repeated';
  /** The exact prompt, how many of the passages (the first ones) are in it, and the raw answer. */
  messages: readonly ChatMessage[];
  given: number;
  written: string;
  /** The answer as data, where that was asked for. */
  data?: unknown;
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
  /** The same without passages, of general knowledge; null: nothing here can. */
  readonly writeFreely:
    ((request: AnswerRequest, signal: AbortSignal) => AsyncGenerator<string, Draft>) | null;
  /** A short text for the answerer's own use; null: nothing here can. */
  readonly complete: Complete | null;
  /** Writes from prompts made elsewhere; left out: nothing here can. */
  readonly prompting?: Prompting;
}

export interface Prompting {
  /** Most tokens of a prompt, the room for its answer taken off. Loads the model if it is not. */
  room(signal: AbortSignal): Promise<number>;
  countTokens(messages: readonly ChatMessage[], signal: AbortSignal): Promise<number>;
  /**
   * Yields the text as it is written, made harmless.
   *
   * @param passageCount references to passages from 1 to it are passed on
   * @throws what the model throws
   */
  write(
    messages: readonly ChatMessage[],
    passageCount: number,
    signal: AbortSignal,
  ): AsyncGenerator<string, PromptedText>;
}

export interface PromptedText {
  /** As it was passed on, and as the model wrote it. */
  shown: string;
  written: string;
  /** References to passages that do not exist. */
  dropped: number;
  generated: Generated | null;
  ended: EndReason | 'repeated';
}

/** @param maxTokens most tokens that are written */
export type Complete = (
  messages: readonly ChatMessage[],
  maxTokens: number,
  signal: AbortSignal,
) => Promise<string>;
