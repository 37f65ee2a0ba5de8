// reStructuredText: the file's own text, with its titles, paragraphs, lists, tables and literal
// blocks as blocks. Comments, targets and directives without words belong to no block.
import type { Block } from '../../../../shared/contract/documents.ts';
import { headingWords } from '../../../text/heading-words.ts';
import { decodeText } from '../decode.ts';
import type { Extracted, ExtractInput } from '../extracted.ts';
import { LineBlocks, type TextLine, textLines } from './line-blocks.ts';

export function extractRst(input: Pick<ExtractInput, 'bytes'>): Extracted {
  const text = decodeText(input.bytes);
  const { blocks } = new RstScan(text);
  const first = blocks.find((block) => block.kind === 'heading' && block.level === 1);
  return {
    format: 'rst',
    text,
    title: (first && headingWords(text.slice(first.start, first.end), 'rst')) || null,
    blocks,
    pages: null,
    hasLines: true,
    partial: null,
  };
}

const rule = /^([!-/:-@[-`{-~])\1+\s*$/;
/** Lines between the rows of a table. */
const tableRule = /^\s*(?:\+(?:[-=]+\+)+|=+(?:\s+=+)+)\s*$/;
/** A line longer than this (UTF-16 units) is no rule. */
const longest = 1000;
const directive = /^(\s*)\.\.\s+([\w:+.-]{1,60})::/;
const comment = /^(\s*)\.\.(?:\s|$)/;
const codeDirectives =
  /^(?:code|code-block|sourcecode|parsed-literal|math|literalinclude|doctest)$/;
/** Directives whose body is no text. */
const unread =
  /^(?:image|toctree|contents|include|raw|highlight|role|default-role|index|only|autosummary|auto\w+|meta|graphviz|plot|tabularcolumns)$/;
const item = /^(\s*)(?:[-*+•]|(?:\d{1,9}|[a-zA-Z#])[.)]|\((?:\d{1,9}|[a-zA-Z])\))\s+\S/;

class RstScan {
  readonly #out = new LineBlocks();
  readonly #lines: TextLine[];
  /** Styles of underlines in the order of their first use, which is that of their levels. */
  readonly #styles: string[] = [];
  /** What the more indented lines below a sign are; null for what is left out. */
  #body: { indent: number; kind: 'code' | 'text' | null } | null = null;

  constructor(text: string) {
    this.#lines = textLines(text);
    for (let i = 0; i < this.#lines.length;) i += this.#read(i);
  }

  get blocks(): Block[] {
    return this.#out.blocks;
  }

  /** Reads the block or line that begins at a line; returns how many lines that took. */
  #read(i: number): number {
    const line = this.#lines[i]!;
    const { words } = line;
    if (words.trim() === '') {
      if (this.#body?.kind !== 'code') this.#out.break();
      return 1;
    }
    const indent = words.length - words.trimStart().length;
    if (this.#body && indent > this.#body.indent) {
      const option = this.#out.kind !== 'code' && /^\s*:[\w-]{1,40}:/.test(words);
      if (this.#body.kind === 'code' && !option) this.#out.add('code', line);
      if (this.#body.kind !== 'text') return 1;
      if (option) return 1;
    } else if (this.#body) {
      this.#out.break();
      this.#body = null;
    }
    const heading = this.#heading(i);
    if (heading > 0) return heading;
    if (!this.#explicit(line, indent)) this.#plain(line, indent);
    return 1;
  }

  /** A title with a line under it, or over and under it; the number of its lines, or 0. */
  #heading(i: number): number {
    const [first, second, third] = [0, 1, 2].map((n) => this.#lines[i + n]?.words ?? '');
    const over = ruleSign(first!);
    const start = this.#lines[i]!.start;
    let lines = 0;
    let style = '';
    if (over !== undefined && second!.trim() !== '' && first!.trimEnd() === third!.trimEnd()) {
      if (!ruleSign(second!) && first!.trim().length >= second!.trim().length) {
        lines = 3;
        style = over + over;
      }
    } else if (over === undefined && /^\S/.test(first!)) {
      const under = ruleSign(second!);
      const length = second!.trim().length;
      if (under !== undefined && length >= Math.min(first!.trim().length, 4) && length > 1) {
        lines = this.#out.kind === null && length * 2 >= first!.trim().length ? 2 : 0;
        style = under;
      }
    }
    if (lines === 0) return 0;
    if (!this.#styles.includes(style)) this.#styles.push(style);
    const level = Math.min(6, this.#styles.indexOf(style) + 1);
    const end = this.#lines[i + lines - 1]!.end;
    this.#out.begin({ kind: 'heading', level }, { start, end, words: second! });
    this.#out.break();
    return lines;
  }

  /** Directives, comments and targets. */
  #explicit(line: TextLine, indent: number): boolean {
    const { words } = line;
    const named = directive.exec(words);
    if (named) {
      this.#out.break();
      const name = named[2]!.replace(/^.*:/, '');
      const code = codeDirectives.test(name);
      this.#body = { indent, kind: unread.test(name) ? null : code ? 'code' : 'text' };
      const rest = words.slice(named[0].length);
      // The words behind a note's name are the first of its body.
      if (this.#body.kind === 'text' && !/^(?:figure|table|csv-table|list-table)$/.test(name)) {
        const start = line.start + named[0].length + rest.length - rest.trimStart().length;
        this.#out.begin({ kind: 'paragraph' }, { start, end: line.end, words: rest });
      }
      return true;
    }
    if (!comment.test(words)) return false;
    this.#out.break();
    if (/^\s*\.\.\s+\[/.test(words)) return false;
    this.#body = { indent, kind: null };
    return true;
  }

  #plain(line: TextLine, indent: number): void {
    const { words } = line;
    const out = this.#out;
    const listed = item.exec(words);
    const above = out.blocks.at(-1)?.kind;
    const aside = above === 'paragraph' || above === 'quote';
    if (words.length < longest && tableRule.test(words)) {
      if (words.includes('=')) out.markHeader();
    } else if (/^\s*\|.*\|\s*$/.test(words)) out.begin({ kind: 'table-row' }, line);
    else if (ruleSign(words) && words.trim().length >= 4) out.break();
    else if (listed && (out.kind === null || out.kind === 'list-item')) {
      out.begin({ kind: 'list-item', level: Math.min(6, Math.floor(listed[1]!.length / 2)) }, line);
    } else if (/^\s*>>>\s/.test(words) || out.kind === 'code') out.add('code', line);
    else if (out.kind === 'list-item') out.extend(line);
    else if (indent > 0 && out.kind === null && aside && !this.#body) {
      out.add('quote', line);
    } else if (out.kind === null || indent === 0) out.add('paragraph', line);
    else out.extend(line);
    if (words.trimEnd().endsWith('::')) {
      const code = out.kind !== 'code' && out.kind !== null;
      if (code) this.#body = { indent, kind: 'code' };
      out.break();
    }
  }
}

/** The sign that a line is made of alone. */
function ruleSign(words: string): string | undefined {
  return words.length < longest ? rule.exec(words)?.[1] : undefined;
}
