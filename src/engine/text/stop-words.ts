/// <reference path="./stopword.d.ts" />
// Words of a query that say nothing about what is looked for. Which language's words they are
// is judged by the query itself, so that German “die” stays a word in an English one.
import { dan, deu, eng, fin, fra, ita, nld, pol, por, spa, swe } from 'stopword';
import { fold } from './terms.ts';

// Words of asking, which lists for indexing leave out: in a question they carry nothing.
const asking: Record<string, string[]> = {
  eng: [
    'please',
    'tell',
    'show',
    'find',
    'explain',
    'know',
    'need',
    'want',
    'does',
    'much',
    'many',
  ],
};

const languages = Object.entries({ eng, deu, spa, fra, ita, por, nld, dan, swe, fin, pol }).map(
  ([name, list]) => new Set([...list, ...(asking[name] ?? [])].map(fold)),
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
