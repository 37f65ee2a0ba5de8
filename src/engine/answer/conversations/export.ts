// A conversation as a text for others: question, answer, and what it rests on.
import type { Conversation, Turn } from '../../../shared/contract/conversations.ts';
import { exportTexts } from '../../../shared/texts/en-export.ts';
import { fileName } from '../file-name.ts';
import { conversationAsHtml } from './export-html.ts';
import { conversationAsMarkdown } from './export-markdown.ts';

export interface ExportedText {
  /** A name for the file. */
  name: string;
  text: string;
}

const extensions = { markdown: 'md', html: 'html', json: 'json' } as const;

/** @param turns oldest first */
export function exportConversation(
  conversation: Conversation,
  turns: readonly Turn[],
  format: keyof typeof extensions,
): ExportedText {
  const title = conversation.title === '' ? exportTexts.untitled : conversation.title;
  const name = `${fileName(title, exportTexts.untitled)}.${extensions[format]}`;
  if (format === 'json') {
    return { name, text: `${JSON.stringify({ ...conversation, turns }, null, 2)}\n` };
  }
  const write = format === 'html' ? conversationAsHtml : conversationAsMarkdown;
  return { name, text: write(title, turns) };
}
