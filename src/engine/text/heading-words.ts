// The words of a heading without the signs that make it one, for the formats whose text is kept
// as it was written.
import type { DocumentFormat } from '../../shared/contract/documents.ts';
import { plainText } from './strip-markdown.ts';

/** What a person reads of a heading, on one line. */
export function headingWords(source: string, format: DocumentFormat): string {
  if (format === 'markdown') return plainText(source);
  const words = signs[format]?.(source) ?? source;
  return words.replace(/\s+/g, ' ').trim();
}

/** How a format's signs are left out. */
const signs: Partial<Record<DocumentFormat, (source: string) => string>> = {
  latex: latexWords,
  org: orgWords,
  rst: rstWords,
};

/** Without the lines over and under it, and the signs of literals, emphasis and links. */
function rstWords(source: string): string {
  return source
    .replace(/^[ \t]*([!-/:-@[-`{-~])\1{2,}[ \t]*$/gm, '')
    .replace(/(?:(?<!\S):[a-z][a-z0-9:+.-]{0,40}:)?`{1,2}([^`\n]{1,300})`{1,2}_{0,2}/gi, '$1')
    .replace(/\*{1,2}([^*\n]{1,300})\*{1,2}/g, '$1');
}

const accents: Record<string, string> = {
  '`': '\u0300',
  "'": '\u0301',
  '^': '\u0302',
  '~': '\u0303',
  '"': '\u0308',
  '=': '\u0304',
};

function latexWords(source: string): string {
  return source
    .replace(/^\s*\\[a-zA-Z]+\*?\s*(?:\[[^\]]{0,500}\]\s*)?(?=\{)/, '')
    .replace(/\\(?:label|footnote|thanks|index|vspace|hspace)\s*\{[^{}]{0,500}\}/g, '')
    .replace(/\\([`'^~"=])\s*(?:\{\\?([a-zA-Z])\}|\\?([a-zA-Z]))/g, (_, sign, a, b) =>
      `${(a as string | undefined) ?? (b as string)}${accents[sign as string]!}`.normalize('NFC'),
    )
    .replace(/\\ss\b(?:\{\}|\s)?/g, 'ß')
    .replace(/\\\\|~/g, ' ')
    .replace(/\\([&%$#_{}])|\\[a-zA-Z]+\*?\s?|[{}]/g, (_, escaped) => String(escaped ?? ''));
}

function orgWords(source: string): string {
  return source
    .replace(/^\*+\s+/, '')
    .replace(/^(?:TODO|DONE|NEXT|WAITING|CANCELLED)\s+/, '')
    .replace(/^\[#[A-Z0-9]\]\s*/, '')
    .replace(/\s+:[\p{L}\p{N}_@#%:]{1,200}:\s*$/u, '')
    .replace(/\[\[([^[\]\n]{1,300})\](?:\[([^[\]\n]{1,300})\])?\]/g, (_, link, words) =>
      String(words ?? link),
    );
}
