// Words in Latin letters, of whatever language. Which language a text is in is not asked: a query of
// two words cannot tell, and a stem that text and query do not share finds nothing (guessing by
// stop words cost Spanish 17 of 100 first places). Instead all words go the same way: Porter's
// algorithm, then the endings of languages that have more of them. Words are not cut to a length:
// that helped Turkish a little more, but made one of German compounds.
import { stemmer } from 'stemmer';
import { withoutEnding } from './endings.ts';

/**
 * Plurals and genders of Romance and Germanic languages, Romanian articles, Turkish cases,
 * possessives and commonest verb forms. Five letters must stay, so that English words, which
 * Porter's algorithm has shortened, are hardly touched.
 */
const ending = withoutEnding(
  `s es en er e n a o i as os em ns
  ul ului uri urile ilor elor lor le ea ei ii ile
  lar ler lari leri larin lerin larini lerini larinin lerinin larina lerine
  larinda lerinde larindan lerinden
  in nin nun un dan den da de ta te tan ten su si yu yi u na ne ini unu ya ye
  sinin sunun sini sunu sina sine sinda sinde nda nde ndan nden ki daki deki ndaki ndeki
  yla yle nla lik luk ligi lugu ligin siz suz li lu ci cu
  dir tir dur tur mis mus dik tik digi tigi dugu tugu mak mek arak erek yor iyor uyor
  acak ecek yan yen`,
  5,
);

const plainWord = /^[a-z]+$/;
const ownLetters = /[ıđłøæœðþħŧ]/g;

/** Letters without a decomposition, as people type them who do not have them. */
const typedAs: Record<string, string> = {
  ı: 'i',
  đ: 'd',
  ł: 'l',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ð: 'd',
  þ: 'th',
  ħ: 'h',
  ŧ: 't',
};

/** Words with digits are codes and stay whole. */
export function stemLatin(folded: string): string {
  const word = folded.replace(ownLetters, (letter) => typedAs[letter]!);
  if (!plainWord.test(word)) return word;
  const stemmed = stemmer(word);
  // “policy” is “polici” by then: its i is no ending, or it would be one with the police.
  if (stemmed.endsWith('i') && !word.endsWith('i')) return stemmed;
  return ending(ending(stemmed));
}
