// Translated messages in gettext's PO format: the translations as prose, and as pairs with what
// they translate.
import { Outline, type Prose } from './document.ts';
import { rstWords } from './read-plain.ts';

export interface Message {
  source: string;
  translation: string;
}

/** The messages of a PO file that are translated and not marked as doubtful. */
export function messagesOf(text: string): Message[] {
  const messages: Message[] = [];
  for (const entry of text.replace(/\r\n?/g, '\n').split(/\n\s*\n/)) {
    if (/^#,.*fuzzy/m.test(entry)) continue;
    const source = stringAfter('msgid', entry);
    const translation = stringAfter('msgstr', entry);
    if (source !== '' && translation !== '') messages.push({ source, translation });
  }
  return messages;
}

function stringAfter(key: string, entry: string): string {
  const match = new RegExp(`^${key} ((?:"(?:[^"\\\\]|\\\\.)*"\\s*)+)`, 'm').exec(entry);
  const parts = match?.[1]?.match(/"(?:[^"\\]|\\.)*"/g) ?? [];
  const joined = parts.map((part) => part.slice(1, -1)).join('');
  return rstWords(joined.replaceAll('\\n', ' ').replaceAll('\\"', '"'));
}

export function readMessages(text: string): Prose {
  const outline = new Outline();
  for (const { translation } of messagesOf(text)) outline.paragraph(translation);
  return outline.prose();
}
