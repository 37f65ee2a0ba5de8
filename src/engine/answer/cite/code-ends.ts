// Whether code that begins in a text also ends in it. Each place of the text is looked at a few times
// at most, however many signs there are.

const fence = /^[ \t>]*(`{3,}|~{3,})/gm;
const run = /`+/g;

export class CodeEnds {
  readonly #text: string;
  /** The fewest signs of a fence, by its sign, that nothing closes from here on. */
  readonly #unclosed: Record<string, number> = {};
  /** The last run of each length on the line that was asked about last. */
  #line = { end: -1, last: new Map<number, number>() };

  constructor(text: string) {
    this.#text = text;
  }

  /** @param from behind the fence that opens a block */
  ofBlock(opening: string, from: number): boolean {
    const sign = opening[0]!;
    if (opening.length >= (this.#unclosed[sign] ?? Infinity)) return false;
    fence.lastIndex = from;
    for (let match = fence.exec(this.#text); match; match = fence.exec(this.#text)) {
      if (match[1]!.startsWith(opening)) return true;
    }
    this.#unclosed[sign] = opening.length;
    return false;
  }

  /** @param from behind the signs that open words of code */
  onLine(opening: string, from: number): boolean {
    if (from > this.#line.end) this.#line = this.#read(from);
    return (this.#line.last.get(opening.length) ?? -1) >= from;
  }

  #read(from: number): { end: number; last: Map<number, number> } {
    const newline = this.#text.indexOf('\n', from);
    const end = newline < 0 ? this.#text.length : newline;
    const last = new Map<number, number>();
    run.lastIndex = from;
    for (
      let match = run.exec(this.#text);
      match && match.index < end;
      match = run.exec(this.#text)
    ) {
      last.set(match[0].length, match.index);
    }
    return { end, last };
  }
}
