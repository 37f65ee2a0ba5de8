// Words in Cyrillic letters: the cases and numbers of Russian and Ukrainian nouns and adjectives.
// Endings of verbs made results worse. Folding has made й и, ё е and ї і.
import { withoutEnding } from './endings.ts';

const ending = withoutEnding(
  `а е и о у ы ь ю я
  ам ям ах ях ами ями ов ев еи ом ем ои ою ею
  ия ии ию ие ием иям иях иями
  ого его ому ему ым им ых их ыми ими ая яя ую юю ое ее ые ыи
  і ів іи ії ію єю є іх ім іми`,
  3,
);

export function stemCyrillic(folded: string): string {
  return ending(folded);
}
