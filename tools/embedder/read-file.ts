// Chooses the reader of a file by its name.
import type { Prose } from './document.ts';
import { readMarkdown } from './read-markdown.ts';
import { readMarkup } from './read-markup.ts';
import { readNotebook } from './read-notebook.ts';
import { readMessages } from './read-messages.ts';
import { readPlain, readRst } from './read-plain.ts';

export function readProse(path: string, text: string): Prose {
  if (/\.ipynb$/i.test(path)) return readNotebook(text);
  if (/\.po$/i.test(path)) return readMessages(text);
  if (/\.rst$/i.test(path)) return readRst(text);
  if (/\.html?$/i.test(path)) return readMarkup(text, false);
  if (/\.(?:cnxml|xml)$/i.test(path)) return readMarkup(text, true);
  if (/\.txt$/i.test(path)) return readPlain(text);
  return readMarkdown(text);
}
