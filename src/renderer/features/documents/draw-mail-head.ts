// The head of a mail: its subject, and below it who wrote to whom and when, name beside value.
import type { Block } from '../../../shared/contract/documents.ts';
import type { DrawnText } from './drawn-text.ts';

export function drawMailHead(
  element: HTMLElement,
  blocks: readonly Block[],
  text: string,
  drawn: DrawnText,
): void {
  const addText = (parent: HTMLElement, start: number, end: number) => {
    const node = document.createTextNode(text.slice(start, end));
    parent.append(node);
    drawn.addExact(node, start);
  };
  const list = document.createElement('dl');
  for (const { kind, start, end } of blocks) {
    if (kind === 'heading') {
      const subject = document.createElement('h2');
      addText(subject, start, end);
      element.append(subject);
      continue;
    }
    const colon = text.indexOf(':', start);
    const name = document.createElement('dt');
    const value = document.createElement('dd');
    addText(name, start, colon);
    addText(value, Math.min(end, colon + 2), end);
    list.append(name, value);
  }
  element.append(list);
}
