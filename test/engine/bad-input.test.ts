// Files as other programs, systems and people leave them: each is read as what it is, or ends with
// its reason. Files that change under the reader, and files that are traps, have tests of their own.
import { expect, test } from 'vitest';
import type { Client } from '../../src/shared/contract/contract.ts';
import type { DocumentFormat } from '../../src/shared/contract/documents.ts';
import { zip } from '../support/containers.ts';
import { writeDocx } from '../support/docx.ts';
import { indexFolder, pathsFound, startEngine, statesOf } from '../support/engine.ts';
import { read } from '../support/extracting.ts';
import { folderWith } from '../support/folder.ts';
import { expectWholeIndex } from '../support/index-check.ts';
import { writePdf } from '../support/pdf.ts';
import { writeXlsx } from '../support/workbooks.ts';

async function indexed(files: Record<string, string | Uint8Array>): Promise<Client> {
  const { client, dataDir } = await startEngine();
  await indexFolder(client, folderWith(files));
  await expectWholeIndex(dataDir);
  return client;
}

/** Paths that hold a word, in order, by keywords alone. */
async function holding(client: Client, word: string): Promise<string[]> {
  return (await pathsFound(client, word, { mode: 'keyword' })).toSorted();
}

test('a wrong extension: files are read as what they are', async () => {
  const pdf = writePdf({ pages: [['A word on apricots']] });
  const docx = writeDocx({ parts: [{ text: 'A word on blackberries' }] });
  const xlsx = writeXlsx([{ name: 'S', rows: [['A word on cherries']] }]);
  const text = 'A word on damsons';
  const elf = new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xfe]);
  const client = await indexed({
    'pdf.txt': pdf,
    'pdf.docx': pdf,
    'docx.pdf': docx,
    'docx.zip': docx,
    'xlsx.csv': xlsx,
    'xlsx.md': xlsx,
    'zip.html': zip({ 'a.txt': 'A word on elderberries' }),
    'text.pdf': text,
    'text.docx': text,
    'text.zip': text,
    'text.png': text,
    'text.sqlite': text,
    'program.md': elf,
  });
  expect(await holding(client, 'apricots')).toEqual(['pdf.docx', 'pdf.txt']);
  expect(await holding(client, 'blackberries')).toEqual(['docx.pdf', 'docx.zip']);
  expect(await holding(client, 'cherries')).toEqual(['xlsx.csv', 'xlsx.md']);
  expect(await holding(client, 'elderberries')).toEqual(['zip.html/a.txt']);
  const texts = ['text.docx', 'text.pdf', 'text.png', 'text.sqlite', 'text.zip'];
  expect(await holding(client, 'damsons')).toEqual(texts);
  const states = Object.entries(await statesOf(client)).filter(([, state]) => state !== 'indexed');
  expect(states).toEqual([['program.md', 'unsupported FILE_UNSUPPORTED']]);
});

test('zero bytes: empty, whatever the name says', async () => {
  const kinds =
    'md txt pdf docx doc xlsx xls pptx ppt odt ods odp rtf epub html csv json xml eml msg mbox zip png sqlite ipynb mhtml tex ts none';
  const names = kinds.split(' ').map((kind) => `zero.${kind}`);
  const client = await indexed(Object.fromEntries(names.map((name) => [name, ''])));
  const states = await statesOf(client);
  expect(Object.keys(states)).toHaveLength(names.length);
  expect(new Set(Object.values(states))).toEqual(new Set(['empty FILE_NO_TEXT']));
});

test('UTF-16 without a mark, Latin-1 and other encodings: the words are found', async () => {
  const text = 'Grüße aus Köln: der Frühstückstisch ist gedeckt, und die Gäste sind müde.\n';
  const wide = Buffer.from(text.repeat(20), 'utf16le');
  const client = await indexed({
    'little.txt': wide,
    'big.md': Buffer.from(wide).swap16(),
    'latin.txt': Buffer.from(text.repeat(20), 'latin1'),
    'latin.csv': Buffer.from(`Wer;Was\n${'Gäste;Frühstückstisch\n'.repeat(30)}`, 'latin1'),
    'latin.html': Buffer.from(`<html><body><p>${text.repeat(20)}</p></body></html>`, 'latin1'),
    'marked.txt': `\ufeff${text}`,
  });
  const all = ['big.md', 'latin.csv', 'latin.html', 'latin.txt', 'little.txt', 'marked.txt'];
  expect(await holding(client, 'Frühstückstisch')).toEqual(all);
  expect(await holding(client, 'Gäste')).toEqual(all);
});

test('mixed line ends: a line number is the one that an editor shows', async () => {
  const lines = ['first', 'second', 'third', 'fourth', 'fifth'].map((word) => `The ${word} line.`);
  const ends = ['\r\n', '\n', '\r', '\r\n'];
  const client = await indexed({
    'a.txt': lines.map((line, i) => line + (ends[i] ?? '')).join(''),
  });
  const [hit] = (await client.search.query({ query: 'fifth', mode: 'keyword' })).hits;
  const { text } = await client.documents.read(hit!);
  expect(text).toBe(lines.join('\n'));
  expect(hit).toMatchObject({ startLine: 1, endLine: 5 });
});

/** Formats whose readers look at lines, and what makes a line of text one of theirs. */
const onOneLine: Partial<Record<DocumentFormat, (line: string) => string>> = {
  text: (line) => line,
  markdown: (line) => line,
  html: (line) => `<html><body><p>${line}</p></body></html>`,
  code: (line) => `const text = '${line}';`,
  data: (line) => `{"text":"${line}"}`,
  latex: (line) => line,
  org: (line) => line,
  rst: (line) => line,
  rtf: (line) => `{\\rtf1 ${line}}`,
  subtitles: (line) => `1\n00:00:01,000 --> 00:00:02,000\n${line}`,
  eml: (line) => `Subject: One line\n\n${line}`,
  ipynb: (line) => `{"nbformat":4,"cells":[{"cell_type":"markdown","source":["${line}"]}]}`,
};

test.each(Object.keys(onOneLine) as DocumentFormat[])(
  'ten megabytes on one line are read to their end: %s',
  async (format) => {
    const line = `${'Many words of no great interest stand on this line. '.repeat(200_000)}Zebra.`;
    const { text } = await read(format, onOneLine[format]!(line), 20_000_000);
    expect(text.length).toBeGreaterThan(10_000_000);
    expect(text.lastIndexOf('Zebra')).toBeGreaterThan(10_000_000);
  },
);

test('a megabyte on one line is found at its end', async () => {
  const line = `${'Many words of no great interest stand on this line. '.repeat(20_000)}Zebra.`;
  const client = await indexed({ 'a.md': line, 'b.html': `<p>${line}</p>` });
  expect(await holding(client, 'zebra')).toEqual(['a.md', 'b.html']);
});
