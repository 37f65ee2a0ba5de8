// Whether a fact of an answer stands in one of the passages it names.
import { stem } from '../../text/stem/stem.ts';
import { fold } from '../../text/terms.ts';
import { type CalendarDate, isAmong } from './dates-in.ts';
import type { Fact } from './facts.ts';
import { type FoundName, nameWords } from './names-in.ts';
import type { UnitName } from './number-words.ts';
import type { FoundNumber } from './numbers-in.ts';
import { afternoon, type SourceWords, squash } from './source-words.ts';

/** @param sentence where the fact stands */
export function isIn(fact: Fact, sentence: string, sources: readonly SourceWords[]): boolean {
  if (fact.kind === 'quote') {
    return fact.parts.every((part) => sources.some((source) => source.holds(part)));
  }
  return sources.some((source) => {
    if (fact.kind === 'date') return hasDate(source, fact.dates);
    if (fact.kind === 'number') return hasNumber(source, fact.number, sentence);
    return hasName(source, fact.name) || isOtherLanguage(source, fact.name, sentence);
  });
}

function hasDate(source: SourceWords, dates: readonly CalendarDate[]): boolean {
  if (dates.some((date) => isAmong(date, source.dates))) return true;
  // The day and the year may stand apart, in a heading or a table.
  return dates.some(({ year, month, day }) => {
    const isElsewhere = source.dates.some(
      (other) => other.month === month || (year !== null && other.year === year),
    );
    const numbers = [year, day, isElsewhere ? null : month].filter((part) => part !== null);
    return !isElsewhere && numbers.every((part) => source.numbers.has(part));
  });
}

/** So many of the smaller unit are one of the larger. */
const conversions: Partial<Record<UnitName, readonly [UnitName, number][]>> = {
  year: [
    ['month', 12],
    ['week', 52],
  ],
  month: [['year', 1 / 12]],
  week: [['day', 7]],
  day: [
    ['week', 1 / 7],
    ['hour', 24],
  ],
  hour: [
    ['minute', 60],
    ['day', 1 / 24],
  ],
  minute: [
    ['hour', 1 / 60],
    ['second', 60],
  ],
  second: [['minute', 1 / 60]],
  kilometre: [['metre', 1000]],
  metre: [
    ['kilometre', 1 / 1000],
    ['centimetre', 100],
  ],
  centimetre: [['metre', 1 / 100]],
  kilogram: [['gram', 1000]],
  gram: [['kilogram', 1 / 1000]],
};

function hasNumber(source: SourceWords, found: FoundNumber, sentence: string): boolean {
  const { values, unit, text, end, isWord } = found;
  // Versions, paragraphs, telephone numbers: as they are written, or their digits in a row.
  const digits = squash(text);
  if (!isWord && (values.length === 0 || digits.length >= 5)) {
    if (source.has(text) || source.holds(digits)) return true;
  }
  const isLate = afternoon.test(sentence.slice(end, end + 12));
  const meant = [
    ...values,
    ...(unit === 'percent' ? values.map((value) => value / 100) : []),
    ...(isLate ? values.map((value) => value + 12) : []),
  ];
  for (const value of meant) {
    const units = source.numbers.get(value);
    // Another unit all through is another fact; none may be any.
    if (units && (unit === null || units.has(null) || units.has(unit))) return true;
  }
  const others = unit === null ? [] : (conversions[unit] ?? []);
  return others.some(([other, factor]) =>
    values.some((value) =>
      source.numbers.get(Number((value * factor).toPrecision(12)))?.has(other),
    ),
  );
}

export function hasName(source: SourceWords, { text, kind }: FoundName): boolean {
  if (source.has(text)) return true;
  if (kind === 'acronym') {
    return source.terms.has(stem(fold(text))) || source.initials.includes(text);
  }
  if (source.holds(squash(text))) return true;
  if (kind === 'exact') return source.holds(squash(text.replace(/^https?:\/\/|^www\./gi, '')));
  const words = nameWords(text);
  const capitals = words.map((word) => word[0]!).join('');
  if (words.length > 1 && source.has(capitals)) return true;
  const isThere = (word: string) =>
    source.holdsForm(stem(fold(word))) || (word.length >= 5 && source.holds(squash(word)));
  return words.length === 0 || (kind === 'nouns' ? words.some(isThere) : words.every(isThere));
}

const plainWord = /(?<![\p{L}\p{M}])\p{Ll}[\p{L}\p{M}]+/gu;

/**
 * Names differ between languages (“Deutschland”, “Germany”). A sentence shares its small words with a
 * passage of its own language, even if it says something else.
 */
function isOtherLanguage(source: SourceWords, { kind }: FoundName, sentence: string): boolean {
  if (kind === 'exact') return false;
  const words = [...new Set(sentence.match(plainWord) ?? [])].slice(0, 60);
  if (source.isUncased && words.length > 2) return true;
  const shared = words.filter((word) => source.terms.has(stem(fold(word)))).length;
  return words.length >= 6 && shared / words.length < 0.2;
}
