// Numbers, sizes, times as people read them. One Intl formatter of each kind, made once.

const language = 'en';
const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 });
const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 });
const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
const moment = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
const ago = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });

const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

export function formatNumber(value: number): string {
  return whole.format(value);
}

/** A share between 0 and 1 as a whole percentage. */
export function formatPercent(share: number): string {
  return percent.format(share);
}

/** Bytes in steps of 1,024, with three digits at most: `1.46 MB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${(unit === 0 ? whole : short).format(value)}\u00a0${units[unit]}`;
}

/** How long something took: milliseconds below one second, else seconds. */
export function formatTook(ms: number): string {
  return ms < 1000 ? `${whole.format(ms)}\u00a0ms` : `${short.format(ms / 1000)}\u00a0s`;
}

/** A span in the largest unit that says it: `40 s`, `3 min`, `2 h`. */
export function formatSpan(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds}\u00a0s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes}\u00a0min`;
  return `${Math.round(minutes / 60)}\u00a0h`;
}

export function formatDay(at: number): string {
  return day.format(at);
}

export function formatMoment(at: number): string {
  return moment.format(at);
}

/** When something was, seen from `now`: `5 minutes ago`, `yesterday`; a date after a month. */
export function formatAgo(at: number, now: number): string {
  const minutes = Math.round((at - now) / 60_000);
  if (Math.abs(minutes) < 60) return ago.format(minutes, 'minute');
  const hours = Math.round(minutes / 60);
  if (Math.abs(hours) < 24) return ago.format(hours, 'hour');
  const days = Math.round(hours / 24);
  return Math.abs(days) < 30 ? ago.format(days, 'day') : formatDay(at);
}
