import type { Signals } from '../../src/engine/answer/answerability/signals.ts';

/** A question with what its passages showed, and whether they could hold its answer. */
export interface Sample {
  set: string;
  /** Where the answer stands; null: nowhere. */
  file: string | null;
  answerable: boolean;
  signals: Signals;
}
