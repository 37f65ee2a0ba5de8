// A folder of every format becomes documents, passages and hits that lead to the right place.
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EngineConnection } from '../../src/engine/connect.ts';
import type { Client } from '../../src/shared/contract/contract.ts';
import { documentStates } from '../../src/shared/contract/documents.ts';
import type { Hit } from '../../src/shared/contract/search.ts';
import { writeDocx } from '../support/docx.ts';
import { indexFolder, openTestEngine, pathsFound, statesOf } from '../support/engine.ts';
import { folderWith, temporaryFolder } from '../support/folder.ts';
import { expectWholeIndex } from '../support/index-check.ts';
import { writePdf } from '../support/pdf.ts';

const paragraph = (word: string) =>
  `The ${word} is described here at some length, so that it makes a passage of its own. `.repeat(6);

const leave = [
  '',
  '',
  '# Leave policy',
  '',
  paragraph('sabbatical'),
  '',
  '## Parents',
  '',
  'Parents get twelve weeks of paid leave. They tell their manager a month before.',
  '',
  paragraph('nursery'),
].join('\n');

let folder: string;
let dataDir: string;
let connection: EngineConnection;
let client: Client;

beforeAll(async () => {
  folder = folderWith({
    'leave.md': leave,
    'notes/plain.txt': 'The boiler room key hangs behind the door.\r\nAsk Irene for the other.\r\n',
    'report.pdf': writePdf({
      title: 'Harbour report',
      pages: [['The harbour was dredged in spring.'], ['Tugboats wait at the northern pier.']],
    }),
    'memo.docx': writeDocx({
      title: 'Kitchen memo',
      parts: [
        { text: 'Dishwashers', style: 'Heading1' },
        { text: 'Empty the dishwasher before you leave.' },
      ],
    }),
    'page.html': '<title>Parking</title><h1>Garage</h1><p>Visitors park on level two.</p>',
    'scan.pdf': writePdf({ pages: [[]] }),
    'blank.txt': ' \n\n ',
    'song.mp3': new Uint8Array([0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3]),
    '.hidden.md': '# Nobody sees me',
  });
  dataDir = temporaryFolder();
  connection = await openTestEngine(dataDir);
  ({ client } = connection);
  expect(await indexFolder(client, folder)).toMatchObject({
    scanned: 8,
    extracted: 7,
    unchanged: 0,
    problems: 3,
  });
});
afterAll(() => connection.close());

async function firstHit(query: string): Promise<Hit> {
  const { hits } = await client.search.query({ query });
  return hits[0]!;
}

test('each file ends in exactly one state, with a code where it is not indexed', async () => {
  expect(await statesOf(client)).toEqual({
    'leave.md': 'indexed',
    'notes/plain.txt': 'indexed',
    'report.pdf': 'indexed',
    'memo.docx': 'indexed',
    'page.html': 'indexed',
    'scan.pdf': 'empty FILE_NO_TEXT',
    'blank.txt': 'empty FILE_NO_TEXT',
    'song.mp3': 'unsupported FILE_UNSUPPORTED',
  });
  await expectWholeIndex(dataDir);
});

test('status counts folders, states, problems, passages and bytes', async () => {
  const status = await client.library.status();
  expect(Object.keys(status.documents).toSorted()).toEqual([...documentStates].toSorted());
  expect(status).toMatchObject({
    folders: [{ path: folder, online: true, documents: { indexed: 5, empty: 2, unsupported: 1 } }],
    documents: { indexed: 5, empty: 2, unsupported: 1, queued: 0, failed: 0 },
    semanticPending: 0,
  });
  expect(status.folders[0]!.scannedAt).toBeGreaterThan(Date.now() - 60_000);
  expect(status.problems.map(({ path, state, code }) => [path, state, code])).toEqual([
    [join(folder, 'blank.txt'), 'empty', 'FILE_NO_TEXT'],
    [join(folder, 'scan.pdf'), 'empty', 'FILE_NO_TEXT'],
    [join(folder, 'song.mp3'), 'unsupported', 'FILE_UNSUPPORTED'],
  ]);
  for (const { message } of status.problems) expect(message).not.toMatch(/[{}]/);
  expect(status.chunks).toBeGreaterThan(5);
  for (const size of Object.values(status.bytes)) expect(size).toBeGreaterThan(0);
  expect(status.embedder.dimensions).toBeGreaterThan(0);
});

test.each(['sabbatical', 'dredged', 'tugboats', 'dishwasher', 'visitors park', 'boiler room'])(
  'the passage found for “%s” is the range of the text that it names',
  async (query) => {
    const { hits } = await client.search.query({ query });
    expect(hits.length).toBeGreaterThan(0);
    for (const hit of hits) {
      const { text } = await client.documents.read(hit);
      expect(text.slice(hit.start, hit.end)).toBe(hit.text);
      expect(hit.path).toBe(join(folder, hit.relativePath));
      expect(hit.snippet.end).toBeLessThanOrEqual(hit.text.length);
      for (const { start, end } of hit.marks) {
        expect(hit.text.slice(start, end)).toMatch(/^[\p{L}\p{N}]+/u);
      }
    }
    expect(hits[0]!.marks.length).toBeGreaterThan(0);
  },
);

test('lines of a hit are lines of the file', async () => {
  const hit = await firstHit('nursery');
  expect(hit.relativePath).toBe('leave.md');
  const lines = leave.split('\n').slice(hit.startLine! - 1, hit.endLine!);
  expect(lines.join('\n')).toContain(hit.text);
  expect(hit.text.startsWith(lines[0]!.trim().slice(0, 10))).toBe(true);
  expect(hit.headingPath).toContain('Parents');
  expect(hit.page).toBeNull();
});

test('blank lines at the start of a file do not shift the line of its first passage', async () => {
  const hit = await firstHit('sabbatical leave policy');
  const lines = leave.split('\n');
  expect(lines[hit.startLine! - 1]).toContain(hit.text.split('\n')[0]);
});

test('pages of a hit are pages of the PDF, and it has no lines', async () => {
  expect(await firstHit('tugboats')).toMatchObject({
    relativePath: 'report.pdf',
    title: 'Harbour report',
    page: 2,
    startLine: null,
    endLine: null,
  });
  expect((await firstHit('dredged')).page).toBe(1);
});

test('words of titles, headings and file names find what stands below them', async () => {
  expect((await pathsFound(client, 'harbour tugboats'))[0]).toBe('report.pdf');
  expect((await pathsFound(client, 'kitchen memo'))[0]).toBe('memo.docx');
  expect((await pathsFound(client, 'parking garage'))[0]).toBe('page.html');
  expect((await pathsFound(client, 'plain'))[0]).toBe('notes/plain.txt');
});

test('reading gives the text, its structure and the pages', async () => {
  const read = async (name: string) =>
    client.documents.read(await client.documents.find({ path: join(folder, name) }));
  const markdown = await read('leave.md');
  expect(markdown.text).toBe(leave);
  const headings = markdown.blocks.filter(({ kind }) => kind === 'heading');
  expect(headings.map(({ start, end, level }) => [markdown.text.slice(start, end), level])).toEqual(
    [
      ['# Leave policy', 1],
      ['## Parents', 2],
    ],
  );
  expect(markdown.pageRanges).toBeNull();
  const pdf = await read('report.pdf');
  expect(pdf.pages).toBe(2);
  const pages = pdf.pageRanges!.map(({ start, end }) => pdf.text.slice(start, end).trim());
  expect(pages).toEqual([
    'The harbour was dredged in spring.',
    'Tugboats wait at the northern pier.',
  ]);
  expect((await read('blank.txt')).text.trim()).toBe('');
  expect((await read('song.mp3')).text).toBe('');
});
