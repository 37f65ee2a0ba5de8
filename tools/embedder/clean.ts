// What of a document's prose is kept: paragraphs of its language, long enough, seen once, and
// neither boilerplate nor evaluation text.
import type { Prose, Section } from './document.ts';
import { hashOf, type Evaluation } from './evaluation.ts';
import { isWrittenIn, shortest } from './languages.ts';

const boilerplate =
  /all rights reserved|licensed under|licen[cs]e agreement|permission is hereby granted|creative commons|project gutenberg|contributor license agreement|©|translated (?:by|using) (?:ai|machine)|co-op translator|machine[- ]translat|automated translations|professional human translation|privacy-statement|microsoft privacy|github issues as the feedback/i;

/** Longer paragraphs are lists or tables that lost their shape. */
const longest = 6000;

/** Why paragraphs were dropped, counted. */
export interface Dropped {
  short: number;
  language: number;
  boilerplate: number;
  repeated: number;
  evaluation: number;
}

export class Cleaner {
  readonly dropped: Dropped = { short: 0, language: 0, boilerplate: 0, repeated: 0, evaluation: 0 };
  readonly #seen = new Map<string, Set<number>>();
  readonly #evaluation: Evaluation;

  constructor(evaluation: Evaluation) {
    this.#evaluation = evaluation;
  }

  /** The sections with what is kept of them; empty ones are left out. */
  clean(prose: Prose, language: string): Section[] {
    return prose.sections
      .map((section) => ({
        headings: section.headings.map((heading) => heading.slice(0, 200)),
        paragraphs: section.paragraphs
          .map((text) => text.normalize('NFC').replace(/[\u00AD\u200B-\u200F\uFEFF]/g, ''))
          .filter((text) => this.#keeps(text, language)),
      }))
      .filter((section) => section.paragraphs.length > 0);
  }

  #keeps(text: string, language: string): boolean {
    const reason = this.#reasonAgainst(text, language);
    if (reason) this.dropped[reason]++;
    return reason === null;
  }

  #reasonAgainst(text: string, language: string): keyof Dropped | null {
    if (text.length < shortest(language) || text.length > longest) return 'short';
    if (boilerplate.test(text)) return 'boilerplate';
    if (!isWrittenIn(language, text)) return 'language';
    let seen = this.#seen.get(language);
    if (!seen) this.#seen.set(language, (seen = new Set()));
    const hash = hashOf(text);
    if (seen.has(hash)) return 'repeated';
    seen.add(hash);
    return this.#evaluation.shares(text, language) ? 'evaluation' : null;
  }
}
