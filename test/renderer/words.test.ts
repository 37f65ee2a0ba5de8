// What the screens say about numbers, paths, places and progress.
import { describe, expect, it } from 'vitest';
import type { Hit } from '../../src/shared/contract/search.ts';
import type { Task } from '../../src/shared/contract/tasks.ts';
import { linkToHit, parsePlace } from '../../src/renderer/app/document-link.ts';
import { formatAgo, formatBytes, formatSpan, formatTook } from '../../src/renderer/app/format.ts';
import { baseName, splitForCut } from '../../src/renderer/app/paths.ts';
import { shareDone } from '../../src/renderer/app/task-progress.ts';
import { counted, t } from '../../src/renderer/app/text.ts';
import { stepIndex } from '../../src/renderer/features/library/step-index.ts';
import {
  fromField,
  limitFields,
  toField,
} from '../../src/renderer/features/settings/limit-fields.ts';
import { defaultSettings, settings } from '../../src/shared/contract/settings.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('numbers', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1023, '1,023 B'],
    [1536, '1.5 KB'],
    [23.4 * 1024 * 1024, '23.4 MB'],
    [5 * 1024 ** 4, '5 TB'],
    [5000 * 1024 ** 4, '5,000 TB'],
  ])('%d bytes are %s', (bytes, expected) => {
    expect(plain(formatBytes(bytes))).toBe(expected);
  });

  it('says spans and moments in units that fit', () => {
    expect(plain(formatTook(12.4))).toBe('12 ms');
    expect(plain(formatTook(1234))).toBe('1.23 s');
    expect(plain(formatSpan(200))).toBe('1 s');
    expect(plain(formatSpan(180_000))).toBe('3 min');
    expect(plain(formatSpan(3 * 3_600_000))).toBe('3 h');
    const now = Date.UTC(2026, 5, 15, 12);
    expect(formatAgo(now - 5 * 60_000, now)).toBe('5 minutes ago');
    expect(formatAgo(now - 26 * 3_600_000, now)).toBe('yesterday');
    expect(formatAgo(now - 90 * 86_400_000, now)).toMatch(/2026/);
  });

  it('counts in words', () => {
    expect(counted('files', 1)).toBe('1 file');
    expect(counted('files', 1204)).toBe('1,204 files');
    expect(t('place.lines', { start: 3, end: 9 })).toBe('Lines 3–9');
  });
});

describe('paths', () => {
  it('names the last part on every system', () => {
    expect(baseName('/home/ann/Papers/')).toBe('Papers');
    expect(baseName('C:\\Users\\Ann')).toBe('Ann');
    expect(baseName('/')).toBe('/');
  });

  it('keeps a file’s name whole when a path is cut', () => {
    expect(splitForCut('a/very/long/path/name.md')).toEqual({
      front: 'a/very/long/path',
      end: '/name.md',
    });
    expect(splitForCut('short.md')).toEqual({ front: '', end: 'short.md' });
  });

  it('keeps the end of a name that is too long itself, and no half characters', () => {
    const { front, end } = splitForCut(`dir/${'😀'.repeat(30)}x`, 36);
    expect(front + end).toBe(`dir/${'😀'.repeat(30)}x`);
    expect(end.length).toBeLessThanOrEqual(37);
    expect(end).toMatch(/^😀/u);
  });
});

describe('a task', () => {
  const task = (progress: Partial<Task['progress']>): Task => ({
    id: 't',
    kind: 'index',
    folderIds: [],
    state: 'running',
    progress: {
      phase: 'reading',
      done: 0,
      total: null,
      pagesDone: 0,
      bytesDone: 0,
      bytesTotal: null,
      current: null,
      remainingSeconds: null,
      ...progress,
    },
    startedAt: 0,
    endedAt: null,
    error: null,
    summary: null,
  });

  it('is measured by bytes, else by files, else not', () => {
    expect(shareDone(task({ bytesDone: 5, bytesTotal: 20, done: 9, total: 10 }))).toBe(0.25);
    expect(shareDone(task({ done: 9, total: 10 }))).toBe(0.9);
    expect(shareDone(task({ done: 9 }))).toBeNull();
  });
});

describe('the address of a passage', () => {
  it('comes back as it went in', () => {
    const hit = {
      folderId: 'f',
      relativePath: 'ä/b & c.md',
      start: 10,
      end: 30,
      text: 'Leave and sick leave',
      snippet: { start: 6, end: 20 },
      marks: [
        { start: 0, end: 5 },
        { start: 15, end: 20 },
      ],
    } as Hit;
    const link = linkToHit(hit) as unknown as { query: Record<string, string | string[]> };
    expect(parsePlace(link.query)).toEqual({
      ref: { folderId: 'f', relativePath: 'ä/b & c.md' },
      passage: { start: 10, end: 30 },
      at: 25,
      words: ['leave'],
      cited: null,
    });
  });

  it('lands at the rarest word that the snippet shows', () => {
    const text = 'tide tide tide the quokka tide';
    const marks = [...text.matchAll(/tide|quokka/g)].map(({ index, 0: word }) => ({
      start: index,
      end: index + word.length,
    }));
    const hit = { text, marks, start: 100, end: 130, snippet: { start: 5, end: 30 } } as Hit;
    const link = linkToHit(hit) as unknown as { query: Record<string, string> };
    expect(link.query['at']).toBe(String(100 + text.indexOf('quokka')));
  });

  it('is none without a document, and has no passage that is none', () => {
    expect(parsePlace({ folder: 'f' })).toBeNull();
    expect(parsePlace({ folder: 'f', path: 'a', start: '5', end: '5' })?.passage).toBeNull();
    expect(parsePlace({ folder: 'f', path: 'a', start: 'x', end: '9' })?.passage).toBeNull();
  });
});

it('walks through a list by keys and stops at its ends', () => {
  expect(stepIndex('ArrowDown', -1, 3)).toBe(0);
  expect(stepIndex('ArrowDown', 2, 3)).toBe(2);
  expect(stepIndex('ArrowUp', 0, 3)).toBe(0);
  expect(stepIndex('End', 0, 3)).toBe(2);
  expect(stepIndex('a', 0, 3)).toBeNull();
  expect(stepIndex('ArrowDown', -1, 0)).toBeNull();
});

describe('the limits in the settings', () => {
  it.each(limitFields.map((field) => [field.name, field] as const))(
    '%s keeps to the range of the schema',
    (name, field) => {
      const schema = settings.shape[name];
      expect(schema.safeParse(field.min * field.factor).success).toBe(true);
      expect(schema.safeParse(field.max * field.factor).success).toBe(true);
      expect(fromField(field, toField(field, defaultSettings))).toBe(defaultSettings[name]);
      expect(fromField(field, String(field.max + 1))).toBeNull();
      for (const typed of ['', 'x', '-1', '1.5', '1e3']) expect(fromField(field, typed)).toBeNull();
    },
  );
});
