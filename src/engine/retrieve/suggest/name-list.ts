// Names held ready to be looked through at each key press: folded, joined into long strings, so
// that the engine's own string search runs over them. A hundred thousand names take a few
// milliseconds and about as many bytes as they have letters.
import { foldName } from './fold-name.ts';

export interface ListedName {
  document: number;
  /** Tells a document's names apart. */
  place: number;
  folder: number;
  text: string;
}

export interface NameMatch {
  document: number;
  place: number;
  /** Larger is better. */
  score: number;
}

interface Block {
  /** Folded names, each followed by a line feed. */
  text: string;
  /** Where each name begins in the text; one more for the end. */
  starts: Uint32Array;
  documents: Float64Array;
  places: Float64Array;
  folders: Uint32Array;
}

export interface NameList {
  readonly size: number;
  /** Characters held. */
  readonly length: number;
  add(names: readonly ListedName[]): void;
  /**
   * The names that hold all the words (folded), best first: those that begin with them, then
   * those with words that do, then the others; short names before long ones.
   *
   * @param folders keys of the folders that count; null for all
   */
  find(words: readonly string[], folders: ReadonlySet<number> | null, limit: number): NameMatch[];
}

/** Beyond so many that match, the words say too little for an order to mean anything. */
const mostMatches = 20_000;

/** @param isPath what counts most is the last part, after the last slash */
export function createNameList({ isPath }: { isPath: boolean }): NameList {
  const blocks: Block[] = [];
  let size = 0;
  let length = 0;
  return {
    get size() {
      return size;
    },
    get length() {
      return length;
    },
    add(names) {
      if (names.length === 0) return;
      const block = blockOf(names);
      blocks.push(block);
      size += names.length;
      length += block.text.length;
    },
    find(words, folders, limit) {
      const longest = words.toSorted((a, b) => b.length - a.length)[0];
      if (longest === undefined) return [];
      const best: NameMatch[] = [];
      let looked = 0;
      // The newest are in the last block.
      for (const block of blocks.toReversed()) {
        for (const row of rowsWith(block, longest)) {
          if (folders && !folders.has(block.folders[row]!)) continue;
          const name = block.text.slice(block.starts[row], block.starts[row + 1]! - 1);
          const score = scoreOf(name, words, isPath);
          if (score > 0) keep(best, block, row, score, limit);
          if (++looked >= mostMatches) return best;
        }
      }
      return best;
    },
  };
}

function blockOf(names: readonly ListedName[]): Block {
  const folded = names.map(({ text }) => `${foldName(text).replaceAll('\n', ' ')}\n`);
  const starts = new Uint32Array(names.length + 1);
  for (const [i, name] of folded.entries()) starts[i + 1] = starts[i]! + name.length;
  return {
    text: folded.join(''),
    starts,
    documents: Float64Array.from(names, ({ document }) => document),
    places: Float64Array.from(names, ({ place }) => place),
    folders: Uint32Array.from(names, ({ folder }) => folder),
  };
}

/** The rows whose names hold a word, each once, in order. */
function* rowsWith({ text, starts }: Block, word: string): Generator<number> {
  let row = 0;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, starts[row])) {
    row = rowAt(starts, at, row);
    yield row;
    row += 1;
    if (row >= starts.length - 1) return;
  }
}

/** The row that a place lies in, by halving; it is not before `from`. */
function rowAt(starts: Uint32Array, at: number, from: number): number {
  let low = from;
  let high = starts.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (starts[middle]! <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

function keep(best: NameMatch[], block: Block, row: number, score: number, limit: number): void {
  if (best.length >= limit && best.at(-1)!.score >= score) return;
  const match = { document: block.documents[row]!, place: block.places[row]!, score };
  const at = best.findIndex((other) => other.score < score);
  best.splice(at < 0 ? best.length : at, 0, match);
  if (best.length > limit) best.pop();
}

const beginning = 4;
const wordBeginning = 2;
const anywhere = 0.5;
const inFolderNames = 0.4;

/** How well a name holds the words; 0 if it lacks one. */
function scoreOf(name: string, words: readonly string[], isPath: boolean): number {
  const from = isPath ? name.lastIndexOf('/') + 1 : 0;
  let score = 0;
  for (const word of words) {
    const found = bestPlace(name, word, from);
    if (found === 0) return 0;
    score += found;
  }
  // Of names that hold the words alike, the one that they are most of.
  const typed = words.reduce((sum, word) => sum + word.length, 0);
  return score / words.length + typed / (name.length - from + typed + 1);
}

function bestPlace(name: string, word: string, from: number): number {
  let best = 0;
  for (let at = name.indexOf(word); at >= 0; at = name.indexOf(word, at + 1)) {
    let value = anywhere;
    if (at === from) value = beginning;
    else if (isBeginning(name, at)) value = wordBeginning;
    if (at < from) value *= inFolderNames;
    if (value > best) best = value;
    if (best === beginning) break;
  }
  return best;
}

const inWord = /[\p{L}\p{N}\p{M}]/u;

/** Whether a word begins here: after a sign, or where letters and digits meet. */
function isBeginning(name: string, at: number): boolean {
  if (at === 0) return true;
  const before = name.charCodeAt(at - 1);
  if (before > 127) return !inWord.test(name.charAt(at - 1));
  const isLetter = before >= 97 && before <= 122;
  const isDigit = before >= 48 && before <= 57;
  if (!isLetter && !isDigit) return true;
  const here = name.charCodeAt(at);
  return isLetter !== (here < 48 || here > 57);
}
