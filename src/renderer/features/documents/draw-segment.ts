// Draws one segment into its element. Text goes in as text; only what render-markdown.ts made
// goes in as HTML.
import { alignText } from './align-text.ts';
import { DrawnText } from './drawn-text.ts';
import type { Segment } from './segment.ts';

export type RenderMarkdown = (piece: string) => string;

/** What stands between the cells of a row in the extracted text. */
const cellSeparator = ' | ';

export function drawSegment(
  element: HTMLElement,
  segment: Segment,
  text: string,
  renderMarkdown: RenderMarkdown,
): DrawnText {
  const drawn = new DrawnText();
  const piece = text.slice(segment.start, segment.end);
  element.replaceChildren();
  if (segment.kind === 'markdown') {
    drawMarkdown(element, piece, segment.start, renderMarkdown, drawn);
  } else if (segment.kind === 'table-row') {
    drawCells(element, piece, segment.start, drawn);
  } else {
    addText(element, piece, segment.start, drawn);
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

function drawCells(element: HTMLElement, row: string, start: number, drawn: DrawnText): void {
  let at = start;
  for (const cell of row.split(cellSeparator)) {
    const box = document.createElement('span');
    addText(box, cell, at, drawn);
    element.append(box);
    at += cell.length + cellSeparator.length;
  }
}

function addText(parent: HTMLElement, text: string, start: number, drawn: DrawnText): void {
  const node = document.createTextNode(text);
  parent.append(node);
  drawn.addExact(node, start);
}
