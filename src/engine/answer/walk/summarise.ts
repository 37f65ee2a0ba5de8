// “Summarise this folder”, “… the leave policy”: the documents that are meant are read whole and in
// order. Without a model the most telling sentences of each are quoted. With one, what fits into a
// prompt is summarised at once; what does not is noted down part by part, and the notes are.
import type { AnswerProgress } from '../../../shared/contract/answer.ts';
import type { Hit } from '../../../shared/contract/search.ts';
import { condense } from './condense.ts';
import type { Target } from './grammar-rules.ts';
import { readWords, tellingSentences } from './telling-sentences.ts';
import { asLine, quotedLine, type WalkContext } from './walk-context.ts';
import { type Numbered, walkPrompt } from './walk-prompts.ts';
import {
  type FoundDocuments,
  mostRead,
  partsOf,
  type WalkedDocument,
  type WalkSource,
} from './walk-source.ts';

/** More documents with the same name are no answer to one name. */
const mostOfAName = 8;

/** @returns false: no document is meant */
export async function* summarise(
  target: Target,
  context: WalkContext,
): AsyncGenerator<AnswerProgress, boolean> {
  const found = await documentsMeant(target, context.source, context.signal);
  if (!found || found.count === 0) return false;
  context.book.walk.matching = found.count;
  yield context.book.progress();
  if (context.prompting) yield* byModel(found.documents, context);
  else yield* byQuotes(found.documents, context);
  return true;
}

/** Null: it is not told which ones. */
async function documentsMeant(
  target: Target,
  source: WalkSource,
  signal: AbortSignal,
): Promise<FoundDocuments | null> {
  if (target.of === 'scope') return source.inScope(null, mostRead, signal);
  if (target.of === 'chosen') return source.chosen(mostRead, signal);
  if (target.of === 'folder') return source.inScope(target.name, mostRead, signal);
  const found = await source.named(target.name, mostOfAName, signal);
  return found.count <= mostOfAName ? found : null;
}

async function* byQuotes(
  documents: readonly WalkedDocument[],
  context: WalkContext,
): AsyncGenerator<AnswerProgress, void> {
  const { book, source, signal } = context;
  const each = sentencesEach(documents.length);
  for (const { document } of documents) {
    const { passages, isWhole } = await readWhole(source, document, signal);
    const telling = tellingSentences(await readWords(passages, signal), each);
    const lines = telling.map(({ passage, range }) =>
      quotedLine(passage, range, book.quote(passage, range)),
    );
    if (isWhole) book.walk.read++;
    if (lines.length > 0) {
      const [passage] = passages;
      const isAlone = documents.length === 1;
      yield book.say(
        isAlone ? `${lines.join('\n\n')}\n\n` : `${asLine(passage!.title)}: ${lines.join(' ')}\n\n`,
      );
    }
    yield book.progress();
  }
}

/** All references together stay within what a text can name. */
function sentencesEach(documents: number): number {
  if (documents === 1) return 6;
  if (documents <= 5) return 4;
  if (documents <= 20) return 3;
  return documents <= 200 ? 2 : 1;
}

async function readWhole(source: WalkSource, document: number, signal: AbortSignal) {
  const passages: Hit[] = [];
  const reader = partsOf(source, document, signal);
  for (;;) {
    const next = await reader.next();
    if (next.done) return { passages, isWhole: next.value };
    passages.push(...next.value);
  }
}

async function* byModel(
  documents: readonly WalkedDocument[],
  context: WalkContext,
): AsyncGenerator<AnswerProgress, void> {
  const { question, rules } = context;
  const promptOf = (parts: readonly string[]) => walkPrompt('summarise', question, parts, rules);
  yield* condense(numberedParts(documents, context), promptOf, context);
}

/** A document's passages with their numbers; counts the documents that came to their end. */
async function* numberedParts(
  documents: readonly WalkedDocument[],
  { book, source, signal }: WalkContext,
): AsyncGenerator<{ passages: Numbered[]; read: number }, void> {
  for (const { document } of documents) {
    const reader = partsOf(source, document, signal);
    for (;;) {
      const next = await reader.next();
      if (next.done) {
        yield { passages: [], read: next.value ? 1 : 0 };
        break;
      }
      const passages: Numbered[] = [];
      for (const passage of next.value) {
        // What has no number cannot be cited, and is not read.
        if (book.isFull) return;
        passages.push({ n: book.add(passage), passage });
      }
      yield { passages, read: 0 };
    }
  }
}
