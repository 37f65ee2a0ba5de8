// What a Word document keeps beside its body: whole documents that are to be shown in it, words of
// charts and diagrams, comments, and the headers and footers of its pages.
import { readSlidePart } from '../slides/pptx-slide.ts';
import { localName, readXml, type XmlHandler } from '../containers/xml.ts';
import type { XmlPackage } from '../containers/xml-package.ts';
import type { Extracted } from '../extracted.ts';
import type { Piece } from '../flat-text.ts';
import { extractHtml } from '../html/html.ts';
import { extractText } from '../lines/text.ts';
import { extractMhtml } from '../mail/mhtml.ts';
import { extractRtf } from '../rtf/rtf.ts';
import { runningPieces } from '../running-text.ts';

/** Names of parts that may be shown in the document and are no XML. */
export const shownParts = /\.(?:html?|xhtml|mht|mhtml|rtf|txt)$/i;

/** The pieces in the order named above. Throws FILE_DAMAGED. */
export async function piecesBeside(
  pack: XmlPackage,
  main: string,
  maxTextLength: number,
): Promise<Piece[]> {
  const related = pack.relationships(main);
  const partsOf = (types: string): Uint8Array[] =>
    related
      .filter(({ type }) => types.split(' ').includes(type))
      .flatMap(({ target }) => pack.part(target) ?? []);
  const pieces: Piece[] = [];
  for (const { type, target } of related) {
    const bytes = type === 'aFChunk' && shownParts.test(target) ? pack.part(target) : null;
    if (bytes) pieces.push(...(await shownPieces(target, bytes, maxTextLength)));
  }
  for (const part of partsOf('chart')) pieces.push(...readSlidePart(part, 'chart'));
  for (const part of partsOf('diagramData')) pieces.push(...readSlidePart(part, 'drawing'));
  const comments = partsOf('comments').flatMap(paragraphsOf);
  pieces.push(...comments.map((text): Piece => ({ kind: 'quote', text })));
  return [...pieces, ...runningPieces(partsOf('header footer').flatMap(paragraphsOf))];
}

async function shownPieces(
  name: string,
  bytes: Uint8Array,
  maxTextLength: number,
): Promise<Piece[]> {
  const input = { bytes, maxTextLength };
  if (/\.mht(?:ml)?$/i.test(name)) return piecesOf(await extractMhtml(input));
  if (/\.rtf$/i.test(name)) return piecesOf(extractRtf(input));
  return piecesOf(/\.txt$/i.test(name) ? extractText(input) : extractHtml(input));
}

/** Blocks as pieces again. Those on neighbouring lines were rows or items of one whole. */
function piecesOf({ text, blocks }: Extracted): Piece[] {
  let group = 0;
  return blocks.map(({ start, end, ...block }, i) => {
    const before = blocks[i - 1];
    if (before && text.slice(before.end, start) !== '\n') group++;
    return { ...block, text: text.slice(start, end), group };
  });
}

/** The paragraphs of a part in Word's own XML, as they read with all changes accepted. */
function paragraphsOf(part: Uint8Array): string[] {
  const reader = new ParagraphReader();
  readXml(part, reader);
  return reader.paragraphs.map((text) => text.trim()).filter((text) => text !== '');
}

/** Text that was moved away, and what stands in for newer drawings. */
const unread: ReadonlySet<string> = new Set(['moveFrom', 'Fallback', 'rt']);

class ParagraphReader implements XmlHandler {
  readonly paragraphs: string[] = [];
  /** Text boxes hold paragraphs inside a paragraph. */
  readonly #open: string[] = [];
  #unread = 0;
  #inText = false;

  open(tag: string): void {
    const name = localName(tag);
    if (this.#unread > 0 || unread.has(name)) this.#unread++;
    else if (name === 'p') this.#open.push('');
    else if (name === 't') this.#inText = true;
    else if (name === 'tab') this.#add('\t');
    else if (name === 'br' || name === 'cr') this.#add('\n');
  }

  close(tag: string): void {
    if (this.#unread > 0) {
      this.#unread--;
      return;
    }
    const name = localName(tag);
    if (name === 't') this.#inText = false;
    else if (name === 'p') this.paragraphs.push(this.#open.pop() ?? '');
  }

  text(text: string): void {
    if (this.#inText && this.#unread === 0) this.#add(text);
  }

  #add(text: string): void {
    if (this.#open.length > 0) this.#open[this.#open.length - 1] += text;
  }
}
