// Suggestions as one list for the keys: files first, then headings.
import type { RouteLocationRaw } from 'vue-router';
import type { Suggestions } from '../../../shared/contract/search.ts';
import { linkToDocument, linkToHeading } from '../../app/document-link.ts';
import { markedRuns } from '../passages/marked-text.ts';
import type { Run } from '../passages/snippet.ts';

export interface Suggestion {
  kind: 'file' | 'heading';
  key: string;
  runs: Run[];
  /** Where it is: the folder of a file, the document of a heading. */
  place: string;
  /** Whole, on hover. */
  path: string;
  to: RouteLocationRaw;
}

export function suggestionList({ files, headings }: Suggestions): Suggestion[] {
  const ofFiles = files.map((file): Suggestion => {
    const { relativePath, marks, path, folderId } = file;
    const from = relativePath.lastIndexOf('/') + 1;
    const inName = marks
      .filter(({ end }) => end > from)
      .map(({ start, end }) => ({ start: Math.max(start, from) - from, end: end - from }));
    return {
      kind: 'file',
      key: `file ${folderId} ${relativePath}`,
      runs: markedRuns(relativePath.slice(from), inName),
      place: relativePath.slice(0, Math.max(0, from - 1)),
      path,
      to: linkToDocument(file),
    };
  });
  const ofHeadings = headings.map((heading): Suggestion => {
    const { text, marks, title, relativePath, path, folderId, start } = heading;
    return {
      kind: 'heading',
      key: `heading ${folderId} ${relativePath} ${start} ${text}`,
      runs: markedRuns(text, marks),
      place: title === text ? relativePath : title,
      path,
      to: linkToHeading(heading, heading),
    };
  });
  return [...ofFiles, ...ofHeadings];
}
