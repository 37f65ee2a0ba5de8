// An answer as a text to paste elsewhere.
import type { Answer, Citation } from '../../../shared/contract/answer.ts';
import { t } from '../../app/text.ts';
import { isGeneral } from './answer-notes.ts';
import { placeWords } from '../passages/place-words.ts';

/** The answer's words alone. */
export function plainCopy({ answer, citations }: Pick<Answer, 'answer' | 'citations'>): string {
  const numbers = new Set(citations.map(({ n }) => n));
  const words = answer.replace(/[ \t]*\[(\d{1,4})\]/g, (whole, n: string) =>
    numbers.has(Number(n)) ? '' : whole,
  );
  return words.trim();
}

/** Question, answer with its numbers, and what each number stands for. */
export function copyWithSources(answer: Answer): string {
  const parts = [answer.question, answer.answer.trim()];
  if (isGeneral(answer)) parts.push(t('answer.general'));
  if (answer.citations.length > 0) {
    parts.push([t('answer.sources'), ...answer.citations.map(sourceLine)].join('\n'));
  }
  if (answer.disclaimer !== '') parts.push(answer.disclaimer);
  return parts.join('\n\n');
}

function sourceLine(citation: Citation): string {
  const { n, title, address, path, quote } = citation;
  const where = [address ?? path, placeWords(citation)].filter((part) => part !== '').join(', ');
  return `[${n}] ${title} (${where}): “${quote.replace(/\s+/g, ' ').trim()}”`;
}
