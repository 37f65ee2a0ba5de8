// Asks labelled questions: all of them with everything in the index, then those of each document
// while that document is out of it.
import type { Answer } from '../../shared/contract/answer.ts';
import type { AnswerOutcome, AnswerQuestion } from '../../shared/contract/evaluate.ts';
import { overlapOf } from './overlap.ts';

export interface AnsweringParts {
  /** Answers as a person's question is answered. */
  answer(question: string, folderId: string, model: string, signal: AbortSignal): Promise<Answer>;
  /** Runs `work` while a file and what is inside of it are out of the index. */
  without<T>(folderId: string, relativePath: string, work: () => Promise<T>): Promise<T>;
}

/** Yields what became of each question. */
export async function* askAll(
  { folderId, questions, model }: { folderId: string; questions: AnswerQuestion[]; model: string },
  parts: AnsweringParts,
  signal: AbortSignal,
): AsyncGenerator<AnswerOutcome, void> {
  const ask = async (question: AnswerQuestion, asked: AnswerOutcome['asked']) => {
    signal.throwIfAborted();
    const started = performance.now();
    const answer = await parts.answer(question.question, folderId, model, signal);
    return outcomeOf(question, asked, answer, performance.now() - started);
  };
  for (const one of questions) yield ask(one, one.relativePath === null ? 'absent' : 'present');
  for (const [relativePath, list] of byDocument(questions)) {
    // Brought back before the next one goes, whoever stops reading in between.
    yield* await parts.without(folderId, relativePath, async () => {
      const outcomes: AnswerOutcome[] = [];
      for (const one of list) outcomes.push(await ask(one, 'removed'));
      return outcomes;
    });
  }
}

/** How many outcomes there will be. */
export function askedInAll(questions: readonly AnswerQuestion[]): number {
  return questions.length + questions.filter((one) => one.relativePath !== null).length;
}

function byDocument(questions: readonly AnswerQuestion[]): Map<string, AnswerQuestion[]> {
  const groups = new Map<string, AnswerQuestion[]>();
  for (const one of questions) {
    if (one.relativePath === null) continue;
    groups.set(one.relativePath, [...(groups.get(one.relativePath) ?? []), one]);
  }
  return groups;
}

function outcomeOf(
  { question, kind, relativePath, answer: wanted }: AnswerQuestion,
  asked: AnswerOutcome['asked'],
  { grounded, citations }: Answer,
  ms: number,
): AnswerOutcome {
  const common = {
    question,
    ...(kind !== undefined && { kind }),
    asked,
    refused: !grounded,
    citations: citations.length,
    ms,
  };
  if (asked !== 'present' || !wanted) return { ...common, hit: null, whole: null, rightFile: null };
  const first = citations.slice(0, mostCitations).map((citation) => ({
    ...overlapOf(citation.quote, wanted),
    isRight: citation.relativePath === relativePath,
  }));
  return {
    ...common,
    hit: first.some(({ most }) => most),
    whole: first.some(({ whole }) => whole),
    rightFile: first.some(({ most, isRight }) => most && isRight),
  };
}

/** A model may cite more; nobody opens them all. */
const mostCitations = 3;
