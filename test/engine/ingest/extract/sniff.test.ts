import { describe, expect, test } from 'vitest';
import { sniffFormat } from '../../../../src/engine/ingest/extract/sniff/sniff.ts';
import { writeZip } from '../../../../src/engine/ingest/extract/containers/zip.ts';
import { writeDocx } from '../../../support/docx.ts';
import { bytesOf } from '../../../support/extracting.ts';
import { writePdf } from '../../../support/pdf.ts';

const pdf = writePdf({ pages: [['Hello']] });
const docx = writeDocx({ parts: [{ text: 'Hello' }] });
const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 1, 2, 3]);
const ole = Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0, 0, 0]);
const page = '<!-- c -->\n<!DOCTYPE html><title>x</title>';

describe('content decides', () => {
  test.each([
    ['a PDF', pdf, 'report.txt', 'pdf'],
    ['a PDF behind rubbish', Buffer.concat([png, pdf]), 'report', 'pdf'],
    ['a PDF without its signature', bytesOf('1 0 obj\n<< >>\nendobj'), 'x.pdf', 'pdf'],
    ['text about PDFs', bytesOf('They begin with %PDF-1.7 mostly.'), 'notes.md', 'markdown'],
    ['a Word document', docx, 'letter.zip', 'docx'],
    ['another archive', writeZip([{ name: 'a.txt', data: bytesOf('a') }]), 'x.docx', 'zip'],
    ['an empty archive', writeZip([]), 'x.bin', 'zip'],
    ['a program', writeZip([{ name: 'META-INF/MANIFEST.MF', data: bytesOf('a') }]), 'x', null],
    ['a broken archive named zip', docx.subarray(0, 300), 'x.zip', 'zip'],
    ['a broken archive named docx', docx.subarray(0, 300), 'x.docx', 'docx'],
    ['a broken archive', docx.subarray(0, 300), 'x.bin', null],
    ['an OLE file named docx', ole, 'x.docx', 'docx'],
    ['an OLE file named doc', ole, 'x.doc', 'doc'],
    ['an OLE file', ole, 'x.bin', null],
    ['a picture named md', png, 'x.md', 'image'],
    ['a page without extension', bytesOf(page), 'download', 'html'],
    ['a page in UTF-16', Buffer.from(`\ufeff${page}`, 'utf16le'), 'download', 'html'],
    ['a page with some bytes of rubbish', bytesOf(page + '\0\0\x02'), 'x.html', 'html'],
    ['rubbish named as a page', png, 'x.html', 'image'],
    ['a template with HTML in it', bytesOf(page), 'base.njk', 'text'],
    ['Rich Text', bytesOf('{\\rtf1 x}'), 'x.doc', 'rtf'],
    ['text named as a sheet', bytesOf('a\tb\n1\t2'), 'x.xls', 'text'],
    ['PostScript', bytesOf('%!PS-Adobe-3.0\n'), 'x', null],
  ])('%s', (_name, bytes, name, format) => {
    expect(sniffFormat(bytes, name)).toBe(format);
  });
});

describe('the name decides between kinds of text', () => {
  test.each([
    ['a/README.md', 'markdown'],
    ['a.b/x.MARKDOWN', 'markdown'],
    ['x.mdx', 'markdown'],
    ['x.htm', 'html'],
    ['x.xhtml', 'html'],
    ['x.txt', 'text'],
    ['x.csv', 'csv'],
    ['x.tsv', 'csv'],
    ['x.yml', 'data'],
    ['x.py', 'code'],
    ['CMakeLists.txt', 'code'],
    ['Makefile', 'code'],
    ['LICENSE', 'text'],
    ['x.unknown', 'text'],
    ['x.svg', null],
    ['x.eml', 'text'],
  ])('%s is %s', (name, format) => {
    expect(sniffFormat(bytesOf('Some plain words.\n'), name)).toBe(format);
  });

  test('empty files are what their name says', () => {
    const nothing = new Uint8Array();
    expect(sniffFormat(nothing, 'x.md')).toBe('markdown');
    expect(sniffFormat(nothing, 'x.pdf')).toBe('pdf');
    expect(sniffFormat(nothing, 'x.docx')).toBe('docx');
    expect(sniffFormat(nothing, 'x')).toBe('text');
  });

  test('binary data far into a file is seen', () => {
    const bytes = new Uint8Array(200_000).fill(0x61);
    bytes[199_000] = 0;
    expect(sniffFormat(bytes, 'x.txt')).toBeNull();
  });
});
