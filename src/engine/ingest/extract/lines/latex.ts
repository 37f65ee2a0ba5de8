// LaTeX: the file's own text, with its sections, paragraphs, items, tables and listings as blocks.
// The preamble, comments and lines of commands alone belong to no block.
import type { Block } from '../../../../shared/contract/documents.ts';
import { headingWords } from '../../../text/heading-words.ts';
import { decodeText } from '../decode.ts';
import type { Extracted, ExtractInput } from '../extracted.ts';
import { LineBlocks, type TextLine, textLines } from './line-blocks.ts';

export function extractLatex(input: Pick<ExtractInput, 'bytes'>): Extracted {
  const text = decodeText(input.bytes);
  const stated = /^[^%\n]{0,200}\\title\s*(?:\[[^\]]{0,500}\]\s*)?\{/m.exec(text.slice(0, 100_000));
  const open = stated ? stated.index + stated[0].length : -1;
  const title = open < 0 ? '' : headingWords(text.slice(open, closingBrace(text, open)), 'latex');
  return {
    format: 'latex',
    text,
    title: title || null,
    blocks: new LatexScan(text).blocks,
    pages: null,
    hasLines: true,
    partial: null,
  };
}

const levels: Record<string, number> = {
  part: 1,
  chapter: 1,
  section: 2,
  subsection: 3,
  subsubsection: 4,
  paragraph: 5,
  subparagraph: 6,
};
const heading =
  /^\s*\\(part|chapter|section|subsection|subsubsection|paragraph|subparagraph)\*?\s*(?:\[[^\]]{0,500}\]\s*)?\{/;
const verbatim = /^(?:verbatim|Verbatim|lstlisting|minted|alltt|tikzpicture|comment)\*?$/;
const table = /^(?:tabular[xy]?|longtable|longtabu|tabu|tblr)\*?$/;
const list = /^(?:itemize|enumerate|description)\*?$/;
/** Commands that show nothing, alone on their line. */
const commandsAlone = /^\s*(?:\\[a-zA-Z@]+\*?(?:\[[^\]{}]{0,500}\]|\{[^{}]{0,500}\})*\s*)+$/;
const shown =
  /\\(?:item|caption|footnote|textbf|textit|emph|text|url|href|title|author|abstract)\b/;
/** No heading is longer (UTF-16 units). */
const longestHeading = 500;

class LatexScan {
  readonly #text: string;
  readonly #out = new LineBlocks();
  /** Names of the environments around the line. */
  readonly #around: string[] = [];
  /** Where a heading of several lines ends. */
  #skipTo = 0;
  #ended = false;

  constructor(text: string) {
    this.#text = text;
    const body = /^[ \t]*\\begin\{document\}/m.exec(text);
    const from = body ? body.index + body[0].length : 0;
    for (const line of textLines(text)) {
      if (line.end <= from) continue;
      if (this.#ended) break;
      this.#line(line.start < from ? this.#rest(line, from) : line);
    }
  }

  get blocks(): Block[] {
    return this.#out.blocks;
  }

  #line(line: TextLine): void {
    if (line.end <= this.#skipTo) return;
    const rest = line.start < this.#skipTo ? this.#rest(line, this.#skipTo) : line;
    const { words } = rest;
    const inner = this.#around.at(-1);
    if (inner !== undefined && verbatim.test(inner)) {
      if (words.includes(`\\end{${inner}}`)) {
        this.#around.pop();
        this.#out.break();
      } else if (inner !== 'comment') this.#out.add('code', rest);
      return;
    }
    if (words.trim() === '' || /^\s*%/.test(words)) this.#out.break();
    else if (heading.test(words)) this.#heading(rest);
    else if (!this.#environment(rest)) this.#words(rest);
  }

  #heading(line: TextLine): void {
    const match = heading.exec(line.words)!;
    const start = line.start + line.words.length - line.words.trimStart().length;
    const end = closingBrace(this.#text, line.start + match[0].length) + 1;
    const words = this.#text.slice(start, end);
    this.#out.begin({ kind: 'heading', level: levels[match[1]!]! }, { start, end, words });
    this.#out.break();
    this.#skipTo = end;
    if (end < line.end) this.#line(line);
  }

  /** Lines that begin or end an environment; what else they hold is not looked at. */
  #environment({ words }: TextLine): boolean {
    const signs = [...words.matchAll(/\\(begin|end)\{([^{}\n]{1,50})\}/g)];
    if (signs.length === 0) return false;
    const lone = /^\s*\\(?:begin|end)\{/.test(words);
    if (!lone) return false;
    this.#out.break();
    for (const [, verb, name] of signs) {
      if (verb === 'begin') {
        if (this.#around.length < 100) this.#around.push(name!);
      } else if (name === 'document') this.#ended = true;
      else if (this.#around.at(-1) === name) this.#around.pop();
    }
    return true;
  }

  #words(line: TextLine): void {
    const { words } = line;
    const inner = this.#around.at(-1) ?? '';
    if (/^\s*\\item\b/.test(words)) {
      const depth = this.#around.filter((name) => list.test(name)).length;
      this.#out.begin({ kind: 'list-item', level: Math.max(0, depth - 1) }, line);
    } else if (table.test(inner)) {
      if (words.includes('&') || !showsNothing(words)) {
        this.#out.begin({ kind: 'table-row' }, line);
      }
    } else if (showsNothing(words)) this.#out.break();
    else if (/^(?:quote|quotation|verse)$/.test(inner)) this.#out.add('quote', line);
    else if (this.#out.kind === 'list-item') this.#out.extend(line);
    else this.#out.add('paragraph', line);
  }

  #rest({ end }: TextLine, start: number): TextLine {
    return { start, end, words: this.#text.slice(start, end) };
  }
}

function showsNothing(words: string): boolean {
  return words.length < 1000 && commandsAlone.test(words) && !shown.test(words);
}

/** The brace that closes the one before `from`, or the end of its line. */
function closingBrace(text: string, from: number): number {
  let depth = 1;
  const stop = Math.min(text.length, from + longestHeading);
  for (let at = from; at < stop; at++) {
    const sign = text[at];
    if (sign === '\\') at++;
    else if (sign === '{') depth++;
    else if (sign === '}' && --depth === 0) return at;
  }
  const newline = text.indexOf('\n', from);
  return (newline < 0 ? text.length : newline) - 1;
}
