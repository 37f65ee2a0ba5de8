// What a conversation is called until the person calls it something else.
import type { Answer } from '../../../shared/contract/answer.ts';
import { withoutReferences } from '../../../shared/texts/references.ts';
import type { Complete } from '../../answerer.ts';
import { unmarked } from '../unmarked.ts';

/** In UTF-16 units. */
const longestTitle = 80;
const mostTokens = 24;

const rules =
  'Write a title of at most six words for this conversation, in its language. Write the title only.';

/** The question, cut at a word. */
export function titleFromQuestion(question: string): string {
  const line = question.trim().replace(/\s+/g, ' ');
  if (line.length <= longestTitle) return line;
  const cut = line.slice(0, longestTitle - 1);
  const space = cut.lastIndexOf(' ');
  return `${space > longestTitle / 2 ? cut.slice(0, space) : cut}…`;
}

/** A title by the model that answered; null if what it wrote is none. */
export async function titleByModel(
  { question, answer }: Pick<Answer, 'question' | 'answer'>,
  complete: Complete,
  signal: AbortSignal,
): Promise<string | null> {
  const text = `${question.slice(0, 1000)}\n\n${answer.slice(0, 1000)}`;
  const messages = [
    { role: 'system' as const, text: rules },
    { role: 'user' as const, text: unmarked(text) },
  ];
  const written = await complete(messages, mostTokens, signal);
  const title = withoutReferences(written)
    .split('\n')[0]!
    .replace(/[*_#`"“”„«»]/gu, '')
    .trim()
    .replace(/^(title|titel|titre|título)\s*:\s*/iu, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[.。]$/u, '');
  return title.length > 2 && title.length <= longestTitle ? title : null;
}
