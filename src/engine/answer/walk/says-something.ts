// How much a part of a text says by itself: a whole sentence of some words more than a label, the
// first words of a list, or a link back.

/** A full stop, whatever closes behind it. */
const ended = /[.!?。！？।؟…]["'”’»)\]*_]*$/u;
const introduces = /[:：]["'”’»)\]*_]*$/u;
/** So many terms are enough. */
const enough = 8;

/**
 * @param terms how many different ones it has
 * @returns 0 to 1
 */
export function saysSomething(text: string, terms: number): number {
  const end = text.trimEnd().slice(-12);
  const shape = ended.test(end) ? 1 : introduces.test(end) ? 0.25 : 0.5;
  return shape * Math.min(1, terms / enough);
}
