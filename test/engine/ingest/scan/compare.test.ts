import { describe, expect, test } from 'vitest';
import { formatBytes } from '../../../../src/engine/ingest/format-bytes.ts';
import { readerVersion, termsSince } from '../../../../src/engine/ingest/extract/reader-version.ts';
import { memberShare } from '../../../../src/engine/ingest/parse/member-share.ts';
import { compareFolder } from '../../../../src/engine/ingest/scan/compare.ts';
import { comparePaths } from '../../../../src/engine/ingest/scan/path-order.ts';
import { isPlaceholder } from '../../../../src/engine/ingest/scan/placeholder.ts';
import { bySizeThenRecency } from '../../../../src/engine/ingest/scan/scan.ts';
import type { Found } from '../../../../src/engine/ingest/scan/walk.ts';
import type { FileFacts, KnownFile } from '../../../../src/engine/store/index/records.ts';
import { defaultSettings, type Settings } from '../../../../src/shared/contract/settings.ts';

const file = (relativePath: string, size = 100, modifiedAt = 1000): FileFacts => ({
  relativePath,
  size,
  modifiedAt,
});
const knownFile = (facts: FileFacts, more: Partial<KnownFile> = {}): KnownFile => ({
  id: 1,
  state: 'indexed',
  code: null,
  params: null,
  contentHash: new Uint8Array(32),
  ...facts,
  reader: readerVersion,
  unsupportedMembers: null,
  ...more,
});

interface Given {
  files?: FileFacts[];
  unreadable?: string[];
  known?: KnownFile[];
  ignored?: string[];
  retry?: string[];
  settings?: Partial<Settings>;
}

const pathOf = (one: Found) =>
  one.kind === 'file' ? one.file.relativePath : `${one.relativePath}/`;

function plan({ files = [], unreadable = [], known = [], ignored, retry, settings }: Given) {
  const found: Found[] = [
    ...files.map((one) => ({ kind: 'file' as const, file: one })),
    ...unreadable.map((relativePath) => ({ kind: 'unreadable' as const, relativePath })),
  ];
  const differences = [
    ...compareFolder(
      found.toSorted((one, other) => comparePaths(pathOf(one), pathOf(other))),
      known.toSorted((one, other) => comparePaths(one.relativePath, other.relativePath)),
      {
        ignored: new Set(ignored),
        retry: new Set(retry),
        settings: { ...defaultSettings, ...settings },
      },
    ),
  ];
  return {
    read: differences
      .filter((one) => one.kind === 'read')
      .toSorted(bySizeThenRecency)
      .map((job) => job.file.relativePath),
    skip: differences
      .filter((one) => one.kind === 'skip')
      .map(({ file: { relativePath }, code }) => `${relativePath} ${code}`),
    missing: differences
      .filter((one) => one.kind === 'missing')
      .map((one) => one.known.relativePath),
    unchanged: differences.filter(({ kind }) => kind === 'unchanged').length,
  };
}

const a = file('a.md');
const reads = { read: ['a.md'], skip: [], missing: [], unchanged: 0 };
const leaves = { read: [], skip: [], missing: [], unchanged: 1 };

describe('a file is read', () => {
  test.each<[string, Given]>([
    ['when it is new', { files: [a] }],
    [
      'when an earlier version could not read its format',
      { files: [a], known: [knownFile(a, { state: 'unsupported', reader: readerVersion - 1 })] },
    ],
    [
      'when an earlier version could not read a document inside it',
      { files: [a], known: [knownFile(a, { unsupportedMembers: readerVersion - 1 })] },
    ],
    [
      'when its terms are of an earlier version',
      { files: [a], known: [knownFile(a, { reader: termsSince - 1 })] },
    ],
    ['when its size changed', { files: [file('a.md', 101)], known: [knownFile(a)] }],
    [
      'when its time changed, also backwards',
      { files: [file('a.md', 100, 1)], known: [knownFile(a)] },
    ],
    ['when it was queued', { files: [a], known: [knownFile(a, { state: 'queued' })] }],
    [
      'when it was skipped and may be read now',
      { files: [a], known: [knownFile(a, { state: 'skipped', code: 'FILE_IGNORED' })] },
    ],
    [
      'when it could not be opened',
      { files: [a], known: [knownFile(a, { state: 'failed', code: 'FILE_UNREADABLE' })] },
    ],
    ['when it is asked for', { files: [a], known: [knownFile(a)], retry: ['a.md'] }],
  ])('%s', (_, given) => {
    expect(plan(given)).toEqual(reads);
  });
});

describe('a file is left as it is', () => {
  test.each<[string, Given]>([
    ['when nothing changed', { known: [knownFile(a)] }],
    [
      'when it is damaged still',
      { known: [knownFile(a, { state: 'failed', code: 'FILE_DAMAGED' })] },
    ],
    [
      'when it has killed its parser',
      { known: [knownFile(a, { state: 'quarantined', code: 'PARSER_CRASHED' })] },
    ],
    [
      'when this version cannot read a document inside it',
      { known: [knownFile(a, { unsupportedMembers: readerVersion })] },
    ],
    ['when another file is asked for', { known: [knownFile(a)], retry: ['b.md'] }],
  ])('%s', (_, given) => {
    expect(plan({ files: [a], ...given })).toEqual(leaves);
  });
});

describe('a file that a limit stopped is read again only when the limit is higher', () => {
  const stopped = (code: KnownFile['code'], params: KnownFile['params']) => [
    knownFile(a, { state: 'failed', code, params }),
  ];
  const { parserMemoryBytes: memory, maxFileBytes: bytes, parserSeconds } = defaultSettings;
  const leftOut = { left: 1, members: 2, limit: bytes, seconds: parserSeconds * memberShare };
  test.each<[string, KnownFile[], Partial<Settings>, boolean]>([
    ['same time', stopped('PARSER_TIME_LIMIT', { seconds: 60 }), { parserSeconds: 60 }, false],
    ['less time', stopped('PARSER_TIME_LIMIT', { seconds: 60 }), { parserSeconds: 30 }, false],
    ['more time', stopped('PARSER_TIME_LIMIT', { seconds: 60 }), { parserSeconds: 61 }, true],
    ['same memory', stopped('PARSER_MEMORY_LIMIT', { limit: formatBytes(memory) }), {}, false],
    [
      'more memory',
      stopped('PARSER_MEMORY_LIMIT', { limit: formatBytes(memory) }),
      { parserMemoryBytes: memory * 2 },
      true,
    ],
    ['same text', stopped('FILE_TEXT_CUT', { kept: 20_000 }), { maxTextLength: 20_000 }, false],
    [
      'cut before a pair',
      stopped('FILE_TEXT_CUT', { kept: 19_999 }),
      { maxTextLength: 20_000 },
      false,
    ],
    ['same members', stopped('FILE_MEMBERS_LEFT_OUT', leftOut), {}, false],
    [
      'larger members',
      stopped('FILE_MEMBERS_LEFT_OUT', leftOut),
      { maxFileBytes: bytes + 1 },
      true,
    ],
    [
      'more time for members',
      stopped('FILE_MEMBERS_LEFT_OUT', leftOut),
      { parserSeconds: 61 },
      true,
    ],
    ['more text', stopped('FILE_TEXT_CUT', { kept: 20_000 }), { maxTextLength: 30_000 }, true],
  ])('%s', (_, known, settings, again) => {
    expect(plan({ files: [a], known, settings })).toEqual(again ? reads : leaves);
  });
});

describe('a file is skipped', () => {
  const unreadableName = file('b\uFFFD.md', 0, 0);
  const limit = 1024 * 1024;
  const large = file('a.md', limit + 1);

  test('with its reason', () => {
    const given = { files: [a, unreadableName, file('c.md', limit + 1)], ignored: ['a.md'] };
    expect(plan({ ...given, settings: { maxFileBytes: limit } })).toEqual({
      read: [],
      skip: ['a.md FILE_IGNORED', 'b\uFFFD.md FILE_NAME_UNREADABLE', 'c.md FILE_TOO_LARGE'],
      missing: [],
      unchanged: 0,
    });
  });

  test('once: unchanged when it is known for the same reason', () => {
    const known = [knownFile(large, { state: 'skipped', code: 'FILE_TOO_LARGE' })];
    const settings = { maxFileBytes: limit };
    expect(plan({ files: [large], known, settings })).toEqual(leaves);
    expect(plan({ files: [file('a.md', limit + 9)], known, settings }).skip).toHaveLength(1);
    expect(plan({ files: [large], known, settings, ignored: ['a.md'] }).skip).toEqual([
      'a.md FILE_IGNORED',
    ]);
    expect(plan({ files: [large], known })).toEqual(reads);
  });

  test('not at just the limit, nor for an odd sign in a name that can be read', () => {
    const settings = { maxFileBytes: limit };
    expect(plan({ files: [file('a.md', limit)], settings }).read).toEqual(['a.md']);
    expect(plan({ files: [file('b\uFFFD.md', 5, 7)] }).read).toHaveLength(1);
  });
});

test('what is known but not on disk is missing, unless its directory could not be read', () => {
  const known = [file('gone.md'), file('closed/x.md'), file('closed2/y.md')].map((one) =>
    knownFile(one),
  );
  expect(plan({ known, unreadable: ['closed'] }).missing).toEqual(['closed2/y.md', 'gone.md']);
});

test('small files come first, of one size class the lately changed ones', () => {
  const files = [
    file('huge.pdf', 5_000_000, 9),
    file('old.md', 110, 1),
    file('new.md', 120, 5),
    file('empty.md', 0, 0),
    file('medium.md', 9000, 2),
  ];
  expect(plan({ files }).read).toEqual(['empty.md', 'new.md', 'old.md', 'medium.md', 'huge.pdf']);
});

test('a directory that cannot be opened is told of once, and let go when it can', () => {
  const found = plan({ files: [file('closed.md')], unreadable: ['closed', 'closed'] });
  expect(found.skip).toEqual(['closed/ DIRECTORY_UNREADABLE']);
  expect(found.read).toEqual(['closed.md']);
  const facts = file('closed/', 0, 0);
  const known = [knownFile(facts, { state: 'skipped', code: 'DIRECTORY_UNREADABLE' })];
  expect(plan({ known, unreadable: ['closed'] })).toMatchObject({ skip: [], unchanged: 1 });
  expect(plan({ known, files: [file('closed/x.md')] })).toMatchObject({
    read: ['closed/x.md'],
    missing: ['closed/'],
  });
});

test('a file that is in the cloud only is not read, and keeps what is known of it', () => {
  const rules = { ignored: new Set<string>(), retry: new Set(['a.md']), settings: defaultSettings };
  const found: Found[] = [{ kind: 'file', file: file('a.md', 5000, 2), isPlaceholder: true }];
  const kinds = (known: KnownFile[]) => [...compareFolder(found, known, rules)];
  expect(kinds([])).toMatchObject([{ kind: 'skip', code: 'FILE_IN_CLOUD' }]);
  expect(kinds([knownFile(a)])).toEqual([{ kind: 'unchanged' }]);
  expect(isPlaceholder({ size: 5000, blocks: 0 }, 'win32')).toBe(true);
  expect(isPlaceholder({ size: 5000, blocks: 0 }, 'linux')).toBe(false);
  expect(isPlaceholder({ size: 500, blocks: 0 }, 'darwin')).toBe(false);
  expect(isPlaceholder({ size: 5000, blocks: 16 }, 'darwin')).toBe(false);
});

test('names of all kinds are matched, whatever order JavaScript would give them', () => {
  const names = [
    'Z.md',
    'a b.md',
    'a-b/x.md',
    'a/x.md',
    'a.md',
    'ä.md',
    '文.md',
    '\uFB01.md',
    '😀.md',
  ];
  const known = names.map((name) => knownFile(file(name)));
  const files = names.filter((name) => name !== 'a.md').map((name) => file(name));
  expect(plan({ files, known })).toEqual({ read: [], skip: [], missing: ['a.md'], unchanged: 8 });
});

test('files in a wrong order are refused: what is there would count as gone', () => {
  const found = ['b.md', 'a.md'].map((name) => ({ kind: 'file' as const, file: file(name) }));
  const rules = { ignored: new Set<string>(), retry: new Set<string>(), settings: defaultSettings };
  expect(() => [...compareFolder(found, [], rules)]).toThrow('out of order');
});
