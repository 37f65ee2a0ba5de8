import { basename } from 'node:path';
import type { ReadRequest } from '../../src/engine/ingest/parse/read-file.ts';
import { createNodeHost } from '../../src/hosting/node-host.ts';
import { defaultSettings } from '../../src/shared/contract/settings.ts';

/** What a parser is asked for a new file that stands in its folder's root. */
export function requestFor(path: string): ReadRequest {
  return {
    path,
    relativePath: basename(path),
    unchangedHash: null,
    missingHashes: [],
    maxTextLength: defaultSettings.maxTextLength,
    maxMemberBytes: defaultSettings.maxFileBytes,
    memberSeconds: defaultSettings.parserSeconds,
    chunkSize: { measure: 'word-pieces', most: 250, least: 50 },
    pdfjsFolder: createNodeHost().resourcePath('pdfjs'),
  };
}
