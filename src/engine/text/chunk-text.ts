// The strings that are made from a chunk: for the keyword index, and for the embedder.
import type { DocumentFormat } from '../../shared/contract/documents.ts';
import { plainText } from './strip-markdown.ts';
import { termText } from './terms.ts';

/** The name of a file without folders and extension: “a/leave-policy.md” → “leave-policy”. */
function stem(relativePath: string): string {
  const name = relativePath.slice(relativePath.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}

/** What a person reads of a chunk: markup left out where the format's text is its source. */
export function readable(text: string, format: DocumentFormat): string {
  return format === 'markdown' ? plainText(text) : text;
}

/** Terms of what stands above a chunk: its document's title and name, and its headings. */
export function contextTerms(of: {
  title: string | null;
  relativePath: string;
  headings: readonly string[];
}): string {
  const above = new Set([of.title ?? '', stem(of.relativePath), ...of.headings]);
  return termText([...above].join('\n'));
}

export function bodyTerms(text: string, format: DocumentFormat): string {
  return termText(readable(text, format));
}

/**
 * The exact string that is embedded for a chunk. It never holds a path or file name, so that a
 * rename embeds nothing.
 */
export function embeddingText(of: {
  headings: readonly string[];
  text: string;
  format: DocumentFormat;
}): string {
  return [...of.headings, readable(of.text, of.format).trim()].join('\n');
}
