// A passage as statements are held against it: what of numbers, dates and words it holds, in forms
// that compare. What is made of it is made when it is first asked for.
import { plainText } from '../../text/strip-markdown.ts';
import { termSet } from '../../text/term-set.ts';
import { fold } from '../../text/terms.ts';
import { type CalendarDate, datesIn } from './dates-in.ts';
import type { UnitName } from './number-words.ts';
import { numbersIn } from './numbers-in.ts';
import { longestRead } from './passage-parts.ts';

export interface Source {
  title: string;
  headingPath: readonly string[];
  text: string;
}

/** Letters and digits alone, folded: however words are joined, wrapped or marked. */
export function squash(text: string): string {
  return fold(text.normalize('NFKC')).replace(/[^\p{L}\p{N}]+/gu, '');
}

export class SourceWords {
  readonly #text: string;
  #squashed: string | null = null;
  #terms: ReadonlySet<string> | null = null;
  #byStart: ReadonlyMap<string, readonly string[]> | null = null;
  #numbers: ReadonlyMap<number, ReadonlySet<UnitName | null>> | null = null;
  #dates: readonly CalendarDate[] | null = null;
  #isUncased: boolean | null = null;
  #initials: string | null = null;

  constructor({ title, headingPath, text }: Source) {
    this.#text = [title, ...headingPath, text.slice(0, longestRead)].join('\n');
  }

  /** Whether these letters and digits stand in it one after the other. */
  holds(squashed: string): boolean {
    this.#squashed ??= `${squash(this.#text)}\n${this.#text.includes('](') ? squash(plainText(this.#text)) : ''}`;
    return this.#squashed.includes(squashed);
  }

  get terms(): ReadonlySet<string> {
    return (this.#terms ??= termSet(this.#text));
  }

  /** Whether it holds a term, or one that differs at its end alone: names are inflected there. */
  holdsForm(term: string): boolean {
    if (this.terms.has(term)) return true;
    this.#byStart ??= Map.groupBy(this.terms, (one) => one.slice(0, startLength));
    const near = this.#byStart.get(term.slice(0, startLength)) ?? [];
    return near.some((other) => {
      const longer = Math.max(term.length, other.length);
      return commonStart(term, other) >= Math.max(startLength, Math.ceil(longer * sameStart));
    });
  }

  /** Each number that may be meant, with the units it stands with. */
  get numbers(): ReadonlyMap<number, ReadonlySet<UnitName | null>> {
    if (this.#numbers) return this.#numbers;
    const numbers = new Map<number, Set<UnitName | null>>();
    const add = (value: number, unit: UnitName | null) => {
      const units = numbers.get(value);
      if (units) units.add(unit);
      else numbers.set(value, new Set([unit]));
    };
    const text = this.#text.replace(/[½¼¾]/g, (part) => ` ${parts[part]!} `);
    for (const { values, unit, end } of numbersIn(text, true)) {
      for (const value of values) {
        add(value, unit);
        if (unit === 'percent') add(value / 100, null);
        // 2 pm is 14.
        if (value <= 12 && afternoon.test(text.slice(end, end + 12))) add(value + 12, null);
      }
    }
    return (this.#numbers = numbers);
  }

  get dates(): readonly CalendarDate[] {
    return (this.#dates ??= datesIn(this.#text, true).flatMap(({ dates }) => dates));
  }

  /** The first letters of its words in a row: “human resources” holds “HR”. */
  get initials(): string {
    return (this.#initials ??= [...this.#text.matchAll(/(?<![\p{L}\p{M}])\p{L}/gu)]
      .map(([letter]) => letter.toUpperCase())
      .join(''));
  }

  /** Whether it is written in a script without capitals, as Chinese. */
  get isUncased(): boolean {
    const start = this.#text.slice(0, 4000);
    const count = (letters: RegExp) => start.match(letters)?.length ?? 0;
    return (this.#isUncased ??= count(/\p{Lo}/gu) > count(/[\p{Lu}\p{Ll}]/gu));
  }

  /** Words in capitals, as they stand. */
  has(word: string): boolean {
    return this.#text.includes(word);
  }
}

/** What stands behind an hour of the second half of the day. */
export const afternoon = /^(?::\p{Nd}{2})?\s?p\.?\s?m\b/iu;

const parts: Record<string, string> = { '½': '0.5', '¼': '0.25', '¾': '0.75' };

const startLength = 3;
/** This share of the longer word is the same at its beginning. */
const sameStart = 0.66;

function commonStart(one: string, other: string): number {
  let same = 0;
  while (same < one.length && one[same] === other[same]) same++;
  return same;
}
