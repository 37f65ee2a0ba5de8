// Headers and footers that a format keeps apart from its text: they are drawn on every page, but
// are words of the document only once, behind all else. Numbers of pages are no words of it.
import type { Piece } from './flat-text.ts';

/** Words that stand beside the number of a page, in the languages met most. */
const besidePageNumbers =
  /(?<!\p{L})(?:page|pages|of|seite|von|página|pagina|de|di|strona|sivu|sida|side|av|af|van|стр|страница|из|第|页|頁)(?!\p{L})/giu;

/** Each text once, in order, but for those that only number the pages. */
export function runningPieces(texts: Iterable<string>): Piece[] {
  const seen = new Set<string>();
  for (const text of texts) {
    const words = text.trim();
    if (/\p{L}/u.test(words.replace(besidePageNumbers, ''))) seen.add(words);
  }
  return [...seen].map((text) => ({ kind: 'paragraph', text }));
}
