// The headings above a place in a document, outermost first, as words without markup.
import type { Extracted } from '../extract/extracted.ts';
import { headingWords } from '../../text/heading-words.ts';
import type { Unit } from './units.ts';

/** A heading longer than this is cut: it is repeated with every chunk below it. */
const longest = 200;

export class HeadingPath {
  #open: { level: number; words: string }[] = [];
  #words: readonly string[] = [];

  /** Level of the innermost heading; 0 above the first one. */
  get level(): number {
    return this.#open.at(-1)?.level ?? 0;
  }

  /** The same array for every place below the same heading. */
  get words(): readonly string[] {
    return this.#words;
  }

  enter(unit: Unit, { text, format }: Extracted): void {
    const source = text.slice(unit.start, Math.min(unit.end, unit.start + 4 * longest));
    const words = headingWords(source, format);
    while (this.level >= unit.level) this.#open.pop();
    this.#open.push({ level: unit.level, words: words.slice(0, longest).toWellFormed() });
    this.#words = this.#open.map((heading) => heading.words).filter((heading) => heading !== '');
  }
}
