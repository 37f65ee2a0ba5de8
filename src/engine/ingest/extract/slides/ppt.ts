// PowerPoint presentations up to 2003: each slide a page, its titles first, then what stands on it,
// the speaker's notes and comments. What stands behind the slides is read on the first. Where the directory of a file is lost, its slides are read in the
// order they lie in.
import type { Extracted, ExtractInput } from '../extracted.ts';
import { joinPages, type Piece } from '../flat-text.ts';
import { PptFile, type PptRecord, pptTypes } from './ppt-records.ts';

export function extractPpt(input: Pick<ExtractInput, 'bytes' | 'maxTextLength'>): Extracted {
  const file = new PptFile(input.bytes);
  const { text, blocks, pages } = joinPages(slidePages(file), input.maxTextLength);
  const heading = blocks.find((block) => block.kind === 'heading');
  return {
    format: 'ppt',
    text,
    title: heading ? text.slice(heading.start, heading.end) : null,
    blocks,
    pages,
    hasLines: false,
    partial: null,
  };
}

/** A text of a slide; its type says what it is (MS-PPT 2.13.33). */
interface SlideText {
  type: number;
  text: string;
}

/** A slide or its notes, as the document lists it. */
interface Listed {
  number: number;
  id: number;
  /** Texts of the outline, to which the slide's shapes refer. */
  texts: SlideText[];
}

function* slidePages(file: PptFile): Generator<{ pieces: Piece[] }> {
  const { document } = file;
  if (!document) {
    for (const record of file.records({ start: 0, end: file.bytes.length })) {
      if (record.type === pptTypes.slide) yield { pieces: piecesOf(file, record, []) };
    }
    return;
  }
  const notes = notesBySlide(file, document);
  const seen = new Set<number>();
  let behind = masterPieces(file, document);
  for (const listed of listOf(file, document, 0)) {
    // A forged list could name one slide a million times.
    if (seen.has(listed.number)) continue;
    seen.add(listed.number);
    const slide = file.numbered(listed.number);
    const own = slide ? piecesOf(file, slide, listed.texts) : listed.texts.flatMap(textPieces);
    const spoken = notes.get(listed.id);
    const pieces = [...own, ...behind, ...(spoken ? notePieces(file, spoken) : [])];
    behind = [];
    yield { pieces };
  }
}

/** The words of the masters, but for the hints in their placeholders. */
function masterPieces(file: PptFile, document: PptRecord): Piece[] {
  const numbers = new Set(listOf(file, document, 1).map(({ number }) => number));
  const masters = [...numbers].flatMap((number) => file.numbered(number) ?? []);
  const texts = masters.flatMap((master) => textsOf(file, master, [], () => true));
  return texts.flatMap(({ text }) => textPieces({ type: plainType, text }));
}

/** The slides (instance 0), masters (1) or notes (2) that the document lists. */
function listOf(file: PptFile, document: PptRecord, instance: number): Listed[] {
  const found: Listed[] = [];
  for (const list of file.records(document)) {
    if (list.type !== pptTypes.textList || list.instance !== instance) continue;
    for (const record of file.records(list)) {
      const last = found.at(-1);
      if (record.type === pptTypes.slidePersist && record.end - record.start >= 16) {
        const number = file.view.getUint32(record.start, true);
        found.push({ number, id: file.view.getUint32(record.start + 12, true), texts: [] });
      } else if (record.type === pptTypes.textHeader) {
        last?.texts.push({ type: numberIn(file, record), text: '' });
      } else {
        const text = last?.texts.at(-1);
        if (text) text.text += wordsOf(file, record);
      }
    }
  }
  return found;
}

function notesBySlide(file: PptFile, document: PptRecord): Map<number, PptRecord> {
  const found = new Map<number, PptRecord>();
  for (const { number } of listOf(file, document, 2)) {
    const notes = file.numbered(number);
    if (notes?.type !== pptTypes.notes) continue;
    for (const record of file.records(notes)) {
      if (record.type === pptTypes.notesAtom) found.set(numberIn(file, record), notes);
    }
  }
  return found;
}

function piecesOf(file: PptFile, slide: PptRecord, outline: readonly SlideText[]): Piece[] {
  const pieces = textsOf(file, slide, outline).flatMap(textPieces);
  const titles = pieces.filter((piece) => piece.kind === 'heading');
  const others = pieces.filter((piece) => piece.kind !== 'heading');
  return [...titles, ...others, ...commentPieces(file, slide)];
}

function notePieces(file: PptFile, notes: PptRecord): Piece[] {
  const texts = textsOf(file, notes, []).flatMap(textPieces);
  return texts.map(({ text }) => ({ kind: 'quote', text }));
}

/**
 * The texts of the shapes in a slide, in the order they are drawn.
 *
 * @param isUnread whether a placeholder's text is none of the slide's
 */
function textsOf(
  file: PptFile,
  slide: PptRecord,
  outline: readonly SlideText[],
  isUnread = isEverywhere,
): SlideText[] {
  const texts: SlideText[] = [];
  for (const record of file.descend(slide, ({ type }) => type !== pptTypes.comment)) {
    if (record.type !== pptTypes.shape) continue;
    const inside = [...file.descend(record, () => true)];
    if (inside.some((part) => part.type === pptTypes.placeholder && isUnread(file, part))) continue;
    for (const part of inside) {
      if (part.type === pptTypes.textHeader) texts.push({ type: numberIn(file, part), text: '' });
      else if (part.type === pptTypes.outlineRef) {
        const referred = outline[numberIn(file, part)];
        if (referred) texts.push({ ...referred });
      } else {
        const text = texts.at(-1);
        if (text) text.text += wordsOf(file, part);
      }
    }
  }
  return texts;
}

/** Dates, numbers, footers and headers stand on every slide. */
function isEverywhere(file: PptFile, { start, end }: PptRecord): boolean {
  const kind = end - start >= 5 ? file.bytes[start + 4]! : 0;
  return kind >= 7 && kind <= 10;
}

/** The type of a text that is neither title, body nor notes. */
const plainType = 4;
const bodyTypes: ReadonlySet<number> = new Set([1, 7, 8]);
const titleTypes: ReadonlySet<number> = new Set([0, 6]);

function textPieces({ type, text }: SlideText): Piece[] {
  // A star stands for a date or number that is filled in when the slide is shown.
  if (text.trim() === '*') return [];
  if (titleTypes.has(type)) {
    return [{ kind: 'heading', level: 1, text: text.replace(/\s+/g, ' ').trim() }];
  }
  const paragraphs = text.split('\r').map((words) => words.replace(/\v/g, '\n').trim());
  return paragraphs.map((words): Piece =>
    bodyTypes.has(type)
      ? { kind: 'list-item', text: words, level: 0, group: 0 }
      : { kind: 'paragraph', text: words },
  );
}

function commentPieces(file: PptFile, slide: PptRecord): Piece[] {
  const pieces: Piece[] = [];
  for (const record of file.descend(slide, ({ type }) => type !== pptTypes.comment)) {
    if (record.type !== pptTypes.comment) continue;
    for (const part of file.records(record)) {
      // The first string is the author's name, the second what they say.
      if (part.type !== pptTypes.cString || part.instance !== 1) continue;
      const text = utf16(file, part)
        .replace(/[\r\v]/g, '\n')
        .trim();
      pieces.push({ kind: 'quote', text });
    }
  }
  return pieces;
}

function wordsOf(file: PptFile, record: PptRecord): string {
  if (record.type === pptTypes.textChars) return utf16(file, record);
  if (record.type !== pptTypes.textBytes) return '';
  return Buffer.from(file.bytes.subarray(record.start, record.end)).toString('latin1');
}

function utf16(file: PptFile, { start, end }: PptRecord): string {
  return Buffer.from(file.bytes.subarray(start, end)).toString('utf16le');
}

function numberIn(file: PptFile, { start, end }: PptRecord): number {
  return end - start >= 4 ? file.view.getUint32(start, true) : 0;
}
