// An index of given texts in a folder of its own, written by the real writer with real terms.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWordList } from '../../src/engine/retrieve/keyword/word-list.ts';
import { type IndexWriter, openIndexWriter } from '../../src/engine/store/index/index-writer.ts';
import type { DocumentRecord } from '../../src/engine/store/index/records.ts';
import { openSearchReader, type SearchReader } from '../../src/engine/store/index/search-reader.ts';
import { bodyTerms, contextTerms } from '../../src/engine/text/chunk-text.ts';
import { madeRecord } from './made-records.ts';

export interface TextFacts {
  title?: string;
  headings?: string[];
  folderId?: string;
  modifiedAt?: number;
  format?: 'markdown' | 'text' | 'pdf';
}

/** A document of these passages with the terms that a parser would make of them. */
export function textRecord(
  relativePath: string,
  passages: readonly string[],
  { title, headings = [], folderId = 'folder', modifiedAt = 1, format = 'text' }: TextFacts = {},
): DocumentRecord {
  const record = madeRecord(relativePath, passages);
  const content = record.content!;
  const above = { title: title ?? null, relativePath, headings };
  const chunks = content.chunks.map((chunk) => ({
    ...chunk,
    headingPath: headings,
    contextTerms: contextTerms(above),
    bodyTerms: bodyTerms(chunk.text, format),
  }));
  return {
    ...record,
    folderId,
    modifiedAt,
    content: { ...content, format, title: title ?? null, chunks },
  };
}

export interface TextIndex {
  file: string;
  writer: IndexWriter;
  reader: SearchReader;
  /** What the keyword side of a search takes. */
  source: SearchReader & { wordList: ReturnType<typeof createWordList> };
  /** Closes the writer and opens it again. */
  reopen(): void;
  close(): void;
}

export function openTextIndex(): TextIndex {
  const folder = mkdtempSync(join(tmpdir(), 'lorekeep-text-index-'));
  const file = join(folder, 'index.db');
  const openWriter = () => openIndexWriter({ file, embedder: 'test', dimensions: 8 });
  let writer = openWriter();
  const reader = openSearchReader(file);
  return {
    file,
    get writer() {
      return writer;
    },
    reader,
    source: { ...reader, wordList: createWordList(reader.vocabulary) },
    reopen() {
      writer.close();
      writer = openWriter();
    },
    close() {
      reader.close();
      writer.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
