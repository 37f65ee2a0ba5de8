// “Compare A and B”: each side is read for itself, as a document where it is the name of one, else as
// what is found about it. Without a model what both speak about is quoted side by side.
import type { AnswerProgress } from '../../../shared/contract/answer.ts';
import type { Hit } from '../../../shared/contract/search.ts';
import type { Evidence } from '../asked.ts';
import { condense, type SomePassages } from './condense.ts';
import { readWords, type Telling, tellingSentences, type TextWords } from './telling-sentences.ts';
import { asLine, bestWords, quotedLine, type WalkContext } from './walk-context.ts';
import { type Numbered, numberedBlock, walkPrompt } from './walk-prompts.ts';
import { partsOf, type WalkedDocument } from './walk-source.ts';
import { unmarked } from '../unmarked.ts';

export interface Comparing extends WalkContext {
  retrieve(question: string, signal: AbortSignal): Promise<Evidence>;
}

interface Side {
  name: string;
  /** Null: what was found about a topic. */
  document: WalkedDocument | null;
  passages: Hit[];
}

/** Passages about a topic, and how well the best must fit it. */
const passagesOfTopic = 4;
const leastFit = 0.35;
/** Documents that are compared at most. */
const mostSides = 4;
const mostPairs = 5;

/**
 * @param sides null: the documents that were chosen
 * @returns false: it is not told what to compare, or nothing is found about a side
 */
export async function* compare(
  sides: readonly [string, string] | null,
  onlyDocuments: boolean,
  context: Comparing,
): AsyncGenerator<AnswerProgress, boolean> {
  const { book } = context;
  const compared = sides ? await sidesNamed(sides, onlyDocuments, context) : await chosen(context);
  if (!compared) return false;
  book.walk.matching = countDocuments(compared);
  yield book.progress();
  if (context.prompting) {
    yield* byModel(compared, context);
    return true;
  }
  for (const side of compared) {
    await readSide(side, context);
    yield book.progress();
  }
  book.walk.read = book.walk.matching;
  yield book.progress();
  const isOfTopics = compared.some(({ document }) => document === null);
  if (isOfTopics) yield* bestOfEach(compared, context);
  else yield* sideBySide(compared, context);
  return true;
}

async function sidesNamed(
  names: readonly [string, string],
  onlyDocuments: boolean,
  { source, retrieve, signal }: Comparing,
): Promise<Side[] | null> {
  const found: Side[] = [];
  for (const name of names) {
    const { documents } = await source.named(name, 2, signal);
    const [document] = documents;
    if (document && documents.length === 1) found.push({ name, document, passages: [] });
    else if (onlyDocuments) return null;
    else {
      const { hits } = await retrieve(name, signal);
      const fitting = hits.filter((hit) => hit.score - (hit.explain.meaning ?? 0) >= leastFit);
      if (fitting.length === 0) return null;
      found.push({ name, document: null, passages: fitting.slice(0, passagesOfTopic) });
    }
  }
  const [one, other] = found;
  const isSame = one?.document && one.document.document === other?.document?.document;
  return isSame ? null : found;
}

async function chosen({ source, signal }: Comparing): Promise<Side[] | null> {
  const found = await source.chosen(mostSides, signal);
  if (!found || found.count < 2 || found.count > mostSides) return null;
  const sides: Side[] = [];
  for (const document of found.documents) {
    const { parts } = await source.parts(document.document, 0, 1, signal);
    sides.push({ name: parts[0]?.title ?? '', document, passages: [] });
  }
  return sides;
}

function countDocuments(sides: readonly Side[]): number {
  const topics = sides.flatMap(({ passages }) =>
    passages.map(({ folderId, relativePath }) => `${folderId}/${relativePath}`),
  );
  return new Set(topics).size + sides.filter(({ document }) => document !== null).length;
}

async function readSide(side: Side, { source, signal }: WalkContext): Promise<void> {
  if (!side.document) return;
  for await (const parts of partsOf(source, side.document.document, signal)) {
    side.passages.push(...parts);
  }
}

/** What fits each topic best, one side after the other. */
function* bestOfEach(
  sides: readonly Side[],
  context: WalkContext,
): Generator<AnswerProgress, void> {
  for (const { name, passages } of sides) {
    for (const passage of passages.slice(0, 2)) {
      const words = bestWords(passage, name);
      if (words) yield sayLine(name, { passage, range: words }, context);
    }
  }
}

/** What one says of what both speak about, and beside it what the others say of the same. */
async function* sideBySide(
  sides: readonly Side[],
  context: WalkContext,
): AsyncGenerator<AnswerProgress, void> {
  const texts: TextWords[] = [];
  for (const { passages } of sides) texts.push(await readWords(passages, context.signal));
  const [first, ...others] = texts as [TextWords, ...TextWords[]];
  const isShared = (term: string) => others.every(({ shares }) => shares.has(term));
  const shared = new Map([...first.shares].filter(([term]) => isShared(term)));
  const used = new Set<Telling>();
  for (const telling of tellingSentences({ ...first, shares: shared }, mostPairs)) {
    const matches = others.map((text) => nearest(telling, text, shared, used));
    if (matches.includes(null)) continue;
    const row = [telling, ...matches.filter((one) => one !== null)];
    for (const [i, one] of row.entries()) {
      used.add(one);
      yield sayLine(sides[i]!.name, one, context);
    }
  }
  if (used.size > 0) return;
  // They have nothing in common: what each says most.
  for (const [i, text] of texts.entries()) {
    for (const one of tellingSentences(text, 2)) yield sayLine(sides[i]!.name, one, context);
  }
}

/** The sentence of a text that shares most with another; rare words say more of it. */
function nearest(
  { terms, passage }: Telling,
  { sentences, shares }: TextWords,
  shared: ReadonlyMap<string, number>,
  used: ReadonlySet<Telling>,
): Telling | null {
  const wanted = new Set(terms.filter((term) => shared.has(term)));
  const heading = passage.headingPath.at(-1)?.toLowerCase();
  let [best, highest] = [null as Telling | null, 0];
  for (const one of sentences) {
    if (used.has(one)) continue;
    let score = 0;
    for (const term of one.terms) {
      if (wanted.has(term)) score += 1 / (1 + 100 * (shares.get(term) ?? 0));
    }
    score *= one.says / Math.sqrt(8 + one.terms.length);
    const isSameHeading =
      heading !== undefined && one.passage.headingPath.at(-1)?.toLowerCase() === heading;
    if (isSameHeading) score *= 1.5;
    if (score > highest) [best, highest] = [one, score];
  }
  return best;
}

function sayLine(
  name: string,
  { passage, range }: Pick<Telling, 'passage' | 'range'>,
  { book }: WalkContext,
): AnswerProgress {
  const n = book.quote(passage, range);
  return book.say(`${asLine(name)}: ${quotedLine(passage, range, n)}\n\n`);
}

async function* byModel(
  sides: readonly Side[],
  context: Comparing,
): AsyncGenerator<AnswerProgress, void> {
  const { book, question, rules, source, signal } = context;
  const sideOf = new Map<number, Side>();
  const number = (side: Side, passage: Hit): Numbered => {
    const n = book.add(passage);
    sideOf.set(n, side);
    return { n, passage };
  };
  async function* passages(): AsyncGenerator<SomePassages, void> {
    for (const side of sides) {
      if (!side.document) {
        const read = countDocuments([side]);
        yield { passages: side.passages.map((passage) => number(side, passage)), read };
        continue;
      }
      for await (const parts of partsOf(source, side.document.document, signal)) {
        if (book.isFull) return;
        yield { passages: parts.map((passage) => number(side, passage)), read: 0 };
      }
      yield { passages: [], read: 1 };
    }
  }
  const names = sides.map(({ name }) => unmarked(asLine(name))).join(' ⇄ ');
  const promptOf = (parts: readonly string[]) =>
    walkPrompt('compare', question, [`The sides: ${names}`, ...parts], rules);
  yield* condense(passages(), promptOf, context, ({ n, passage }) => {
    const name = sideOf.get(n)?.name ?? '';
    return `Of “${unmarked(asLine(name))}”:\n${numberedBlock({ n, passage })}`;
  });
}
