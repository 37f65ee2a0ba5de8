// Words in Arabic letters, in the manner of the light stemmers of Larkey, Ballesteros and Connell
// (“Improving Stemming for Arabic Information Retrieval”, 2002): the article and
// “and” that are written together with a word, and its endings. Roots are not looked for, and single
// letters that may be prepositions stay: as many words begin with them.
import { withoutEnding } from './endings.ts';

/** Vowel signs and the stroke that only makes a word longer. */
const signs = /\u0640|[\u064b-\u065f]|\u0670|[\u06d6-\u06ed]/g;
const variants = /[أإآٱىیکؤئء]/g;

/** Letters that are written for one another; Persian and Urdu have their own ي and ك. */
const writtenAs: Record<string, string> = {
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ٱ: 'ا',
  ى: 'ي',
  ی: 'ي',
  ک: 'ك',
  ؤ: 'و',
  ئ: 'ي',
  ء: '',
};

const and = 'و';
const articles = ['وال', 'بال', 'كال', 'فال', 'لل', 'ال'];
/** One after the other: several can stand on a word. */
const endings = ['ها', 'ان', 'ات', 'ون', 'ين', 'يه', 'ية', 'ه', 'ة', 'ي'];
const lastEnding = withoutEnding('وا نا هم كم تم ا ت ن', 3);

export function stemArabic(folded: string): string {
  const word = folded.replace(signs, '').replace(variants, (letter) => writtenAs[letter]!);
  return lastEnding(withoutEndings(withoutArticle(word))) || folded;
}

function withoutArticle(word: string): string {
  const rest = word.length >= 4 && word.startsWith(and) ? word.slice(1) : word;
  const article = articles.find((one) => rest.startsWith(one) && rest.length - one.length >= 2);
  return article === undefined ? rest : rest.slice(article.length);
}

function withoutEndings(word: string): string {
  let rest = word;
  for (const ending of endings) {
    if (rest.endsWith(ending) && rest.length - ending.length >= 2) {
      rest = rest.slice(0, rest.length - ending.length);
    }
  }
  return rest;
}
