// A query cut into words, phrases and operators, in one pass from left to right. Whatever is no
// operator to the letter is words: paths, addresses, times and code are searched as they stand.

export const operatorKeys = ['path', 'type', 'after', 'before', 'in', 'sort'] as const;
export type OperatorKey = (typeof operatorKeys)[number];

/** Half-open ranges of UTF-16 offsets into the query. */
export interface Token {
  kind: 'words' | 'phrase' | OperatorKey;
  /** A minus stands before it. */
  negated: boolean;
  start: number;
  end: number;
  /** What it says: without minus, key and quotes. */
  valueStart: number;
  valueEnd: number;
  /** False for a quote that goes on to the end of the query. */
  closed: boolean;
}

/** Opening quotes, each with what closes it. „ is closed by “, which itself opens elsewhere. */
const closers: Readonly<Record<string, string>> = {
  '"': '"”',
  '“': '”"',
  '”': '”"',
  '„': '“”"',
  '«': '»',
  '「': '」',
  '『': '』',
};
/** Quotes that open only where a word may begin: within one they are inches or part of it. */
const bothWays = new Set(['"', '”']);
const minus = /[-\u2212]/;
/** Blanks, and the marks of writing direction that stand before a word unseen. */
const blank = /[\s\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]/;
const wordCharacter = /[\p{L}\p{N}\p{M}]/u;
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}]/u;
const operator = new RegExp(`(${operatorKeys.join('|')}):`, 'iy');

/** Full-width signs and letters as ASCII, one for one, so that offsets stay. */
export function toHalfWidth(text: string): string {
  return text.replace(/[\uff01-\uff5e]/g, (wide) =>
    String.fromCharCode(wide.charCodeAt(0) - 0xfee0),
  );
}

/** The tokens of a query in order; linear in its length. */
export function tokenize(query: string): Token[] {
  const text = toHalfWidth(query);
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (blank.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    const token = specialAt(text, at) ?? wordsAt(text, at);
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

/** The phrase, operator or exclusion that begins here; null if words do. */
function specialAt(text: string, start: number): Token | null {
  const negated = minus.test(text.charAt(start)) && mayBeNegated(text, start);
  const from = negated ? start + 1 : start;
  operator.lastIndex = from;
  const key = isBeginning(text, start)
    ? (operator.exec(text)?.[1]?.toLowerCase() as OperatorKey | undefined)
    : undefined;
  if (key) return operatorAt(text, start, from, key, negated);
  const quoted = quotedAt(text, from);
  if (quoted) return { kind: 'phrase', negated, start, ...quoted };
  if (!negated) return null;
  const end = endOfWord(text, from);
  // “-aside-” is a word between dashes.
  if (minus.test(text.charAt(end - 1))) return null;
  return { kind: 'words', negated, start, end, valueStart: from, valueEnd: end, closed: true };
}

/** A minus excludes where a word could begin and something to exclude follows. */
function mayBeNegated(text: string, at: number): boolean {
  const next = text.codePointAt(at + 1);
  if (next === undefined || !isBeginning(text, at)) return false;
  const character = String.fromCodePoint(next);
  return wordCharacter.test(character) || character in closers;
}

function operatorAt(
  text: string,
  start: number,
  from: number,
  key: OperatorKey,
  negated: boolean,
): Token {
  const valueStart = from + key.length + 1;
  const quoted = quotedAt(text, valueStart);
  if (quoted) return { kind: key, negated, start, ...quoted };
  let end = valueStart;
  while (end < text.length && !blank.test(text.charAt(end))) end += 1;
  return { kind: key, negated, start, end, valueStart, valueEnd: end, closed: true };
}

interface Quoted {
  end: number;
  valueStart: number;
  valueEnd: number;
  closed: boolean;
}

function quotedAt(text: string, at: number): Quoted | null {
  const open = text.charAt(at);
  const close = closers[open];
  if (close === undefined || (bothWays.has(open) && !mayOpen(text, at))) return null;
  const valueStart = at + 1;
  let valueEnd = valueStart;
  while (valueEnd < text.length && !close.includes(text.charAt(valueEnd))) valueEnd += 1;
  const closed = valueEnd < text.length;
  return { valueStart, valueEnd, end: closed ? valueEnd + 1 : valueEnd, closed };
}

/** Whether a sign that opens and closes opens here: not after a letter or digit, as in 12" or צה"ל. */
function mayOpen(text: string, at: number): boolean {
  const before = text.charAt(at - 1);
  return !wordCharacter.test(before) || unspaced.test(before);
}

/** Whether a token begins here as a person would see it: at the start, after a blank or a bracket. */
function isBeginning(text: string, at: number): boolean {
  const before = text.charAt(at - 1);
  return before === '' || blank.test(before) || '([{'.includes(before);
}

function wordsAt(text: string, start: number): Token {
  // At least one character, also where that is a quote that opens nothing.
  const end = Math.max(endOfWord(text, start), start + 1);
  return {
    kind: 'words',
    negated: false,
    start,
    end,
    valueStart: start,
    valueEnd: end,
    closed: true,
  };
}

/** Where the run of characters ends that a blank or an opening quote ends. */
function endOfWord(text: string, start: number): number {
  let end = start;
  while (end < text.length) {
    const character = text.charAt(end);
    if (blank.test(character)) break;
    if (end > start && character in closers && (!bothWays.has(character) || mayOpen(text, end)))
      break;
    end += 1;
  }
  return end;
}
