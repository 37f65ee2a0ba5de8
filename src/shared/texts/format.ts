import { type ErrorCode, type ErrorParams, flattenError } from '../errors.ts';
import { errorSentences } from './en.ts';

/**
 * Fills `{name}` in a text with the value of that name. A name without a value stays as it
 * is, so that a mistake shows instead of hiding.
 */
export function fillText(text: string, params: ErrorParams = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    return value === undefined ? whole : String(value);
  });
}

/** The sentence that tells the person what happened and what to do. */
export function errorSentence(code: ErrorCode, params: ErrorParams = {}): string {
  return fillText(errorSentences[code], params);
}

/** The same, for whatever was caught. */
export function sentenceOf(error: unknown): string {
  const flat = flattenError(error);
  return errorSentence(flat.code, flat.params);
}
