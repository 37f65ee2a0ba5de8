// Words in Devanagari: the endings of Hindi, as Ramanathan and Rao take them off (“A Lightweight
// Stemmer for Hindi”, 2003): numbers and cases of nouns, forms of verbs.
import { withoutEnding } from './endings.ts';

const dot = /\u093c/g;
const candrabindu = /\u0901/g;
const anusvara = '\u0902';

const ending = withoutEnding(
  `ा ि ी ु ू े ो ां ों ें ीं
  ाओं ाएं ियां ियों ुआं ुएं ुओं ताएं ताओं नाएं नाओं
  ता ती ते तीं ना नी ने कर ाता ाती ाते ातीं ाना ाने ाया ाई ाए ाओ िए ाइए ाईं ाकर
  ेगा ेगी ोगे ोगी ाएगा ाएगी ाओगी ाओगे ूंगा ूंगी ेंगे ेंगी एंगे एंगी`,
  2,
);

/** The dot of borrowed letters is often left out, and one sign for nasals written for the other. */
export function stemDevanagari(folded: string): string {
  return ending(folded.replace(dot, '').replace(candrabindu, anusvara)) || folded;
}
