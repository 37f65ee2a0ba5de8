// Prose of a Jupyter notebook: its Markdown cells.
import type { Prose } from './document.ts';
import { readMarkdown } from './read-markdown.ts';

interface Notebook {
  cells?: { cell_type?: string; source?: string | string[] }[];
}

export function readNotebook(text: string): Prose {
  let notebook: Notebook;
  try {
    notebook = JSON.parse(text) as Notebook;
  } catch {
    // A notebook left with marks of a merge is no loss.
    return { title: '', sections: [] };
  }
  const cells = (notebook.cells ?? []).filter((cell) => cell.cell_type === 'markdown');
  const sources = cells.map((cell) =>
    Array.isArray(cell.source) ? cell.source.join('') : (cell.source ?? ''),
  );
  return readMarkdown(sources.join('\n\n'));
}
