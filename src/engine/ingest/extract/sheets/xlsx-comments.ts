// Comments of a sheet, each with its cell. A thread is also kept as a note for older programs,
// with words of the program's own around it: where there is a thread, its note is left.
import { localName, readXml } from '../containers/xml.ts';
import type { XmlPackage } from '../containers/xml-package.ts';
import type { Piece } from '../flat-text.ts';

/** Comments of a sheet's part in the order of their cells, row by row. */
export function commentPieces(pack: XmlPackage, sheet: string): Piece[] {
  const parts = (type: string): Comment[] =>
    pack
      .relationships(sheet)
      .filter((relationship) => relationship.type === type)
      .flatMap(({ target }) => readComments(pack.part(target)));
  const threads = parts('threadedComment');
  const threaded = new Set(threads.map(({ cell }) => cell));
  const notes = parts('comments').filter(({ cell }) => !threaded.has(cell));
  return [...notes, ...threads]
    .toSorted((a, b) => a.row - b.row || compareColumns(a.cell, b.cell))
    .map(({ cell, text }) => ({ kind: 'quote', text, span: [cell, cell] }));
}

interface Comment {
  cell: string;
  row: number;
  text: string;
}

function readComments(part: Uint8Array | null): Comment[] {
  const found: Comment[] = [];
  let comment: Comment | null = null;
  /** The words of a note stand in runs, those of a thread in its text itself. */
  let inWords = false;
  let isNote = false;
  if (!part) return found;
  readXml(part, {
    open(tag, { ref = '' }) {
      const name = localName(tag);
      if (name === 'comment' || name === 'threadedComment') {
        isNote = name === 'comment';
        comment = { cell: ref, row: Number(/\d+/.exec(ref)?.[0] ?? 0), text: '' };
      }
      inWords = name === (isNote ? 't' : 'text');
    },
    close(tag) {
      const name = localName(tag);
      inWords = false;
      if (name !== 'comment' && name !== 'threadedComment') return;
      const text = comment?.text.replace(/\r\n?/g, '\n').trim() ?? '';
      if (comment && text !== '') found.push({ ...comment, text });
      comment = null;
    },
    text(text) {
      if (comment && inWords) comment.text += text;
    },
  });
  return found;
}

/** A1 before B1 before AA1. */
function compareColumns(a: string, b: string): number {
  const [left, right] = [a, b].map((name) => name.replace(/\d+/, ''));
  return left!.length - right!.length || (left! < right! ? -1 : left! > right! ? 1 : 0);
}
