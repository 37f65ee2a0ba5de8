// Files far larger than anybody reads: a parser with three quarters of the memory that it may take by
// default reads each as far as its limits go, and says what it left out.
import Database from 'better-sqlite3';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startParser } from '../../src/engine/ingest/parse/parser-process.ts';
import type { ReadResult } from '../../src/engine/ingest/parse/read-file.ts';
import { createNodeHost } from '../../src/hosting/node-host.ts';
import { mail } from '../support/containers.ts';
import { temporaryFolder } from '../support/folder.ts';
import { writeOdf } from '../support/odf.ts';
import { repacked } from '../support/packages.ts';
import { writePdf } from '../support/pdf.ts';
import { requestFor } from '../support/read-request.ts';
import { writeXlsx } from '../support/workbooks.ts';

const MiB = 1024 * 1024;
const million = 1_000_000;
const folder = temporaryFolder();
const host = createNodeHost();
const limits = { seconds: 300, memoryBytes: 768 * MiB };
const parser = () => startParser(host, limits);
const running = new Set<ReturnType<typeof parser>>();

afterAll(() => {
  for (const one of running) one.kill();
});

/** Reads a file in a process of its own; rejects if that takes more memory than it may. */
async function readAlone(name: string, content: Uint8Array | string): Promise<ReadResult> {
  const path = join(folder, name);
  writeFileSync(path, content);
  const one = parser();
  running.add(one);
  return one.read({ ...requestFor(path), memberSeconds: 200 }, new AbortController().signal);
}

const rowsCut = { code: 'FILE_ROWS_CUT', params: { kept: 200_000 } };

test('a workbook of a million rows', async () => {
  const rows = Array.from({ length: million }, (_, i) => [`Name ${i}`, i, `Note number ${i}`]);
  const workbook = repacked(writeXlsx([{ name: 'S', rows }]));
  const result = await readAlone('million.xlsx', workbook);
  expect(result).toMatchObject({ kind: 'content', state: 'partial', problem: rowsCut });
});

test('a workbook of two hundred thousand rows is read whole', async () => {
  const rows = Array.from({ length: 200_000 }, (_, i) => [`Name ${i}`, i, `Note number ${i}`]);
  const result = await readAlone('whole.xlsx', repacked(writeXlsx([{ name: 'S', rows }])));
  expect(result).toMatchObject({ kind: 'content', state: 'indexed', problem: null });
});

test('an OpenDocument sheet of a million rows', async () => {
  const cell = (text: string): string =>
    `<table:table-cell office:value-type="string"><text:p>${text}</text:p></table:table-cell>`;
  const rows = Array.from(
    { length: million },
    (_, i) => `<table:table-row>${cell(`Name ${i}`)}${cell(`Note number ${i}`)}</table:table-row>`,
  );
  const body = `<table:table table:name="S">${rows.join('')}</table:table>`;
  const result = await readAlone('million.ods', repacked(writeOdf({ type: 'spreadsheet', body })));
  expect(result).toMatchObject({ kind: 'content', state: 'partial', problem: rowsCut });
});

test('a CSV file of a million rows', async () => {
  const rows = Array.from({ length: million }, (_, i) => `${i},Name ${i},"Note number ${i}"`);
  const result = await readAlone('million.csv', rows.join('\n'));
  expect(result).toMatchObject({ kind: 'content', state: 'partial', problem: rowsCut });
});

test('a database of a million rows', async () => {
  const db = new Database(':memory:');
  db.exec(`CREATE TABLE people (name, note); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1
    FROM n LIMIT ${million}) INSERT INTO people SELECT 'Name ' || i, 'Note number ' || i FROM n`);
  const result = await readAlone('million.sqlite', db.serialize());
  db.close();
  const problem = { code: 'FILE_ROWS_CUT', params: { kept: 5000 } };
  expect(result).toMatchObject({ kind: 'content', state: 'partial', problem });
});

test('a mailbox of a hundred megabytes', async () => {
  const message = (i: number): string =>
    `From ada@example.org Mon Jun  1 04:28:28 2009\n${mail(`Message ${i}. ${'Some more words. '.repeat(60)}`, { 'a.txt': Buffer.from(`Enclosed ${i}. `.repeat(20)) })}\n`;
  const one = message(0).length;
  const box = Array.from({ length: Math.ceil(100_000_000 / one) }, (_, i) => message(i)).join('');
  const result = await readAlone('large.mbox', box);
  expect(result).toMatchObject({ kind: 'content', state: 'partial' });
  // Of the files in it as many as are read of any container.
  expect(result.kind === 'content' && result.members.length).toBe(2000);
});

test('a PDF of two thousand full pages is read whole', async () => {
  const lines = Array.from({ length: 40 }, (_, i) => `Line ${i} of a page like all the others.`);
  const pages = Array.from({ length: 2000 }, (_, i) => [`Page ${i}`, ...lines]);
  const result = await readAlone('long.pdf', writePdf({ pages }));
  expect(result).toMatchObject({ kind: 'content', state: 'indexed' });
  expect(result.kind === 'content' && result.content.pageRanges).toHaveLength(2000);
});
