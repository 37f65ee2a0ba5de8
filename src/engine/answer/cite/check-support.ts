// Holds each statement of an answer against the passages it names: quoted words, numbers, dates and
// names must stand there. It doubts only what it is sure of: what a passage says in another form is
// no doubt, nor is what cannot be compared, as a name in another language.
import type { Doubt } from '../../../shared/contract/answer.ts';
import type { Range } from '../../../shared/contract/search.ts';
import { type Sentence, sentencesOf } from '../sentences.ts';
import { type Fact, factsOf } from './facts.ts';
import { hasName, isIn } from './is-in.ts';
import { referencesIn } from './scan-references.ts';
import { type Source, SourceWords } from './source-words.ts';

export interface Support {
  /** Statements that name passages whose words do not bear them out, in order. */
  doubts: Doubt[];
  /** Sentences that state something, numbers or names, and name no passage at all. */
  uncited: Range[];
}

/** More of an answer is not checked. */
const longestAnswer = 200_000;
const mostMissing = 12;

/**
 * @param text an answer with `[n]`; ranges are UTF-16 offsets into it
 * @param sourceOf the passage of citation n
 * @param asked the question: a name that stands in it is the person's own
 */
export function checkSupport(
  text: string,
  sourceOf: (n: number) => Source | undefined,
  asked = '',
): Support {
  const support: Support = { doubts: [], uncited: [] };
  const question = new SourceWords({ title: '', headingPath: [], text: asked });
  const isOwn = (fact: Fact) => fact.kind === 'name' && hasName(question, fact.name);
  const wordsOf = sourceWords(sourceOf);
  for (const { start, end, words, citations } of statementsOf(text.slice(0, longestAnswer))) {
    const facts = factsOf(words);
    if (facts.length === 0) continue;
    if (citations.length === 0) support.uncited.push({ start, end });
    const cited = citations.map(wordsOf).filter((source) => source !== null);
    if (cited.length === 0) continue;
    const missing = facts.filter((fact) => !isIn(fact, words, cited) && !isOwn(fact));
    const named = [...new Set(missing.map((fact) => fact.text))].slice(0, mostMissing);
    if (named.length > 0) support.doubts.push({ start, end, citations, missing: named });
  }
  return support;
}

/** Each passage is read once, however often it is named. */
function sourceWords(
  sourceOf: (n: number) => Source | undefined,
): (n: number) => SourceWords | null {
  const known = new Map<number, SourceWords | null>();
  return (n) => {
    const made = known.get(n);
    if (made !== undefined) return made;
    const source = sourceOf(n);
    const words = source ? new SourceWords(source) : null;
    known.set(n, words);
    return words;
  };
}

interface Statement extends Sentence {
  /** The sentence without references. */
  words: string;
  citations: number[];
}

/** Sentences with the references in them or behind them. */
function statementsOf(text: string): Statement[] {
  const references: { at: number; numbers: readonly number[] }[] = [];
  const blank: string[] = [];
  let at = 0;
  for (const { text: piece, numbers } of referencesIn(text)) {
    if (numbers) references.push({ at, numbers });
    blank.push(numbers ? ' '.repeat(piece.length) : piece);
    at += piece.length;
  }
  const words = blank.join('');
  const statements = sentencesOf(words).map(({ start, end }): Statement => {
    return { start, end, words: words.slice(start, end), citations: [] };
  });
  let i = 0;
  for (const { at, numbers } of references) {
    while (i + 1 < statements.length && statements[i + 1]!.start <= at) i++;
    const owner = ownerOf(words, statements, i, at);
    for (const n of numbers) if (owner && !owner.citations.includes(n)) owner.citations.push(n);
  }
  return statements;
}

/** A reference belongs to the sentence that it stands in or behind; at the head of a line to the next. */
function ownerOf(
  text: string,
  statements: readonly Statement[],
  i: number,
  at: number,
): Statement | undefined {
  const before = statements[i];
  if (!before || before.start > at) return before;
  const next = statements[i + 1];
  if (!next || at < before.end || !text.slice(before.end, at).includes('\n')) return before;
  return /^[ \t>*+-]*$/.test(text.slice(at, next.start)) ? next : before;
}
