// Dates as a person writes them in a query, made into the start of the day, month or year that
// they name, in local time.

/** Longest counts of relative dates: beyond it, every file is younger. */
const mostBack = 9999;

/**
 * The time (ms since 1970) at which the named day, month or year begins: `2024`, `2024-03`,
 * `2024-03-15` (also with / or .), `today`, `yesterday`, or so many days, weeks, months or years
 * back: `7d`, `2w`, `3m`, `1y`. Always the start of a day, so that the same words name the same
 * time for a whole day. Null for anything else, also for days that no calendar has.
 */
export function startOfDate(text: string, now: Date): number | null {
  const value = text.trim().toLowerCase();
  return absolute(value) ?? relative(value, now);
}

/** How a date is shown: `2024-03-15`. */
export function isoDay(time: number): string {
  const date = new Date(time);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function absolute(value: string): number | null {
  const match = /^(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?$/.exec(value);
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[3] ?? 1), Number(match[4] ?? 1)];
  if (year < 1000) return null;
  const date = new Date(year, month - 1, day);
  // 2023-02-30 would become a day in March.
  const isReal = date.getMonth() === month - 1 && date.getDate() === day;
  return isReal ? date.getTime() : null;
}

function relative(value: string, now: Date): number | null {
  const [year, month, day] = [now.getFullYear(), now.getMonth(), now.getDate()];
  if (value === 'today') return new Date(year, month, day).getTime();
  if (value === 'yesterday') return new Date(year, month, day - 1).getTime();
  const match = /^(\d{1,4})([dwmy])$/.exec(value);
  if (!match) return null;
  const count = Math.min(Number(match[1]), mostBack);
  if (match[2] === 'd') return new Date(year, month, day - count).getTime();
  if (match[2] === 'w') return new Date(year, month, day - 7 * count).getTime();
  return match[2] === 'm'
    ? monthsBack(year, month - count, day)
    : monthsBack(year - count, month, day);
}

/** A month before the 31st is the last day of a month that has none. */
function monthsBack(year: number, month: number, day: number): number {
  const lastDay = new Date(year, month + 1, 0).getDate();
  const date = new Date(2000, 0, 1);
  // Set by parts: the constructor takes years below 100 for those of the last century.
  date.setFullYear(year, month, Math.min(day, lastDay));
  return date.getTime();
}
