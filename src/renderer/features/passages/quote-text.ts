// A quote as it reads best in an answer: Markdown's signs left out, its soft line breaks drawn
// together, its list items kept on lines of their own. Other formats stay as they are.
import type { DocumentFormat } from '../../../shared/contract/documents.ts';
import { markdownSigns } from './markdown-signs.ts';

const listItem = /^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]/;
const numbered = /^[ \t]*\d/;

export function quoteText(quote: string, format: DocumentFormat | null): string {
  if (format !== 'markdown') return quote;
  const hidden = markdownSigns(quote);
  let text = '';
  let at = 0;
  for (const line of quote.split('\n')) {
    const shown = visible(line, hidden, at);
    at += line.length + 1;
    if (line.trim() === '') text += '\n\n';
    else if (listItem.test(line)) text += `\n${numbered.test(line) ? '' : '• '}${shown}`;
    else if (shown !== '') text += `${/\S$/.test(text) ? ' ' : ''}${shown}`;
  }
  return text.replace(/\n{3,}/g, '\n\n').trim();
}

function visible(line: string, hidden: Uint8Array, start: number): string {
  let shown = '';
  for (let i = 0; i < line.length; i += 1) {
    if (!hidden[start + i]) shown += line.charAt(i);
  }
  return shown.trim();
}
