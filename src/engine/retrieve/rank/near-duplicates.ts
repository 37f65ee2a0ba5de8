// Passages that say the same twice: copies of a file, a notice that stands in every document. The
// best of them is shown, the others are named under it. Texts whose numbers differ are never one:
// last year's price list is no copy of this year's.
import { termsOf } from '../../text/terms.ts';

/** Terms of one shingle. */
const shingleLength = 4;
/** Two passages are one if they share this part of all their shingles (Broder 1997: resemblance). */
const resemblance = 0.8;
/** Longer passages are compared by their beginning: enough to tell. */
const mostTerms = 400;

/** A passage with those that say nearly the same, in their order. */
export interface Folded<T> {
  passage: T;
  duplicates: T[];
}

/**
 * Folds near-duplicates into the first of each, keeping the order. Stops when `limit` distinct
 * passages are found: what follows is not looked at.
 */
export function foldDuplicates<T extends { text: string }>(
  passages: readonly T[],
  limit: number,
): Folded<T>[] {
  const kept: { folded: Folded<T>; sketch: Sketch }[] = [];
  for (const passage of passages) {
    const sketch = sketchOf(passage.text);
    const twin = kept.find((other) => resembles(other.sketch, sketch));
    if (twin) twin.folded.duplicates.push(passage);
    else if (kept.length === limit) break;
    else kept.push({ folded: { passage, duplicates: [] }, sketch });
  }
  return kept.map(({ folded }) => folded);
}

/** What two passages are compared by. */
interface Sketch {
  /** Runs of four terms that follow each other; of a shorter text the whole. */
  shingles: ReadonlySet<string>;
  /** The terms with digits, in order. */
  numbers: string;
}

function sketchOf(text: string): Sketch {
  const terms: string[] = [];
  for (const { term } of termsOf(text)) {
    terms.push(term);
    if (terms.length === mostTerms) break;
  }
  const numbers = terms.filter((term) => /\p{N}/u.test(term)).join(' ');
  return { shingles: shinglesOf(terms), numbers };
}

function shinglesOf(terms: readonly string[]): ReadonlySet<string> {
  if (terms.length <= shingleLength) return new Set([terms.join(' ')]);
  const shingles = new Set<string>();
  for (let i = 0; i + shingleLength <= terms.length; i++) {
    shingles.add(terms.slice(i, i + shingleLength).join(' '));
  }
  return shingles;
}

function resembles(one: Sketch, other: Sketch): boolean {
  if (one.numbers !== other.numbers) return false;
  const a = one.shingles;
  const b = other.shingles;
  const [small, large] = a.size < b.size ? [a, b] : [b, a];
  // Sets of very different size cannot share enough.
  if (small.size < large.size * resemblance) return false;
  let shared = 0;
  for (const shingle of small) if (large.has(shingle)) shared++;
  return shared >= (a.size + b.size - shared) * resemblance;
}
