// Draws one segment into its element. Text goes in as text; only what render-markdown.ts made
// goes in as HTML.
import type { DocumentFormat } from '../../../shared/contract/documents.ts';
import { alignText } from './align-text.ts';
import { drawLines } from './draw-lines.ts';
import { drawMailHead } from './draw-mail-head.ts';
import { drawTable } from './draw-table.ts';
import { DrawnText } from './drawn-text.ts';
import type { Segment } from './segment.ts';

export type RenderMarkdown = (piece: string) => string;

export function drawSegment(
  element: HTMLElement,
  segment: Segment,
  text: string,
  format: DocumentFormat | null,
  renderMarkdown: RenderMarkdown,
): DrawnText {
  const drawn = new DrawnText();
  const { kind, start, end, blocks = [] } = segment;
  element.replaceChildren();
  if (kind === 'markdown') {
    drawMarkdown(element, text.slice(start, end), start, renderMarkdown, drawn);
  } else if (kind === 'table') {
    drawTable(element, blocks, text, format, drawn);
  } else if (kind === 'mail-head') {
    drawMailHead(element, blocks, text, drawn);
  } else if (kind === 'plain') {
    drawLines(element, segment, text, drawn);
  } else {
    const node = document.createTextNode(text.slice(start, end));
    element.append(node);
    drawn.addExact(node, start);
  }
  return drawn;
}

function drawMarkdown(
  element: HTMLElement,
  piece: string,
  start: number,
  renderMarkdown: RenderMarkdown,
  drawn: DrawnText,
): void {
  element.innerHTML = renderMarkdown(piece);
  const places = alignText(element.textContent, piece);
  const nodes = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let at = 0;
  while (nodes.nextNode()) {
    const node = nodes.currentNode as Text;
    const own = places.slice(at, at + node.length).map((place) => place + start);
    // Blanks between drawn blocks have no source; they would only blur the edges of a range.
    if (node.data.trim() !== '') drawn.addAligned(node, own);
    at += node.length;
  }
}
