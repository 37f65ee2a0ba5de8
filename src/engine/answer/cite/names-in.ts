// Names, identifiers and addresses in a sentence of an answer: what cannot be said in other words.
import { isUnit } from './number-words.ts';

export interface FoundName {
  text: string;
  start: number;
  end: number;
  /**
   * `exact`: a code, an e-mail or a web address; `acronym`: capitals alone; `name`: capitalised words;
   * `nouns`: such words where capitals begin every noun.
   */
  kind: 'exact' | 'acronym' | 'name' | 'nouns';
}

/** Bounded, so that a long row of signs takes no longer than its length. */
const addresses =
  /(?:https?:\/\/|www\.)[^\s<>()[\]"“”«»]{1,500}[^\s<>()[\]"“”«».,;:!?]|(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,4}/giu;
/** ABC-123, RFC9309, Covid-19, ISO 9001, v2.3 */
const codes =
  /(?<![\p{Lu}\p{Ll}\p{N}])(?:\p{Lu}[\p{Lu}\p{Ll}]{0,14}[-_/]?\p{Nd}[\p{Lu}\p{Ll}\p{Nd}]*|\p{Lu}{2,10} \p{Nd}{2,}|v\p{Nd}+)(?:[-_/.:]\p{N}+)*(?![\p{Lu}\p{Ll}\p{N}])/gu;
const capitals = /(?<![\p{Lu}\p{Ll}\p{N}])\p{Lu}{2,12}(?![\p{Lu}\p{Ll}\p{N}])/gu;
const run =
  /(?<![\p{Lu}\p{Ll}\p{N}])\p{Lu}[\p{Lu}\p{Ll}\p{Mn}'’-]*(?:[ \u00a0](?:(?:of|de|del|di|da|van|von|der|la|le|du) ){0,2}\p{Lu}[\p{Lu}\p{Ll}\p{Mn}'’-]*)*/gu;
/** Words in capitals that are no names but loud, and codes of currencies, which are units. */
const loud = new Set(
  'NOT AND OR MUST ONLY ALL NO YES OK NB PS AM PM THE IS DO NEVER ALWAYS EUR USD GBP JPY CHF'.split(
    ' ',
  ),
);
const roman = /^[IVXLCDM]+$/;
/** Capitalised in English and other languages without being names. */
const common = new Set(
  `i i'm i'll i've mr mrs ms dr prof herr frau monsieur madame señor señora sir monday tuesday wednesday
  thursday friday saturday sunday january february march april may june july august september
  october november december passage passages source sources document documents chapter section
  article page figure table appendix question answer note yes no internet english german french
  spanish`.split(/\s+/),
);
/** What begins a sentence, or something like it. */
const beforeStart = /(?:^|[.!?:;…。！？«“”"„(\n|–—-]|\s\s)\s*$/u;

/**
 * @param text without references and Markdown's signs
 * @param nouns capitals begin every noun, as in German: then only what is written in several
 *   capitalised words counts as a name
 */
export function namesIn(text: string, nouns: boolean): FoundName[] {
  const found: FoundName[] = [];
  const add = (start: number, words: string, kind: FoundName['kind']) => {
    const end = start + words.length;
    if (found.some((other) => start < other.end && end > other.start)) return;
    found.push({ text: words, start, end, kind });
  };
  for (const { 0: words, index } of text.matchAll(addresses)) add(index, words, 'exact');
  for (const { 0: words, index } of text.matchAll(codes)) add(index, words, 'exact');
  const isLoud = !/\p{Ll}/u.test(text);
  if (isLoud) return found;
  for (const { 0: words, index } of text.matchAll(capitals)) {
    if (!loud.has(words) && !roman.test(words)) add(index, words, 'acronym');
  }
  for (const { 0: words, index } of text.matchAll(run)) {
    const { start, name } = withoutStart(text, words, index);
    if (!nouns && isName(name)) add(start, name, 'name');
    if (nouns && start === index && /[ \u00a0]/.test(name)) add(start, name, 'nouns');
  }
  return found;
}

/** A sentence begins with a capital whatever its first word is. */
function withoutStart(text: string, words: string, index: number) {
  if (!beforeStart.test(text.slice(Math.max(0, index - 12), index)))
    return { start: index, name: words };
  const ends = text.startsWith(':', index + words.length);
  const rest = ends ? null : /^[^ \u00a0]+[ \u00a0]+(?:\p{Ll}+ )*/u.exec(words);
  const skip = rest ? rest[0].length : words.length;
  return { start: index + skip, name: words.slice(skip) };
}

function isName(name: string): boolean {
  return name.length >= 3 && !common.has(name.toLowerCase()) && !isUnit(name);
}

/** The words of a name that must be found. */
export function nameWords(name: string): string[] {
  return name
    .split(/[ \u00a0'’-]+/)
    .filter((word) => /^\p{Lu}[\p{L}\p{M}]{2,}/u.test(word) && !common.has(word.toLowerCase()));
}
