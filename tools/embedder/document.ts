// What the collector makes of a file: prose under its headings, and nothing else.

export interface Section {
  /** The headings above the paragraphs, outermost first. */
  headings: string[];
  paragraphs: string[];
}

export interface Prose {
  title: string;
  sections: Section[];
}

/** Gathers paragraphs under the headings that stand above them. */
export class Outline {
  readonly sections: Section[] = [];
  readonly #path: { level: number; text: string }[] = [];
  title = '';

  /** @param level 1 is the outermost. */
  heading(level: number, text: string): void {
    if (text === '') return;
    while ((this.#path.at(-1)?.level ?? 0) >= level) this.#path.pop();
    this.#path.push({ level, text });
    if (this.title === '') this.title = text;
    this.sections.push({ headings: this.#path.map((part) => part.text), paragraphs: [] });
  }

  paragraph(text: string): void {
    if (text === '') return;
    if (this.sections.length === 0) this.sections.push({ headings: [], paragraphs: [] });
    this.sections.at(-1)!.paragraphs.push(text);
  }

  prose(): Prose {
    return { title: this.title, sections: this.sections };
  }
}
