// Files that are made to fill memory, disk or time: each ends bounded, with a state that says what
// was left out, and the files beside it are indexed.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { readZipDirectory, readZipEntry } from '../../src/engine/ingest/extract/containers/zip.ts';
import type { Client } from '../../src/shared/contract/contract.ts';
import { zip } from '../support/containers.ts';
import { writeDocx } from '../support/docx.ts';
import { indexFolder, pathsFound, startEngine, statesOf } from '../support/engine.ts';
import { writeEpub } from '../support/epub.ts';
import { folderWith } from '../support/folder.ts';
import { expectWholeIndex } from '../support/index-check.ts';
import { writeOdf } from '../support/odf.ts';
import { writePdf } from '../support/pdf.ts';
import { writePptx } from '../support/pptx.ts';
import { zipQuine } from '../support/quine.ts';
import { laced, lacedPart, nestedBomb, overlappingBomb } from '../support/traps.ts';
import { writeXlsx } from '../support/workbooks.ts';

const MiB = 1024 * 1024;
const maxTextLength = 200_000;

/** Indexes with as little memory for a parser as can be set, beside a file that must be found. */
async function indexed(files: Record<string, string | Uint8Array>): Promise<Client> {
  const { client, dataDir } = await startEngine();
  await client.settings.update({ parserMemoryBytes: 256 * MiB, maxTextLength });
  await indexFolder(client, folderWith({ ...files, 'good.md': 'The good zebra.' }));
  await expectWholeIndex(dataDir);
  expect(await pathsFound(client, 'zebra', { mode: 'keyword' })).toEqual(['good.md']);
  return client;
}

test('entities that grow without end are never expanded', async () => {
  const xml = '<?xml version="1.0"?>';
  const client = await indexed({
    'a.docx': lacedPart(writeDocx({ parts: [{ text: 'BOMB' }] }), 'word/document.xml'),
    'styles.docx': lacedPart(writeDocx({ parts: [{ text: 'BOMB' }] }), 'word/styles.xml'),
    'a.xlsx': lacedPart(writeXlsx([{ name: 'S', rows: [['BOMB']] }]), 'xl/worksheets/sheet0.xml'),
    'book.xlsx': lacedPart(writeXlsx([{ name: 'S', rows: [['BOMB']] }]), 'xl/workbook.xml'),
    'a.pptx': lacedPart(writePptx({ slides: [{ title: 'BOMB' }] }), 'ppt/slides/slide1.xml'),
    'a.odt': lacedPart(writeOdf({ type: 'text', body: '<text:p>BOMB</text:p>' }), 'content.xml'),
    'a.ods': lacedPart(
      writeOdf({
        type: 'spreadsheet',
        body: '<table:table><table:table-row><table:table-cell><text:p>BOMB</text:p></table:table-cell></table:table-row></table:table>',
      }),
      'content.xml',
    ),
    'a.epub': lacedPart(writeEpub({ chapters: [['c.xhtml', '<p>BOMB</p>']] }), 'OEBPS/c.xhtml'),
    'package.epub': lacedPart(writeEpub({ chapters: [['c.xhtml', '<p>x</p>']] }), 'OEBPS/book.opf'),
    'a.svg': laced(`${xml}<svg xmlns="http://www.w3.org/2000/svg"><text>BOMB</text></svg>`),
    'a.xml': laced(`${xml}<a>BOMB</a>`),
    'rss.xml': laced(`${xml}<rss version="2.0"><channel><title>BOMB</title></channel></rss>`),
    'a.atom': laced(`${xml}<feed xmlns="http://www.w3.org/2005/Atom"><title>BOMB</title></feed>`),
    'a.html': laced('<html><body><p>BOMB</p></body></html>'),
  });
  const damaged = 'failed FILE_DAMAGED';
  expect(await statesOf(client)).toEqual({
    'a.docx': damaged,
    'styles.docx': damaged,
    'a.xlsx': damaged,
    'book.xlsx': damaged,
    'a.pptx': damaged,
    'a.odt': damaged,
    'a.ods': damaged,
    // A chapter is read as HTML and a package without entities: there is nothing to be expanded.
    'a.epub': 'indexed',
    'package.epub': 'indexed',
    // As they are written.
    'a.xml': 'indexed',
    'rss.xml': 'indexed',
    'a.atom': 'indexed',
    'a.html': 'indexed',
    'a.svg': 'unsupported FILE_UNSUPPORTED',
    'good.md': 'indexed',
  });
  for (const length of await textLengths(client)) expect(length).toBeLessThan(2000);
});

test('archives that unpack without end are opened as far as their limits go', async () => {
  const quine = zipQuine();
  const [itself] = readZipDirectory(quine);
  expect(Buffer.from(readZipEntry(quine, itself!)).equals(quine)).toBe(true);
  const inside = `/${itself!.name}`;
  const client = await indexed({
    'wide.zip': nestedBomb(16, 2),
    'deep.zip': nestedBomb(4, 9),
    'overlapping.zip': overlappingBomb(3000),
    'quine.zip': quine,
  });
  const leftOut = 'partial FILE_MEMBERS_LEFT_OUT';
  const states = await statesOf(client);
  expect(states).toMatchObject({
    'wide.zip': leftOut,
    'deep.zip/00000.zip/00000.zip/00000.zip': leftOut,
    'overlapping.zip': leftOut,
    [`quine.zip${inside.repeat(2)}`]: 'indexed',
    [`quine.zip${inside.repeat(3)}`]: leftOut,
  });
  // Beside a document's own text, twice as much as that may be may come of its members.
  const total = (await textLengths(client)).reduce((sum, length) => sum + length, 0);
  expect(total).toBeLessThan(4 * 3 * maxTextLength);
  expect(Object.keys(states).filter((path) => path.split('/').length > 4)).toEqual([]);
});

test('paths of an archive that lead out of it write nothing outside', async () => {
  const names = [
    '../../../lorekeep-escaped.txt',
    '/tmp/lorekeep-escaped.txt',
    '..\\..\\lorekeep-escaped.txt',
  ];
  const folder = folderWith({
    'a.zip': zip(Object.fromEntries(names.map((name, i) => [name, `Fig ${i}`]))),
  });
  const { client } = await startEngine();
  const { folderId } = await indexFolder(client, folder);
  const paths = await pathsFound(client, 'fig', { mode: 'keyword' });
  expect(paths).toHaveLength(3);
  for (const relativePath of paths) {
    expect(relativePath).toMatch(/^a\.zip\/(?!.*\.\.)/);
    // Taken out for whoever opens it: into a place of our own, under a name of our own.
    const { path } = await client.documents.locate({ folderId, relativePath });
    expect(path).not.toContain('..');
  }
  for (const place of [dirname(folder), dirname(dirname(folder)), '/', '/tmp']) {
    expect(existsSync(join(place, 'lorekeep-escaped.txt'))).toBe(false);
  }
});

test('a PDF of two thousand pages is read to its last', async () => {
  const pages = Array.from({ length: 2000 }, (_, i) => [`Page ${i} holds word${i} and no more.`]);
  const client = await indexed({ 'a.pdf': writePdf({ pages }) });
  const { hits } = await client.search.query({ query: 'word1999', mode: 'keyword' });
  expect(hits).toMatchObject([{ relativePath: 'a.pdf', page: 2000 }]);
}, 60_000);

/** Characters of each document that has text. */
async function textLengths(client: Client): Promise<number[]> {
  const { documents } = await client.documents.list({
    states: ['indexed', 'partial'],
    limit: 1000,
  });
  const texts = await Promise.all(documents.map((document) => client.documents.read(document)));
  return texts.map(({ text }) => text.length);
}
