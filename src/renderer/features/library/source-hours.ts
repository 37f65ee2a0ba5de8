// How often a source is fetched, as choices in words.
import { t } from '../../app/text.ts';

const usual = [1, 6, 24, 168, 0];

export interface HoursChoice {
  value: string;
  name: string;
}

/** The usual choices, and the one that is set if it is none of them. */
export function hoursChoices(current: number): HoursChoice[] {
  const hours = usual.includes(current) ? usual : [current, ...usual];
  return hours.map((value) => ({ value: String(value), name: hoursName(value) }));
}

export function hoursName(hours: number): string {
  if (hours === 0) return t('web.never');
  if (hours === 1) return t('web.hourly');
  if (hours === 24) return t('web.daily');
  return hours === 168 ? t('web.weekly') : t('web.hours', { n: hours });
}
