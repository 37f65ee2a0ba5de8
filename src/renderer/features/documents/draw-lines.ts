// Lines with their numbers beside them. The numbers come from the style sheet, so that neither
// marking nor copying meets them.
import type { DrawnText } from './drawn-text.ts';
import type { Segment } from './segment.ts';

export function drawLines(
  element: HTMLElement,
  { start, end, line: firstLine = 1 }: Segment,
  text: string,
  drawn: DrawnText,
): void {
  // The rest of a line that was cut begins no line.
  let begins = start === 0 || text.charAt(start - 1) === '\n';
  let number = firstLine;
  for (let at = start; at < end;) {
    const newline = text.indexOf('\n', at);
    const next = newline < 0 || newline >= end ? end : newline + 1;
    const line = document.createElement('div');
    line.className = 'line';
    if (begins) line.dataset['line'] = String(number++);
    const node = document.createTextNode(text.slice(at, next));
    line.append(node);
    element.append(line);
    drawn.addExact(node, at);
    begins = true;
    at = next;
  }
}
