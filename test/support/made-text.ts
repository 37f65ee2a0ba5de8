// Text of made-up words, some far commoner than others, as in a language.
import { seeded } from './random.ts';

/**
 * @param seed another seed has other words
 * @param letters what its words are made of
 * @returns gives the next so many words, with stops and line breaks
 */
export function madeText(
  seed: number,
  letters = 'aabdeeefghiiklmnnoorrsstttuvwz',
): (words: number) => string {
  const random = seeded(seed);
  const alphabet = Array.from(letters);
  const words = Array.from({ length: 3000 }, (_, rank) =>
    random.text(2 + random.int(rank < 60 ? 2 : 9), () => random.pick(alphabet)),
  );
  const wordOf = () => words[random.int(1 + random.int(1 + random.int(words.length)))]!;
  const end = () => (random.int(9) > 0 ? ' ' : random.int(6) > 0 ? '. ' : '.\n\n');
  return (count) => random.text(count, () => wordOf() + end());
}
