// Which format a file is, from its content first and its name second: a wrong extension must not
// turn a document into garbage, nor a picture into text.
import type { DocumentFormat } from '../../../../shared/contract/documents.ts';
import { wideEncoding } from '../decode.ts';
import { isArchive, isBook, isOutlookItem, sniffMail } from './sniff-mail.ts';
import {
  flatOpenDocument,
  officeFormatOfName,
  officeZipFormat,
  oleFormat,
} from './sniff-office.ts';
import { textFormat } from './sniff-text.ts';
import { readZipDirectory } from '../containers/zip.ts';

const markdownNames = ext('md markdown mdown mkd mkdn mdwn mdx qmd rmd');
const htmlNames = ext('html htm xhtml xht shtml');
/** Text whose tags or signs belong to it: content that looks like HTML stays text here. */
const textNames = ext(
  'txt text log csv tsv json jsonl ndjson yml yaml toml ini cfg conf env xml xsd xsl rst adoc org tex ' +
    'njk liquid hbs mustache ejs erb jinja j2 twig php jsp asp aspx vue svelte astro jsx tsx js mjs ' +
    'cjs ts mts cts py rb go rs java kt swift c h cc cpp hpp cs sh bash zsh ps1 bat sql css scss less srt vtt',
);
/** Text mostly, with anything at all in its attachments. */
const mailNames = ext('eml mbox mht mhtml');
/** Written in text characters, but not for reading; or formats of their own that are not read yet. */
const unreadNames = ext('svg ps eps ai map ics vcf pem crt key asc');

/** Databases that are encrypted begin like nothing. */
const databaseNames = ext('sqlite sqlite3 db3');

/** Bytes looked at where a part of a file tells for the whole. */
const headLength = 64 * 1024;
const tailLength = 4 * 1024;

/**
 * The format to read a file as, or null if it is none that is supported.
 *
 * @param name the file's name or path; only its extension counts
 */
export function sniffFormat(bytes: Uint8Array, name: string): DocumentFormat | null {
  const extension = /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  if (startsWith(bytes, 'PK\x03\x04') || startsWith(bytes, 'PK\x05\x06')) {
    return zipFormat(bytes, extension);
  }
  if (startsWith(bytes, '\xd0\xcf\x11\xe0')) {
    return isOutlookItem(bytes) ? 'msg' : oleFormat(bytes, extension);
  }
  if (startsWith(bytes, 'SQLite format 3\0')) return 'sqlite';
  const text = looksLikeText(bytes);
  if (isPdf(bytes, extension, text)) return 'pdf';
  if (isPicture(bytes)) return 'image';
  if (startsWith(bytes, '{\\rtf')) return 'rtf';
  const mail = text || mailNames.has(extension) ? mailFormat(bytes, extension) : null;
  if (mail) return mail;
  if (!text || bytes.length === 0) {
    const named = officeFormatOfName(extension);
    if (named) return named;
    if (!text && databaseNames.has(extension)) return 'sqlite';
  }
  // Some bytes of rubbish do not keep a page from being read.
  if (!text && htmlNames.has(extension) && looksLikeHtml(bytes)) return 'html';
  if (!text || unreadNames.has(extension)) return null;
  if (startsWith(bytes, '%!PS')) return null;
  const flat = flatOpenDocument(latin1(bytes.subarray(0, headLength)));
  if (flat) return flat;
  if (markdownNames.has(extension)) return 'markdown';
  if (htmlNames.has(extension)) return 'html';
  if (!textNames.has(extension) && looksLikeHtml(bytes)) return 'html';
  return textFormat(bytes, name);
}

function zipFormat(bytes: Uint8Array, extension: string): DocumentFormat | null {
  try {
    const entries = readZipDirectory(bytes);
    if (isBook(entries.map(({ name }) => name))) return 'epub';
    const office = officeZipFormat(bytes, entries, extension);
    return (
      office ??
      (isArchive(
        entries.map(({ name }) => name),
        extension,
      )
        ? 'zip'
        : null)
    );
  } catch {
    // A broken archive: its name decides whether the person hears "damaged" or "unsupported".
    if (extension === 'epub' || extension === 'zip') return extension;
    return officeFormatOfName(extension);
  }
}

function mailFormat(bytes: Uint8Array, extension: string): DocumentFormat | null {
  const isText = textNames.has(extension) || markdownNames.has(extension);
  return sniffMail(latin1(bytes.subarray(0, headLength)), extension, isText);
}

/** PNG, JPEG, BMP and WebP: what letters can be read from. */
function isPicture(bytes: Uint8Array): boolean {
  if (startsWith(bytes, '\x89PNG\r\n\x1a\n') || startsWith(bytes, '\xff\xd8\xff')) return true;
  if (startsWith(bytes, 'BM')) return latin1(bytes.subarray(6, 10)) === '\0\0\0\0';
  return startsWith(bytes, 'RIFF') && latin1(bytes.subarray(8, 12)) === 'WEBP';
}

/** The signature may follow some bytes of rubbish; text that only mentions it is no PDF. */
function isPdf(bytes: Uint8Array, extension: string, text: boolean): boolean {
  if (startsWith(bytes, '%PDF-')) return true;
  if (extension === 'pdf' && (!text || bytes.length === 0)) return true;
  const head = latin1(bytes.subarray(0, 1024));
  if (extension === 'pdf' && /\d \d+ obj\b/.test(head)) return true;
  return head.includes('%PDF-') && (extension === 'pdf' || !text);
}

/** Decodable text: no zero bytes outside UTF-16, hardly any control characters. */
function looksLikeText(bytes: Uint8Array): boolean {
  if (wideEncoding(bytes)) return true;
  const tail = Math.max(headLength, bytes.length - tailLength);
  return isPlain(bytes.subarray(0, headLength)) && isPlain(bytes.subarray(tail));
}

function isPlain(bytes: Uint8Array): boolean {
  let controls = 0;
  for (const byte of bytes) {
    if (byte === 0) return false;
    // Tab, line feed, vertical tab, form feed, return, backspace and escape are found in texts.
    if (byte < 0x20 && (byte < 0x08 || byte > 0x0d) && byte !== 0x1b) controls++;
  }
  // A few may stand in the shortest note, as where somebody kept what a terminal wrote.
  return controls <= 8 + bytes.length / 200;
}

function looksLikeHtml(bytes: Uint8Array): boolean {
  let head = latin1(bytes.subarray(0, headLength));
  if (wideEncoding(bytes)) head = head.replaceAll('\0', '');
  // A byte order mark is up to four characters here.
  let at = head.search(/[<\w]/);
  if (at < 0 || at > 4 + (/\s+/.exec(head)?.[0].length ?? 0)) return false;
  if (head.startsWith('<?xml', at)) at = skipPast(head, '>', at);
  while (head.startsWith('<!--', at)) at = skipPast(head, '-->', at);
  return /^(?:<!doctype\s+html|<html|<head|<body)[\s>]/i.test(head.slice(at, at + 40));
}

/** The first position after `end` and white space, or the end of the text. */
function skipPast(text: string, end: string, from: number): number {
  const found = text.indexOf(end, from);
  if (found < 0) return text.length;
  const after = found + end.length;
  const rest = text.slice(after, after + 1000);
  return after + rest.length - rest.trimStart().length;
}

function startsWith(bytes: Uint8Array, signature: string): boolean {
  return latin1(bytes.subarray(0, signature.length)) === signature;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

function ext(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}
