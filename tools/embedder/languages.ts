// Whether a paragraph is written in the language that its file claims: translations are often
// left half done. Judged by script, and by the small words where languages share the Latin one.
import { deu, eng, fra, ita, nld, pol, por, ron, spa, tur } from 'stopword';

/** Letters of the scripts that tell a language at once; other languages here are Latin ones. */
const scripts: Record<string, RegExp> = {
  ar: /\p{sc=Arabic}/gu,
  el: /\p{sc=Greek}/gu,
  hi: /\p{sc=Devanagari}/gu,
  ja: /[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]/gu,
  ko: /\p{sc=Hangul}/gu,
  ru: /\p{sc=Cyrillic}/gu,
  th: /\p{sc=Thai}/gu,
  zh: /\p{sc=Han}/gu,
};

const smallWords: Record<string, ReadonlySet<string>> = Object.fromEntries(
  Object.entries({
    en: eng,
    de: deu,
    es: spa,
    fr: fra,
    it: ita,
    nl: nld,
    pl: pol,
    pt: por,
    ro: ron,
    tr: tur,
  }).map(([language, list]) => [language, new Set(list)]),
);

export const languages = [...Object.keys(smallWords), ...Object.keys(scripts)];

/** The code used here for what a path calls a language ("pt_BR", "zh-Hans", "cn"); null if unknown. */
export function languageOf(name: string): string | null {
  const code = name.toLowerCase().replaceAll('_', '-');
  // Traditional Chinese has other words and other signs: it is not taken for the simplified one.
  if (/^zh-(?:tw|hant|hk|mo)/.test(code)) return null;
  const short = code.split('-')[0]!;
  const known = short === 'cn' ? 'zh' : short === 'kr' ? 'ko' : short === 'jp' ? 'ja' : short;
  return languages.includes(known) ? known : null;
}

/** Shorter paragraphs say too little; the dense scripts say as much in fewer signs. */
export function shortest(language: string): number {
  return language === 'zh' || language === 'ja' ? 16 : language === 'ko' ? 24 : 40;
}

export function isWrittenIn(language: string, paragraph: string): boolean {
  const letters = paragraph.match(/\p{L}/gu)?.length ?? 0;
  const signs = paragraph.replace(/\s/g, '').length;
  if (letters < signs * 0.6) return false;
  const script = scripts[language];
  if (script) return isInScript(language, script, paragraph, letters);
  const words = paragraph.toLowerCase().match(/\p{L}+/gu) ?? [];
  if (words.length < 5) return false;
  const latin = paragraph.match(/\p{sc=Latin}/gu)?.length ?? 0;
  if (latin < letters * 0.9) return false;
  const own = countIn(smallWords[language], words);
  if (language === 'en') return own >= words.length * 0.15;
  return own >= words.length * 0.08 && own > countIn(smallWords['en'], words);
}

function isInScript(language: string, script: RegExp, paragraph: string, letters: number): boolean {
  // Names and marks of products stay Latin in every translation.
  if ((paragraph.match(script)?.length ?? 0) < letters * 0.5) return false;
  const kana = paragraph.match(/[\p{sc=Hiragana}\p{sc=Katakana}]/gu)?.length ?? 0;
  if (language === 'ja') return kana >= letters * 0.1;
  return language !== 'zh' || kana <= letters * 0.02;
}

function countIn(set: ReadonlySet<string> | undefined, words: readonly string[]): number {
  return words.reduce((count, word) => count + (set?.has(word) ? 1 : 0), 0);
}

/** Whether words of this language are not set apart by blanks. */
export function isUnspaced(language: string): boolean {
  return language === 'zh' || language === 'ja' || language === 'th';
}
