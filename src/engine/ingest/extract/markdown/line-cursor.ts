/**
 * Where reading of a line stands, in offsets and in columns: Markdown measures indents in
 * columns, with a tab reaching to the next multiple of four.
 */
export class LineCursor {
  /** The line's first visible character. */
  first = 0;
  /** Behind its last character. */
  end = 0;
  at = 0;
  /** Column at which the content of the innermost container begins. */
  base = 0;
  #column = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** Begins a line, at its first visible character. */
  begin(start: number, end: number): void {
    this.at = start;
    this.end = end;
    this.base = 0;
    this.#column = 0;
    this.skipSpace();
    this.first = this.at;
  }

  /** Nothing visible is left of the line. */
  get blank(): boolean {
    return this.at >= this.end;
  }

  /** Columns between the container's content and here. */
  get indent(): number {
    return this.#column - this.base;
  }

  /** The line's end without trailing spaces. */
  get trimmedEnd(): number {
    let end = this.end;
    while (end > this.at && this.#text.charCodeAt(end - 1) <= 0x20) end--;
    return end;
  }

  skipSpace(): void {
    for (; this.at < this.end; this.at++) {
      const unit = this.#text.charCodeAt(this.at);
      if (unit === 0x20) this.#column++;
      else if (unit === 0x09) this.#column += 4 - (this.#column % 4);
      else return;
    }
  }

  /** Goes past a `>` and the space that belongs to it. */
  passQuoteSign(): void {
    this.at++;
    this.#column++;
    const next = this.#text[this.at];
    this.base = this.#column + (next === ' ' || next === '\t' ? 1 : 0);
    this.skipSpace();
  }

  /** Goes past a list marker; returns the columns by which the item's content is indented. */
  passListMarker(length: number): number {
    const { indent } = this;
    this.at += length;
    this.#column += length;
    const behind = this.#column;
    this.skipSpace();
    let space = this.#column - behind;
    if (this.blank || space > 4) space = 1;
    this.base = behind + space;
    return indent + length + space;
  }
}
