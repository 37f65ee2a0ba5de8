// What goes into the pipeline of an answer and what comes out of it.
import type {
  Answer,
  AnswerProgress,
  AnswerSettings,
  AnswerTrace,
} from '../../shared/contract/answer.ts';
import type { Hit } from '../../shared/contract/search.ts';
import type { AnswerRequest, PastTurn } from '../answerer.ts';

/** What retrieval gives to an answer. */
export interface Evidence {
  hits: Hit[];
  terms: AnswerRequest['terms'];
}

export interface Asked {
  question: string;
  /** Oldest first. */
  history: readonly PastTurn[];
  settings: AnswerSettings;
  /** The folder that holds the conversation's own files, if it has some. */
  attached?: string | null;
  /** What the answer keeps to, as a JSON schema. */
  schema?: object;
}

/** The pipeline as the features of this folder use it. */
export type AnswerStream = (
  asked: Asked,
  signal: AbortSignal,
) => AsyncGenerator<AnswerProgress, Finished>;

export interface Finished {
  answer: Answer;
  trace: AnswerTrace;
}

/** How a text came to its end, and what cut it if something did. */
export type Ending = Pick<Answer, 'ended' | 'error'>;
