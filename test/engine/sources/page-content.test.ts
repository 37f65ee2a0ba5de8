import { expect, test } from 'vitest';
import { decodeHtml } from '../../../src/engine/ingest/extract/html/html.ts';
import {
  bytesOf,
  endingOf,
  fileNameOf,
  htmlPage,
} from '../../../src/engine/sources/web/page-content.ts';
import { ownName } from '../../../src/engine/sources/web/source-name.ts';
import type { VisitedPage } from '../../../src/engine/sources/web/visitor.ts';

test('file names hold words of the address, nothing else of it, and are never taken twice', () => {
  const names = [
    'https://x.example/docs/Größe%20und%20Maß.html',
    'https://x.example/docs/Größe%20und%20Maß.pdf',
    'https://x.example/a?b=c',
    'https://x.example/',
    'https://x.example/%E4%A',
    `https://x.example/${'long/'.repeat(1000)}`,
    '../../etc/passwd',
    '..',
    'C:\\Windows\\x',
    'a\u0000b\n',
    '.gitignore',
  ].map((key) => fileNameOf(key, '.html'));
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) {
    expect(name).toMatch(/^[\p{L}\p{N}][\p{L}\p{N}-]*-[0-9a-f]{12}\.html$/u);
    expect(Buffer.byteLength(name)).toBeLessThan(200);
  }
  expect(names[0]).toMatch(/^docs-Größe-und-Maß-/);
});

test('the ending is what the server says, or the address where it says little', () => {
  const of = (mediaType: string, path: string) =>
    endingOf({ mediaType, url: new URL(path, 'https://x.example') });
  expect(of('text/html', '/a.php')).toBe('.html');
  expect(of('text/html', '/a.pdf')).toBe('.html');
  expect(of('application/pdf', '/a')).toBe('.pdf');
  expect(of('text/plain', '/readme.md')).toBe('.md');
  expect(of('application/octet-stream', '/a.docx')).toBe('.docx');
  expect(of('', '/index.php')).toBe('');
  expect(of('application/x-thing', '/a.part')).toBe('');
});

test('a piece of HTML becomes a page with its title', () => {
  expect(htmlPage('1 < 2 & more', '<p>x')).toContain('<title>1 &lt; 2 &amp; more</title>\n<p>x');
  expect(htmlPage('Other', '<title>Own</title>')).toBe('<title>Own</title>');
});

test('a source is called what it calls itself', () => {
  const nameOf = (text: string) =>
    ownName({ bytes: new TextEncoder().encode(text), charset: null } as VisitedPage);
  expect(nameOf('<!doctype html><head><TITLE>A &amp;\n b</TITLE><svg><title>x</title>')).toBe(
    'A & b',
  );
  expect(nameOf('<rss><channel><title><![CDATA[My feed]]></title><item><title>x')).toBe('My feed');
  expect(nameOf('<urlset><url/></urlset>')).toBeNull();
  expect(nameOf('%PDF-1.7')).toBeNull();
  const latin = Buffer.from('<!doctype html><meta charset="iso-8859-1"><title>Größe', 'latin1');
  expect(ownName({ bytes: latin, charset: null } as unknown as VisitedPage)).not.toContain(
    '\ufffd',
  );
});

test('what was made UTF-8 is read as that, whatever the page says', () => {
  // 「日本」 in the encoding that both the server and the page name.
  const japanese = Buffer.from('1b2442467c4b5c1b2842', 'hex');
  const head = Buffer.from('<!doctype html><meta charset="iso-2022-jp"><title>x</title><p>');
  const bytes = Buffer.concat([head, japanese]);
  const page = { bytes, mediaType: 'text/html', charset: 'iso-2022-jp' };
  expect(decodeHtml(bytesOf(page as unknown as VisitedPage))).toContain('日本');
});
