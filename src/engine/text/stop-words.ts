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

// What the lists hold though it says something: things and qualities, numbers, places in a row.
const meaningful: Record<string, string> = {
  deu: `jahr jahre jahren tag tage tagen uhr zeit teil mensch menschen mann gott sache ordnung recht
    rechte rechten rechter rechtes beispiel mittel schluss ende startseite groß große großen großer
    großes kleine kleinen kleiner kleines gut gute guter gutes neue neuen jung lang lange kurz hoch
    weit früher morgen eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf zwanzig
    erste ersten erster erstes zweite zweiten zweiter zweites dritte dritten dritter drittes vierte
    vierten vierter viertes fünfte fünften fünfter fünftes sechste sechsten sechster sechstes
    siebente siebenten siebenter siebentes achte achten achter achtes neunte neunten neunter
    neuntes zehnte zehnten zehnter zehntes`,
};

// Lists of other languages made results worse (Romanian, Turkish, Russian, Greek, Thai), or
// changed nothing (Arabic, Hindi, Chinese): how common a term is says enough there.
const languages = Object.entries({ eng, deu, spa, fra, ita, por, nld, dan, swe, fin, pol }).map(
  ([name, list]) => {
    const kept = new Set(wordsIn(meaningful[name] ?? ''));
    return new Set([...list.map(fold), ...wordsIn(more[name] ?? '')].filter((w) => !kept.has(w)));
  },
);

function wordsIn(list: string): string[] {
  return list.split(/\s+/).filter(Boolean).map(fold);
}

/**
 * Letters that Vietnamese alone has. Its syllables without their signs look like the short words of
 * other languages, and would be dropped as those.
 */
const vietnamese = /[\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]/;

/**
 * The words that can be dropped from a query of these (raw) words: the stop words of the
 * language that knows most of them. None if that would leave nothing.
 */
export function stopWordsOf(words: readonly string[]): ReadonlySet<string> {
  if (words.some((word) => vietnamese.test(word.normalize('NFC')))) return new Set();
  const folded = words.map(fold);
  let best: ReadonlySet<string> = new Set();
  let most = 0;
  for (const language of languages) {
    const hits = folded.filter((word) => language.has(word)).length;
    if (hits > most) [best, most] = [language, hits];
  }
  return most === folded.length ? new Set() : best;
}
