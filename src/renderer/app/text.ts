// Every word on the screen comes through here, so that another language is another table.
import { fillText } from '../../shared/texts/format.ts';
import { formatNumber } from './format.ts';
import { counts, texts } from './texts/en.ts';

export type TextKey = keyof typeof texts;
export type CountKey = keyof typeof counts;

const plural = new Intl.PluralRules('en');

/** The text of a key, its `{names}` filled in. */
export function t(key: TextKey, params: Readonly<Record<string, string | number>> = {}): string {
  return fillText(texts[key], params);
}

/** A number with its noun: `1 file`, `1,204 files`. */
export function counted(key: CountKey, n: number): string {
  const forms = counts[key];
  const form = plural.select(n) === 'one' ? forms.one : forms.other;
  return fillText(form, { n: formatNumber(n) });
}
