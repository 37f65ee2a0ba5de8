// Finding the symbols of a table (symbol-table.ts), by the paper's method.
import {
  escape,
  longestSymbol,
  matcherOf,
  mostSymbols,
  type Padded,
  padded,
  type Symbols,
  viewOf,
} from './symbol-table.ts';

const rounds = 5;
/** Pairs that stand side by side less often are not looked at. */
const leastTimes = 4;

/**
 * Finds the symbols that make texts like these small. Each round packs them with the symbols found
 * so far and takes the best of these and of the pairs that stood side by side.
 *
 * @param texts some ten thousand bytes are enough
 */
export function trainSymbols(texts: readonly string[]): Symbols {
  const sources = texts.map(padded);
  let symbols: Symbols = [];
  for (let round = 0; round < rounds; round++) {
    const gains = new Map<string, number>();
    countIn(sources, symbols, (piece, times) => {
      // A byte without a code takes two.
      const gain = times * (piece.length === 1 ? longestSymbol : piece.length);
      gains.set(piece, (gains.get(piece) ?? 0) + gain);
    });
    symbols = [...gains]
      .toSorted(([a, gainA], [b, gainB]) => gainB - gainA || (a < b ? -1 : 1))
      .slice(0, mostSymbols)
      .map(([piece]) => Buffer.from(piece, 'latin1'));
  }
  return symbols;
}

/** Bytes and symbols share one numbering while they are counted: bytes come after the symbols. */
const numbers = 512;
/** Stands before the first piece of a text. */
const none = numbers;

/** Tells how often each piece stands in the texts: symbols, single bytes, and pairs of them. */
function countIn(
  sources: readonly Padded[],
  symbols: Symbols,
  found: (piece: string, times: number) => void,
): void {
  const alone = new Uint32Array(numbers);
  const pairs = new Uint32Array((numbers + 1) * numbers);
  const { at, lengths } = matcherOf(symbols);
  for (const { source, length } of sources) {
    const view = viewOf(source);
    let before = none;
    for (let i = 0; i < length;) {
      const code = at(view.getInt32(i, true), view.getInt32(i + 4, true), length - i);
      const byte = 256 + source[i]!;
      const number = code === escape ? byte : code;
      alone[number]!++;
      pairs[before * numbers + number]!++;
      // A symbol's first byte too: going on by that alone may turn out better.
      if (code !== escape && lengths[code]! > 1) {
        alone[byte]!++;
        pairs[before * numbers + byte]!++;
      }
      before = number;
      i += code === escape ? 1 : lengths[code]!;
    }
  }
  const pieces = Array.from({ length: numbers }, (_, number) =>
    number < 256
      ? Buffer.from(symbols[number] ?? []).toString('latin1')
      : String.fromCharCode(number - 256),
  );
  for (let second = 0; second < numbers; second++) {
    if (alone[second]! > 0) found(pieces[second]!, alone[second]!);
    for (let first = 0; first < none; first++) {
      const times = pairs[first * numbers + second]!;
      if (times < leastTimes) continue;
      const piece = pieces[first]! + pieces[second]!;
      if (piece.length <= longestSymbol) found(piece, times);
    }
  }
}
