// A document as the page gets it from the engine, from what an extractor gives.
import type { Extracted } from '../../src/engine/ingest/extract/extracted.ts';
import type { DocumentText } from '../../src/shared/contract/documents.ts';

export function documentText(extracted: Extracted, relativePath = 'file'): DocumentText {
  const { format, text, title, blocks, pages } = extracted;
  return {
    folderId: 'f',
    relativePath,
    path: `/folder/${relativePath}`,
    title: title ?? relativePath,
    state: 'indexed',
    problem: null,
    format,
    size: text.length,
    modifiedAt: 0,
    pages: pages?.length ?? null,
    ignored: false,
    text,
    blocks,
    pageRanges: pages,
    containers: [],
    members: [],
  };
}
