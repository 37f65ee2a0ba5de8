// What stands in brackets: the numbers of passages, something else, or too little to tell. Models
// write them in many ways: [1], [1, 2], [1-3], [^1], [passage 1], [sources 1 and 2], 【1†notes】.
import { withAsciiDigits } from '../../text/stem/stem.ts';

/** `open`: it may still become numbers; `no`: it cannot. */
export type Brackets = number[] | 'open' | 'no';

/** The longest inside that is still waited for. */
export const longestInside = 80;
/** So long a number is a year or an amount: passages are never that many. */
const mostDigits = 3;
const longestRange = 50;

const naming = new Set(
  `passage passages source sources document documents doc docs reference references ref refs
  citation citations cite no nr passagen quelle quellen abschnitt abschnitte dokument dokumente
  extrait extraits fuente fuentes pasaje pasajes documento documentos fonte fonti fontes
  passaggio passaggi passagem passagens bron bronnen źródło источник источники фрагмент фрагменты
  документ 段落 来源 來源 出典 文書 引用 문서 출처 구절`.split(/\s+/),
);
const joining = new Set('and und et y e i og och en и と 和 및'.split(' '));
const separators = new Set([',', ';', '、', '，', '；', '،', '&', '+', '/']);
const dashes = new Set(['-', '–', '—', '‑', '~', '〜']);

const tokens = /[ \t\u00a0]+|\p{Nd}+|[\p{L}\p{M}]+|./gsu;

type State = 'begin' | 'word' | 'number' | 'wanted' | 'range' | 'note';

/** @param closed false: more of it may come */
export function readBrackets(inside: string, closed: boolean): Brackets {
  if (inside.length > longestInside) return 'no';
  const numbers: number[] = [];
  let state: State = 'begin';
  for (const { 0: token, index } of inside.matchAll(tokens)) {
    const unfinished = !closed && index + token.length === inside.length;
    const next: State | null = state === 'note' ? 'note' : step(state, token, numbers, unfinished);
    if (next === null || token === '\n') return 'no';
    state = next;
  }
  if (!closed) return 'open';
  const isWhole = state === 'number' || state === 'note';
  // “[0, 1]” is an interval: passages are counted from 1.
  if (!isWhole || (numbers.length > 1 && numbers.includes(0))) return 'no';
  return [...new Set(numbers)];
}

/** @param unfinished the token is the last one and may go on */
function step(state: State, token: string, numbers: number[], unfinished: boolean): State | null {
  if (/^[ \t\u00a0]/.test(token)) return state;
  if (/^\p{Nd}/u.test(token)) return state === 'number' ? null : numberStep(state, token, numbers);
  if (state === 'number') {
    if (separators.has(token)) return 'wanted';
    if (dashes.has(token)) return 'range';
    if (token === '†') return 'note';
    return isWord(token, joining, unfinished) ? 'wanted' : null;
  }
  if (state === 'range') return null;
  if (token === '^') return state === 'begin' ? 'wanted' : null;
  if (token === '#' || token === '№') return 'wanted';
  if (token === '.' || token === ':') return state === 'word' ? 'wanted' : null;
  return state !== 'word' && isWord(token, naming, unfinished) ? 'word' : null;
}

function numberStep(state: State, token: string, numbers: number[]): State | null {
  if (token.length > mostDigits) return null;
  const number = Number(withAsciiDigits(token));
  const from = numbers.at(-1);
  if (state === 'range' && from !== undefined && number - from <= longestRange) {
    for (let n = from + 1; n < number; n++) numbers.push(n);
  }
  numbers.push(number);
  return 'number';
}

function isWord(token: string, words: ReadonlySet<string>, unfinished: boolean): boolean {
  const word = token.toLowerCase();
  if (words.has(word)) return true;
  return unfinished && [...words].some((known) => known.startsWith(word));
}
