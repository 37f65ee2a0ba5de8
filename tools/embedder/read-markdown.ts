// Prose of a Markdown file: blocks are told apart line by line, then the words of each are taken
// from its signs. What is no prose falls away: code, tables of numbers, directives, pictures.
import { readFrontMatter } from '../../src/engine/text/front-matter.ts';
import { plainText } from '../../src/engine/text/strip-markdown.ts';
import { Outline, type Prose } from './document.ts';

const fence = /^[\s>]*(`{3,}|~{3,}|\${2}\s*$)/;
const heading = /^ {0,3}(#{1,6})[ \t]+(.*)$/;
const listItem = /^\s*(?:[-+*•]|\d{1,3}[.)])\s+/;
/** Lines that steer a site generator instead of saying something. */
const directive =
  /^\s*(?::::?|\{[:%{<#]|%%|\[!(?:include|div|video)|<\/?(?:script|style|svg|iframe|img|video|kbd|a )|import |export |@|\[[^\]]+\]:\s|\[toc\]|[-=_*|:+ \t]+$)/i;

/** The words of one block on one line, without addresses and without empty brackets. */
export function proseOf(markdown: string): string {
  const source = markdown
    .replace(/!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])/g, ' ')
    .replace(/\{\{[<%].*?[%>]\}\}|\{%.*?%\}|\{\{.*?\}\}|\{:.*?\}|\{#[^}]*\}/g, ' ')
    .replace(/:::.*?(?::::|$)/g, ' ')
    .replace(/\[!(?:include|uicontrol|dnl|ui)[ -]?([^\]]*)\](?:\([^)]*\))?/gi, '$1')
    .replace(/\[!\w+\]/g, ' ');
  return plainText(source)
    .replace(/(?:https?:\/\/|www\.)[^\s<>()\]，。、）]+/g, ' ')
    .replace(/<[^<>]{0,200}>/g, ' ')
    .replace(/:[a-z_]+:(?=\s|$)/g, ' ')
    .replace(/\(\s*\)|\[\s*\]|（\s*）/g, ' ')
    .replace(/\s+([,.;:!?])(?=\s|$)/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}

export function readMarkdown(source: string): Prose {
  const text = source.replace(/\r\n?/g, '\n').replace(/<!--[^]*?-->/g, ' ');
  const front = readFrontMatter(text);
  const outline = new Outline();
  if (front?.title) outline.title = proseOf(front.title);
  let block: string[] = [];
  let items: string[] = [];
  let open: string | null = null;

  const endBlock = (): void => {
    if (block.length > 0) outline.paragraph(proseOf(block.join('\n')));
    block = [];
  };
  const endList = (): void => {
    endBlock();
    if (items.length === 0) return;
    const words = items.map(proseOf).filter((item) => item !== '');
    // Long items stand for themselves; short ones say something only together.
    if (words.some((item) => item.length >= 80)) for (const item of words) outline.paragraph(item);
    else outline.paragraph(words.map((item) => item.replace(/[.;,]$/, '')).join('; '));
    items = [];
  };
  const lines = text.slice(front?.end ?? 0).split('\n');
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    const mark = fence.exec(line)?.[1]?.trim();
    if (open !== null) {
      if (mark?.startsWith(open)) open = null;
      continue;
    }
    if (mark) {
      open = mark.slice(0, 3);
      continue;
    }
    const title = heading.exec(line);
    const isUnderlined =
      block.length === 0 &&
      items.length === 0 &&
      /^\s{0,3}\S/.test(line) &&
      /^(?:={3,}|-{3,})\s*$/.test(lines[i + 1] ?? '');
    if (title || (isUnderlined && !listItem.test(line) && !line.includes('|'))) {
      endList();
      const level = title ? title[1]!.length : lines[++i]!.startsWith('=') ? 1 : 2;
      outline.heading(level, proseOf(title ? title[2]!.replace(/\s#+\s*$/, '') : line));
      continue;
    }
    const body = line.replace(/^\s*(?:>\s?)+/, '');
    if (body.trim() === '') {
      endBlock();
      continue;
    }
    if (directive.test(body)) {
      endBlock();
      continue;
    }
    if (body.trimStart().startsWith('|')) {
      endList();
      for (const cell of body.split('|'))
        if (cell.trim().length >= 80) outline.paragraph(proseOf(cell));
      continue;
    }
    if (/^(?: {4}|\t)/.test(line) && items.length === 0 && block.length === 0) continue;
    if (listItem.test(body)) {
      endBlock();
      items.push(body.replace(listItem, ''));
    } else if (
      items.length > 0 &&
      (/^\s/.test(line) || (block.length === 0 && lines[i - 1]?.trim() !== ''))
    ) {
      items.push(`${items.pop()!} ${body.trim()}`);
    } else {
      if (items.length > 0) endList();
      block.push(body);
    }
  }
  endList();
  return outline.prose();
}
