// “Which documents mention …”, “list all …”: every document that holds the words is found, and read
// one after the other. Without a model each is a line with its best sentence; with one, the model
// writes down what was asked for, a few documents at a time.
import type { AnswerProgress } from '../../../shared/contract/answer.ts';
import type { Hit } from '../../../shared/contract/search.ts';
import { referencesIn } from '../cite/scan-references.ts';
import { packGroup } from './group-passages.ts';
import { answered, asLine, bestWords, quotedLine, type WalkContext } from './walk-context.ts';
import { type Numbered, walkPrompt } from './walk-prompts.ts';
import { type FoundDocuments, mostRead, type WalkedDocument } from './walk-source.ts';

/** Documents that are read together; the first ones alone, as somebody waits for them. */
const atOnce = 12;
const first = 3;
/** What a model gets of a document, and how many passages in one prompt. */
const passagesEach = 3;
const passagesInPrompt = 8;

export interface Listing {
  kind: 'which' | 'list';
  /** Empty: all documents in scope. */
  topic: string;
  /** A line that tells `{n}`. */
  counted: string | null;
}

/** @returns false: there is no word to look for, or no document holds one of a mere list */
export async function* listDocuments(
  { kind, topic, counted }: Listing,
  context: WalkContext,
): AsyncGenerator<AnswerProgress, boolean> {
  const { book, source, signal } = context;
  const found =
    topic === ''
      ? await source.inScope(null, mostRead, signal)
      : await source.holding(topic, mostRead, signal);
  if (!found || (found.count === 0 && kind === 'list')) return false;
  book.walk.matching = found.count;
  yield book.progress();
  if (counted !== null && found.count > 0) {
    yield book.say(`${counted.replace('{n}', String(found.count))}\n\n`);
  }
  const isAsked = context.prompting !== null && topic !== '';
  const lists = isAsked ? byModel(kind, topic, found, context) : byQuotes(topic, found, context);
  yield* lists;
  return true;
}

async function* byQuotes(
  topic: string,
  { documents, terms }: FoundDocuments,
  context: WalkContext,
): AsyncGenerator<AnswerProgress, void> {
  const { book } = context;
  for (const some of inBatches(documents)) {
    const read = await Promise.all(some.map((one) => passagesOf(one, 1, terms, context)));
    const lines = read.flatMap(([passage]) => {
      const words = passage && bestWords(passage, topic);
      return words ? [documentLine(passage, words, book.quote(passage, words))] : [];
    });
    book.walk.read += read.filter((passages) => passages.length > 0).length;
    if (lines.length > 0) yield book.say(lines.join(''));
    yield book.progress();
  }
}

async function* byModel(
  kind: Listing['kind'],
  topic: string,
  { documents, terms }: FoundDocuments,
  context: WalkContext,
): AsyncGenerator<AnswerProgress, void> {
  const { book } = context;
  for (const some of inBatches(documents)) {
    const read = await Promise.all(
      some.map((one) => passagesOf(one, passagesEach, terms, context)),
    );
    let waiting = read.flatMap((passages) =>
      passages.map((passage): Numbered => ({ n: book.add(passage), passage })),
    );
    while (waiting.length > 0) {
      const promptOf = (blocks: readonly string[]) =>
        walkPrompt('collect', context.question, blocks, context.rules);
      const { count, messages } = await packGroup(waiting, passagesInPrompt, promptOf, context);
      const group = waiting.slice(0, count);
      waiting = waiting.slice(count);
      const { shown } = await answered(context, messages);
      const lines = backedLines(shown, group);
      if (kind === 'which') lines.push(...leftOut(group, waiting, lines, topic));
      if (lines.length > 0) yield book.say(`${lines.join('\n')}\n`);
      book.walk.read += documentsIn(group) - (sharesLast(group, waiting) ? 1 : 0);
      yield book.progress();
    }
    if (book.isFull) return;
  }
}

/** Lines that name a passage of their group: what names none, or another's, is no finding. */
function backedLines(text: string, group: readonly Numbered[]): string[] {
  const numbers = new Set(group.map(({ n }) => n));
  return text
    .split('\n')
    .filter((line) =>
      referencesIn(line).some((piece) => piece.numbers?.some((n) => numbers.has(n)) === true),
    )
    .map((line) => `- ${line.trim().replace(/^(?:[-*•]|\d+[.)])\s+/, '')}`);
}

/** The words stand in these documents as well, whatever the model made of them: they are quoted. */
function leftOut(
  group: readonly Numbered[],
  waiting: readonly Numbered[],
  lines: readonly string[],
  topic: string,
): string[] {
  const named = new Set(
    lines.flatMap((line) => referencesIn(line).flatMap(({ numbers }) => numbers ?? [])),
  );
  const known = new Set(group.filter(({ n }) => named.has(n)).map(({ passage }) => keyOf(passage)));
  const last = group.at(-1);
  if (last && sharesLast(group, waiting)) known.add(keyOf(last.passage));
  const lacking = new Map<string, Numbered>();
  for (const one of group) {
    const key = keyOf(one.passage);
    if (!known.has(key) && !lacking.has(key)) lacking.set(key, one);
  }
  return [...lacking.values()].flatMap(({ passage, n }) => {
    const words = bestWords(passage, topic);
    return words ? [`- ${documentLine(passage, words, n).trim()}`] : [];
  });
}

/** True if the last document of a group goes on in the next one. */
function sharesLast(group: readonly Numbered[], waiting: readonly Numbered[]): boolean {
  const [last, next] = [group.at(-1), waiting[0]];
  return last !== undefined && next !== undefined && keyOf(last.passage) === keyOf(next.passage);
}

function documentsIn(group: readonly Numbered[]): number {
  return new Set(group.map(({ passage }) => keyOf(passage))).size;
}

function keyOf({ folderId, relativePath }: Hit): string {
  return `${folderId}/${relativePath}`;
}

function documentLine(passage: Hit, words: { start: number; end: number }, n: number): string {
  return `${asLine(passage.title)}: ${quotedLine(passage, words, n)}\n\n`;
}

async function passagesOf(
  { document, chunks }: WalkedDocument,
  most: number,
  terms: readonly string[],
  { source, signal }: WalkContext,
): Promise<Hit[]> {
  if (chunks.length > 0) return source.passages(chunks.slice(0, most), terms, signal);
  const { parts } = await source.parts(document, 0, 4, signal);
  return parts.slice(0, 1);
}

function inBatches(documents: readonly WalkedDocument[]): WalkedDocument[][] {
  const batches = documents.length > 0 ? [documents.slice(0, first)] : [];
  for (let at = first; at < documents.length; at += atOnce) {
    batches.push(documents.slice(at, at + atOnce));
  }
  return batches;
}
