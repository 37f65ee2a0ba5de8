// Words of a query that say nothing about what is looked for. Which language's words they are
// is judged by the query itself, so that German “die” stays a word in an English one.
import { dan, deu, eng, fin, fra, ita, nld, pol, por, spa, swe } from 'stopword';
import { fold } from './terms.ts';

// What the lists leave out: words of asking, pronouns, and the pieces that contractions come
// apart into (I’ve → i, ve), as a word ends at an apostrophe.
const more: Record<string, string> = {
  eng: `please tell show find explain know need want wants does did when where whose whom ours mine
    yours hers theirs myself yourself here there anyone someone everyone anything something
    everything one ones much many soon still ever really actually ve ll re s t d m don doesn didn
    isn aren wasn weren won wouldn couldn shouldn hasn haven hadn`,
  deu: `bitte wieviel wieviele welche welcher welches wann wozu woher wohin gibt`,
  fra: `est quel quelle quels quelles combien quand l d n s c j m t qu`,
  ita: `quanto quanta quanti quante quando quale quali l d un`,
  spa: `cuánto cuánta cuántos cuántas cuándo cuál cuáles dónde quién quiénes`,
};

const languages = Object.entries({ eng, deu, spa, fra, ita, por, nld, dan, swe, fin, pol }).map(
  ([name, list]) => new Set([...list, ...(more[name] ?? '').split(/\s+/)].map(fold)),
);

/**
 * The words that can be dropped from a query of these (raw) words: the stop words of the
 * language that knows most of them. None if that would leave nothing.
 */
export function stopWordsOf(words: readonly string[]): ReadonlySet<string> {
  const folded = words.map(fold);
  let best: ReadonlySet<string> = new Set();
  let most = 0;
  for (const language of languages) {
    const hits = folded.filter((word) => language.has(word)).length;
    if (hits > most) [best, most] = [language, hits];
  }
  return most === folded.length ? new Set() : best;
}
