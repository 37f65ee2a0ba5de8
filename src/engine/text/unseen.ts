// Signs that are not seen but do something: marks of direction, tags, signs without width, fillers.

/** They join letters and emoji, or choose how an emoji looks; some languages cannot be read without. */
const joining = '\\u200c|\\u200d|\\ufe0e|\\ufe0f';
/** Signs of Arabic and Syriac that Unicode counts among the unseen, and that are seen. */
const seen = '[\\u0600-\\u0605\\u06dd\\u070f\\u08e2]';

const unseen = new RegExp(
  `(?!${joining}|${seen})[\\p{Default_Ignorable_Code_Point}\\p{Cf}\\ufff9-\\ufffb]`,
  'gu',
);
/** One or two of them join; a row of them hides a message. */
const row = new RegExp(`((?:${joining}){2})(?:${joining})+`, 'g');
const atEnd = new RegExp(`(?:${joining})+$`);

export function withoutUnseen(text: string): string {
  return text.replace(unseen, '').replace(row, '$1');
}

/** The joining signs at the end of a text, to which more may come. */
export function joiningEnd(text: string): string {
  return atEnd.exec(text)?.[0] ?? '';
}
