// The text of a model on its way to the screen: its references become plain `[n]` of passages that
// exist, and nothing in it does anything but be read.
import { createHarmlessText } from './harmless.ts';
import { type Piece, ReferenceScan } from './scan-references.ts';

export interface ReferenceStream {
  /** The next part of the text, as far as it is known what it is. */
  push(part: string): string;
  /** What was held back. Nothing is pushed after it. */
  end(): string;
  /** How many numbers named no passage and were taken out. */
  readonly dropped: number;
}

/**
 * For text of a model, not for quoted documents: “[12]” in their words is theirs.
 *
 * `[n]`, `[n, m]`, `[n-m]`, `[[n]]`, `【n】`, `[^n]`, `[passage n]` and the like become `[n]` each;
 * numbers of no passage go, with the space before them. However the text is cut into parts, what
 * comes out is the same.
 *
 * @param passageCount passages are numbered from 1 to it
 */
export function createReferenceStream(passageCount: number): ReferenceStream {
  const harmless = createHarmlessText();
  const scan = new ReferenceScan();
  let dropped = 0;
  const written = (piece: Piece): string => {
    if (piece.numbers === null) return piece.text;
    const known = piece.numbers.filter((n) => n >= 1 && n <= passageCount);
    dropped += piece.numbers.length - known.length;
    const space = /^\s?/.exec(piece.text)![0];
    const text = known.map((n) => `${space}[${n}]`).join('');
    return piece.defines && text !== '' ? `${text} ` : text;
  };
  return {
    push: (part) => scan.push(harmless.push(part)).map(written).join(''),
    end: () => [...scan.push(harmless.end()), ...scan.end()].map(written).join(''),
    get dropped() {
      return dropped;
    },
  };
}
