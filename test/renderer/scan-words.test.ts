// What the list of files says of documents whose pages are pictures of letters.
import { describe, expect, it } from 'vitest';
import { canOpen } from '../../src/renderer/app/document-link.ts';
import { scanWords } from '../../src/renderer/features/library/scan-words.ts';
import type { DocumentSummary } from '../../src/shared/contract/documents.ts';
import { defaultSettings } from '../../src/shared/contract/settings.ts';
import type { Task } from '../../src/shared/contract/tasks.ts';
import { documentText } from '../support/document-text.ts';
import { read } from '../support/extracting.ts';
import { pictureOf } from '../support/picture.ts';

async function unread(): Promise<DocumentSummary> {
  const document = documentText(await read('image', pictureOf(['letters'])), 'a.png');
  return { ...document, state: 'empty', problem: { code: 'FILE_NO_TEXT', message: 'No text.' } };
}

function taskAt(current: string | null): Task {
  return {
    id: 't',
    kind: 'ocr',
    folderIds: ['f'],
    state: 'running',
    progress: {
      phase: 'recognising',
      done: 0,
      total: 2,
      pagesDone: 0,
      bytesDone: 0,
      bytesTotal: null,
      current,
      remainingSeconds: null,
    },
    startedAt: 0,
    endedAt: null,
    error: null,
    summary: null,
  };
}

describe('a scan that nobody has read yet', () => {
  it('says that reading is off, soon or now', async () => {
    const document = await unread();
    expect(scanWords(document, { ...defaultSettings, ocr: false }, null)).toMatch(/off/);
    expect(scanWords(document, defaultSettings, taskAt('b.png'))).toMatch(/will be read/);
    expect(scanWords(document, defaultSettings, taskAt('a.png'))).toMatch(/being read/);
  });

  it('promises nothing where nothing will be done', async () => {
    const document = await unread();
    expect(scanWords(document, defaultSettings, null)).toBe('');
    expect(scanWords({ ...document, format: 'text' }, defaultSettings, taskAt('a.png'))).toBe('');
    const found = { code: 'FILE_NO_LETTERS' as const, message: 'None.' };
    expect(scanWords({ ...document, problem: found }, defaultSettings, taskAt(null))).toBe('');
  });

  it('can be looked at all the same, other files without text cannot', async () => {
    const document = await unread();
    expect(canOpen(document)).toBe(true);
    expect(canOpen({ ...document, format: 'text' })).toBe(false);
    expect(canOpen({ ...document, state: 'failed' })).toBe(false);
  });
});
