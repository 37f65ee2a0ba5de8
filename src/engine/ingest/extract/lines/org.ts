// Org: the file's own text, with its headlines, lists, tables, source and quotes as blocks. What
// is written for Emacs alone (keywords, drawers, comments) belongs to no block.
import { decodeText } from '../decode.ts';
import type { Extracted, ExtractInput } from '../extracted.ts';
import { LineBlocks, type TextLine, textLines } from './line-blocks.ts';
import { headingWords } from '../../../text/heading-words.ts';

export function extractOrg(input: Pick<ExtractInput, 'bytes'>): Extracted {
  const text = decodeText(input.bytes);
  const stated = /^#\+title:[ \t]*(\S.*)$/im.exec(text.slice(0, 20_000))?.[1]?.trim();
  const { blocks } = scanOrg(text);
  const first = blocks.find((block) => block.kind === 'heading' && block.level === 1);
  const heading = first && headingWords(text.slice(first.start, first.end), 'org');
  return {
    format: 'org',
    text,
    title: stated ?? (heading || null),
    blocks,
    pages: null,
    hasLines: true,
    partial: null,
  };
}

const begin = /^\s*#\+begin_(\w+)/i;
const end = /^\s*#\+end_(\w+)/i;
const verbatim = new Set(['src', 'example', 'export', 'comment']);

function scanOrg(text: string): LineBlocks {
  const out = new LineBlocks();
  /** What the lines stand in: code, a quote, a drawer. */
  let inside: { name: string; kind: 'code' | 'quote' | 'paragraph' | null } | null = null;
  for (const line of textLines(text)) {
    const { words } = line;
    const stars = /^(\*+)\s/.exec(words)?.[1];
    if (stars && inside?.kind !== 'code') {
      inside = null;
      out.begin({ kind: 'heading', level: Math.min(6, stars.length) }, line);
      out.break();
    } else if (inside) {
      const closed =
        inside.name === 'drawer'
          ? /^\s*:end:\s*$/i.test(words)
          : end.exec(words)?.[1]?.toLowerCase() === inside.name;
      if (closed) {
        inside = null;
        out.break();
      } else if (inside.kind === 'code') out.add('code', line);
      else if (inside.kind !== null && words.trim() !== '') out.add(inside.kind, line);
      else if (words.trim() === '') out.break();
    } else {
      const block = begin.exec(words)?.[1]?.toLowerCase();
      if (block !== undefined) {
        out.break();
        const kind = verbatim.has(block) ? 'code' : block === 'quote' ? 'quote' : 'paragraph';
        inside = { name: block, kind: block === 'comment' ? null : kind };
      } else if (/^\s*:(?:properties|logbook|clock):\s*$/i.test(words)) {
        out.break();
        inside = { name: 'drawer', kind: null };
      } else plainLine(out, line);
    }
  }
  return out;
}

function plainLine(out: LineBlocks, line: TextLine): void {
  const { words } = line;
  const item = /^(\s*)(?:[-+]|\d{1,9}[.)]|(?<=\s)\*)\s/.exec(words);
  if (words.trim() === '' || /^\s*#(?:\s|\+|$)/.test(words)) out.break();
  else if (/^\s*\|[-+|]*$/.test(words)) out.markHeader();
  else if (/^\s*\|/.test(words)) out.begin({ kind: 'table-row' }, line);
  else if (/^\s*:\s/.test(words)) out.add('code', line);
  else if (item) out.begin({ kind: 'list-item', level: Math.floor(item[1]!.length / 2) }, line);
  else if (out.kind === 'list-item' && /^\s/.test(words)) out.extend(line);
  else out.add('paragraph', line);
}
