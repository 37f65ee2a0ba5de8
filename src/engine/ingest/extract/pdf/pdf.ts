// PDF by way of pdf.js, in this thread (the process is a parser's own). Page after page, each
// let go before the next; a page that cannot be read counts as one without text.
import {
  getDocument,
  PasswordException,
  type PDFDocumentProxy,
} from 'pdfjs-dist/legacy/build/pdf.mjs';
import type { PageRange } from '../../../../shared/contract/documents.ts';
import { LorekeepError } from '../../../../shared/errors.ts';
import type { Extracted, ExtractInput, PartialReason } from '../extracted.ts';
import type { Recognise } from '../../ocr/recogniser.ts';
import { joinPieces, type Piece } from '../flat-text.ts';
import { headingLevels, type OutlineNode } from './pdf-headings.ts';
import { notesOf } from './pdf-notes.ts';
import { linesOf, type TextItem } from './pdf-lines.ts';
import type { PdfLine } from './pdf-line.ts';
import { pageParagraphs, type PdfParagraph } from './pdf-paragraphs.ts';
import { runningLines } from './pdf-running.ts';
import { looksLikeTitle } from '../title.ts';

export async function extractPdf(input: ExtractInput): Promise<Extracted> {
  const task = openDocument(input);
  try {
    const document = await task.promise;
    const pages = await readPages(document, input);
    const outline = ((await document.getOutline().catch(() => null)) ?? []) as OutlineNode[];
    const levels = headingLevels(pages.read, outline);
    const flat = joinPages(pages, levels, input.maxTextLength);
    return {
      format: 'pdf',
      ...flat,
      title: (await statedTitle(document)) ?? firstTitle(pages.read[0] ?? [], levels),
      hasLines: false,
      partial: flat.text === '' ? null : pages.partial,
    };
  } catch (error) {
    throw pdfError(error);
  } finally {
    await task.destroy();
  }
}

function openDocument({ bytes, pdfjsFolder }: ExtractInput) {
  const folder = pdfjsFolder.endsWith('/') ? pdfjsFolder : `${pdfjsFolder}/`;
  return getDocument({
    // pdf.js takes the bytes away from their owner, so it gets a copy.
    data: new Uint8Array(bytes),
    cMapUrl: `${folder}cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${folder}standard_fonts/`,
    wasmUrl: `${folder}wasm/`,
    useSystemFonts: false,
    verbosity: 0,
  });
}

interface ReadPages {
  read: PdfParagraph[][];
  /** By the index of a page that was read as a picture: how sure that is. */
  recognised: Map<number, number>;
  partial: PartialReason | null;
}

async function readPages(
  document: PDFDocumentProxy,
  { maxTextLength: maxLength, recognise }: ExtractInput,
): Promise<ReadPages> {
  const recognised = new Map<number, number>();
  const read: ReadPage[] = [];
  const pages = document.numPages;
  let length = 0;
  let missing = 0;
  let failure: LorekeepError | null = null;
  for (let number = 1; number <= pages && length - 1 <= maxLength; number++) {
    let page: ReadPage = { lines: [], others: [] };
    try {
      page = await readPage(document, number);
      if (isEmpty(page) && recognise) {
        const { paragraphs, confidence } = await recognisePage(document, number, recognise);
        page.others = paragraphs;
        recognised.set(number - 1, confidence);
      }
    } catch (error) {
      // Another time, with its data, letters can be looked for.
      if (error instanceof LorekeepError && error.code === 'OCR_LANGUAGE_MISSING') throw error;
      failure = new LorekeepError('FILE_DAMAGED', {}, error);
    }
    // A page that was looked at letter by letter and has none is blank, not missing.
    if (isEmpty(page) && !recognised.has(number - 1)) missing++;
    for (const { text } of page.lines) length += text.length + 1;
    for (const text of page.others) length += text.length + 1;
    read.push(page);
  }
  if (failure && length === 0) throw failure;
  const partial: PartialReason | null =
    missing > 0
      ? // Once letters were looked for, there is nothing more to be tried.
        { code: recognise ? 'FILE_PARTLY_LETTERS' : 'FILE_PARTLY_TEXT', params: { missing, pages } }
      : null;
  return { read: paragraphsOfPages(read), recognised, partial };
}

interface ReadPage {
  lines: PdfLine[];
  /** Notes, or what was read from the page's picture. */
  others: string[];
}

function isEmpty({ lines, others }: ReadPage): boolean {
  return lines.length === 0 && others.length === 0;
}

function paragraphsOfPages(pages: readonly ReadPage[]): PdfParagraph[][] {
  const running = runningLines(pages.map(({ lines }) => lines));
  return pages.map(({ lines, others }) => [
    ...pageParagraphs(lines, running),
    ...others.map(plainParagraph),
  ]);
}

async function readPage(document: PDFDocumentProxy, number: number): Promise<ReadPage> {
  const page = await document.getPage(number);
  try {
    const { items, styles } = await page.getTextContent();
    const texts = items.filter((item): item is TextItem & typeof item => 'str' in item);
    const lines = linesOf(texts, (font) => styles[font]?.vertical === true);
    // Notes that cannot be read are no reason to lose the page.
    const notes = await notesOf(page).catch(() => []);
    return { lines, others: notes };
  } finally {
    page.cleanup();
  }
}

/** Drawn as a picture and read as one; other pages have text of their own. */
async function recognisePage(document: PDFDocumentProxy, number: number, recognise: Recognise) {
  const { renderPage } = await import('../../ocr/render-page.ts');
  const page = await document.getPage(number);
  try {
    return await recognise(await renderPage(page));
  } finally {
    page.cleanup();
  }
}

function plainParagraph(text: string): PdfParagraph {
  return { text, kind: 'paragraph', size: 0, lines: 1 };
}

function joinPages(
  { read: pages, recognised }: ReadPages,
  levels: ReadonlyMap<PdfParagraph, number>,
  maxLength: number,
): Pick<Extracted, 'text' | 'blocks' | 'pages'> {
  const pieces: Piece[] = [];
  pages.forEach((page, i) => {
    for (const paragraph of page) pieces.push(pieceOf(paragraph, levels.get(paragraph), i));
  });
  const { text, blocks } = joinPieces(pieces, maxLength);
  const ranges: PageRange[] = [];
  let at = 0;
  for (const [i, page] of pages.entries()) {
    const first = blocks[at];
    const last = blocks[Math.min(at + page.length, blocks.length) - 1];
    const previousEnd = ranges.at(-1)?.end ?? 0;
    const empty = page.length === 0 || !first || !last;
    const start = empty ? previousEnd : first.start;
    const confidence = recognised.get(i);
    const range = { number: i + 1, start, end: empty ? start : last.end };
    ranges.push(confidence === undefined ? range : { ...range, confidence });
    at += page.length;
  }
  return { text, blocks, pages: ranges };
}

function pieceOf(paragraph: PdfParagraph, level: number | undefined, page: number): Piece {
  const { text, kind, running } = paragraph;
  if (running) return { kind: 'paragraph', text, boilerplate: true };
  if (level !== undefined) return { kind: 'heading', text: text.replaceAll('\n', ' '), level };
  return kind === 'list-item' ? { kind, text, level: 0, group: page } : { kind, text };
}

async function statedTitle(document: PDFDocumentProxy): Promise<string | null> {
  const { info, metadata } = await document
    .getMetadata()
    .catch(() => ({ info: {}, metadata: null }));
  const stated = [(info as { Title?: unknown }).Title, metadata?.get('dc:title')];
  for (const value of stated) {
    const title = typeof value === 'string' ? value.replace(/\s+/g, ' ').trim() : '';
    if (looksLikeTitle(title)) return title;
  }
  return null;
}

function firstTitle(
  page: readonly PdfParagraph[],
  levels: ReadonlyMap<PdfParagraph, number>,
): string | null {
  const heading = page.find((paragraph) => levels.get(paragraph) === 1)?.text.replaceAll('\n', ' ');
  return heading !== undefined && looksLikeTitle(heading) ? heading : null;
}

function pdfError(error: unknown): unknown {
  if (error instanceof LorekeepError) return error;
  if (error instanceof PasswordException) return new LorekeepError('FILE_LOCKED', {}, error);
  // Whatever else pdf.js throws, it throws about the bytes it was given.
  return new LorekeepError('FILE_DAMAGED', {}, error);
}
