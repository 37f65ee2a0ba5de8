// Dates in a text, in the usual ways of writing them: 2024-03-03, 3.3.2024, 03/04/2024, 3 March 2024,
// March 3, 2024, 3. März, 3 de marzo de 2024, 2024年3月3日. One that can be read in two ways is both.
import { withAsciiDigits } from '../../text/stem/stem.ts';

/** Null stands for what is not said. */
export interface CalendarDate {
  year: number | null;
  month: number;
  day: number | null;
}

export interface FoundDate {
  text: string;
  start: number;
  end: number;
  /** What it may mean. */
  dates: readonly CalendarDate[];
}

const names = [
  'january januar janvier enero gennaio janeiro januari styczeń stycznia январь января jan janv ene يناير जनवरी',
  'february februar février febrero febbraio fevereiro februari luty lutego февраль февраля feb févr فبراير फ़रवरी',
  'march märz mars marzo março maart marzec marca март марта mar mrz مارس मार्च',
  'april avril abril aprile kwiecień kwietnia апрель апреля apr avr abr أبريل अप्रैल',
  'may mai mayo maggio maio mei maj maja май мая مايو मई',
  'june juni juin junio giugno junho czerwiec czerwca июнь июня jun يونيو जून',
  'july juli juillet julio luglio julho lipiec lipca июль июля jul juil يوليو जुलाई',
  'august août agosto augustus sierpień sierpnia август августа aug أغسطس अगस्त',
  'september septembre septiembre settembre setembro wrzesień września сентябрь сентября sep sept سبتمبر सितंबर',
  'october oktober octobre octubre ottobre outubro październik października октябрь октября oct okt أكتوبر अक्टूबर',
  'november novembre noviembre novembro listopad listopada ноябрь ноября nov نوفمبر नवंबर',
  'december dezember décembre diciembre dicembre dezembro grudzień grudnia декабрь декабря dec dez déc ديسمبر दिसंबर',
];
const monthOf = new Map(
  names.flatMap((list, i) => list.split(' ').map((name): [string, number] => [name, i + 1])),
);
const month = `(?:${[...monthOf.keys()].toSorted((a, b) => b.length - a.length).join('|')})`;

const start = '(?<![\\p{L}\\p{Nd}])';
const stop = '(?![\\p{L}\\p{Nd}])';
const day = '\\p{Nd}{1,2}(?:st|nd|rd|th|er|º|°|\\.|e)?';
const year = '(?<year>\\p{Nd}{4})';
const between =
  '[ \\u00a0]*(?:[-–—,/]|to|and|until|till|bis|und|au|et|al|y|a|e|tot|en|по|и|do|i)?[ \\u00a0]*';
const of = '[ \\u00a0-]*(?:of |de |del |di |den )?';

const patterns = [
  // 3 March 2024, 3.–5. März, 3 de marzo de 2024
  `${start}(?<days>${day}(?:${between}${day}){0,4})${of}(?<month>${month})${stop}\\.?(?:,?${of}${year}${stop})?`,
  // March 3, 2024, March 3–5
  `${start}(?<month>${month})\\.?[ \\u00a0]+(?:the )?(?<days>${day}(?:${between}${day}){0,4})${stop}(?:,?[ \\u00a0]*${year}${stop})?`,
  // March 2024
  `${start}(?<month>${month})\\.?,?${of}${year}${stop}`,
  // 2024年3月3日, 3月3日, 2024년 3월 3일
  `(?:${year}[ ]?[年년][ ]?)?(?<number>\\p{Nd}{1,2})[ ]?[月월](?:[ ]?(?<days>\\p{Nd}{1,2})[ ]?[日号號일])?`,
].map((pattern) => new RegExp(pattern, 'giu'));
const bareMonth = new RegExp(`${start}(?<month>${month})${stop}`, 'giu');
const byNumbers =
  /(?<![\p{Nd}.,/-])(\p{Nd}{1,4})([-./])[ ]?(\p{Nd}{1,2})\2[ ]?(\p{Nd}{4}|\p{Nd}{2})(?![\p{Nd}])/gu;
const dayMonth = /(?<![\p{Nd}.])(\p{Nd}{1,2})\.[ ]?(\p{Nd}{1,2})\.(?!\p{Nd})/gu;

/** @param bare also a month that is named alone */
export function datesIn(text: string, bare = false): FoundDate[] {
  const found: FoundDate[] = [];
  const taken = new Uint8Array(text.length);
  const add = (match: RegExpExecArray, dates: CalendarDate[]) => {
    const start = match.index;
    const end = start + match[0].length;
    if (dates.length === 0 || taken[start] === 1) return;
    taken.fill(1, start, end);
    found.push({ text: match[0], start, end, dates });
  };
  for (const pattern of bare ? [...patterns, bareMonth] : patterns) {
    for (const match of text.matchAll(pattern)) add(match, named(match));
  }
  for (const match of text.matchAll(byNumbers)) add(match, numbered(match));
  for (const match of text.matchAll(dayMonth)) {
    add(match, valid([[null, numberOf(match[2]!), numberOf(match[1]!)]]));
  }
  return found;
}

/** “2024-03-05”; “3/5/2024” is the third of May, or the fifth of March. */
function numbered([, first, , second, third]: RegExpExecArray): CalendarDate[] {
  const [one, two, last] = [numberOf(first!), numberOf(second!), numberOf(third!)];
  if (first!.length === 4) return valid([[one, two, last]]);
  if (first!.length === 3) return [];
  const year = third!.length === 4 ? last : last + (last < 70 ? 2000 : 1900);
  return valid([
    [year, two, one],
    [year, one, two],
  ]);
}

/** “You may 3 times” names no month. */
const verbs = new Set(['may', 'march', 'mar', 'set', 'fem']);

/** Whether a date that is said is one of those that are there, as far as each says. */
export function isAmong(date: CalendarDate, there: readonly CalendarDate[]): boolean {
  return there.some(
    (other) =>
      other.month === date.month &&
      (other.day === null || date.day === null || other.day === date.day) &&
      (other.year === null || date.year === null || other.year === date.year),
  );
}

function named({ groups = {} }: RegExpExecArray): CalendarDate[] {
  const { month: name, number, days = '', year } = groups;
  if (name !== undefined && verbs.has(name)) return [];
  const which = number === undefined ? monthOf.get(name!.toLowerCase())! : numberOf(number);
  const full = year === undefined ? null : numberOf(year);
  const all = days.match(/\p{Nd}+/gu)?.map(numberOf) ?? [null];
  return valid(all.map((one) => [full, which, one]));
}

function valid(dates: [number | null, number, number | null][]): CalendarDate[] {
  return dates
    .filter(([, m, d]) => m >= 1 && m <= 12 && (d === null || (d >= 1 && d <= 31)))
    .map(([y, m, d]) => ({ year: y, month: m, day: d }));
}

function numberOf(digits: string): number {
  return Number(withAsciiDigits(digits));
}
