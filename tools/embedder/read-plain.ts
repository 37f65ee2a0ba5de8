// Prose of plain text as Project Gutenberg sets it, and of reStructuredText: paragraphs stand
// between blank lines, headings are short lines of their own.
import { Outline, type Prose } from './document.ts';

const chapter =
  /^(?:(?:chapter|book|part|section|act|kapitel|buch|teil|cap[ií]tulo|libro|parte|chapitre|livre|capitolo|hoofdstuk|rozdział|глава|часть)\b.{0,80}|[IVXLC]{1,7}\.?(?:\s.{0,60})?|第.{1,8}[章回卷節节].{0,40})$/i;

export function readPlain(source: string): Prose {
  const outline = new Outline();
  const text = source.replace(/\r\n?/g, '\n').replace(/^\uFEFF/, '');
  const start = /\*\*\* ?START OF.*?\*\*\*.*\n/.exec(text);
  const end = /\*\*\* ?END OF|End of (?:the |this )?Project Gutenberg/.exec(text);
  const from = start ? start.index + start[0].length : 0;
  outline.title = (/^Title:\s*(.+)$/m.exec(text.slice(0, from))?.[1] ?? '').trim();
  for (const block of text.slice(from, end?.index ?? text.length).split(/\n\s*\n/)) {
    // Text that is not broken into lines has a paragraph on each.
    if (block.length > 1500 && /[^\n]{200}/.test(block)) {
      for (const line of block.split('\n')) outline.paragraph(wordsOf(line));
      continue;
    }
    const words = wordsOf(block);
    if (words.length <= 100 && chapter.test(words)) outline.heading(2, words);
    else outline.paragraph(words);
  }
  return outline.prose();
}

/** Without marks of emphasis, notes in brackets and the readings that Aozora Bunko writes in 《》. */
function wordsOf(block: string): string {
  return block
    .replace(/[_*=｜]/g, '')
    .replace(/《[^》]*》|［[^］]*］|\[[^\]]*\]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

export function readRst(source: string): Prose {
  const outline = new Outline();
  const levels: string[] = [];
  const lines = source.replace(/\r\n?/g, '\n').split('\n');
  let block: string[] = [];
  const endBlock = (): void => {
    if (block.length > 0) outline.paragraph(rstWords(block.join(' ').replace(/::$/, ':')));
    block = [];
  };
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    const below = lines[i + 1] ?? '';
    if (
      /^[=\-~^"'*#+.`]{3,}\s*$/.test(below) &&
      /^\S/.test(line) &&
      below.trim().length >= line.trim().length - 2 &&
      block.length === 0
    ) {
      endBlock();
      const sign = below[0]!;
      if (!levels.includes(sign)) levels.push(sign);
      outline.heading(levels.indexOf(sign) + 1, rstWords(line));
      i++;
    } else if (/^\s*(?:\.\.|:\w+.*:|[=\-~^"'*#+.`]{3,}\s*$|[+|])/.test(line)) {
      endBlock();
      // What is indented below a directive or behind "::" belongs to it.
      while (
        /^\s+\S|^\s*$/.test(lines[i + 1] ?? 'x') &&
        !/^\s*\.\. (?:note|tip|warning|important)::/.test(line)
      )
        i++;
    } else if (line.trim() === '') {
      const isLiteral = block.at(-1)?.trimEnd().endsWith('::') ?? false;
      endBlock();
      if (isLiteral) while (/^\s+\S|^\s*$/.test(lines[i + 1] ?? 'x')) i++;
    } else block.push(line.trim().replace(/^(?:[-*+•]|#\.|\d{1,3}\.)\s+/, ''));
  }
  endBlock();
  return outline.prose();
}

/** The words of a line of reStructuredText, also those of translated messages. */
export function rstWords(line: string): string {
  return line
    .replace(/:[\w:+-]+:`(?:[~!])?([^`<]*?)(?:\s*<[^>]*>)?`/g, '$1')
    .replace(/`([^`<]*?)\s*<[^>]*>`_{0,2}/g, '$1')
    .replace(/\|[^|\s]+\|/g, ' ')
    .replace(/``?([^`]*)``?_{0,2}/g, '$1')
    .replace(/\*{1,2}([^*\s][^*]*)\*{1,2}/g, '$1')
    .replace(/(?:https?:\/\/|www\.)\S+/g, ' ')
    .replace(/\[\w*\]_/g, ' ')
    .replace(/\\/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
