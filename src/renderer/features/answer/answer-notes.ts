// What must be known of an answer beside its text, as sentences, the weightiest first.
import type { Answer } from '../../../shared/contract/answer.ts';
import { formatNumber } from '../../app/format.ts';
import { counted, t } from '../../app/text.ts';

export interface AnswerNote {
  /** `warn` is for what makes the answer less to be trusted. */
  look: 'warn' | 'plain';
  text: string;
}

/** Whether it comes from what the model knows: also what was cut before that was said of it. */
export function isGeneral({ general, mode, answer, grounded }: Answer): boolean {
  return general || (mode === 'free' && answer !== '' && !grounded);
}

export function answerNotes(answer: Answer): AnswerNote[] {
  const notes: AnswerNote[] = [];
  const warn = (text: string) => notes.push({ look: 'warn', text });
  const say = (text: string) => notes.push({ look: 'plain', text });
  const isCut = answer.ended === 'stopped' || answer.ended === 'failed';
  if (!answer.grounded && !isGeneral(answer) && answer.answer !== '') {
    warn(t(isCut ? 'answer.unchecked' : 'answer.unbacked'));
  }
  if (answer.doubts.length > 0) warn(counted('doubts', answer.doubts.length));
  if (answer.droppedReferences > 0) say(counted('dropped', answer.droppedReferences));
  if (answer.walk) {
    const { read, matching } = answer.walk;
    const numbers = { read: formatNumber(read), matching: formatNumber(matching) };
    if (read < matching) warn(t('answer.walkPart', numbers));
    else say(counted('walked', read));
  }
  // Quoting has no prompt that could be full.
  if (answer.leftOut > 0 && answer.answeredBy === 'model') say(counted('leftOut', answer.leftOut));
  return [
    ...notes.filter(({ look }) => look === 'warn'),
    ...notes.filter(({ look }) => look === 'plain'),
  ];
}
