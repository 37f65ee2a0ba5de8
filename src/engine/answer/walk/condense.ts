// Passages of any number made into one text by a model: at once if they fit into a prompt, else by
// notes of parts of them, which are shown as they come, and then of those notes.
import type { AnswerProgress } from '../../../shared/contract/answer.ts';
import type { ChatMessage } from '../../generator.ts';
import { referencesIn } from '../cite/scan-references.ts';
import { packGroup } from './group-passages.ts';
import { answered, type WalkContext } from './walk-context.ts';
import { notesBlock, type Numbered, numberedBlock, walkPrompt } from './walk-prompts.ts';

export interface SomePassages {
  passages: readonly Numbered[];
  /** Documents whose end was reached with them. */
  read: number;
}

type PromptOf = (parts: readonly string[]) => ChatMessage[];

/** Notes of notes are notes; more often than this they only get worse. */
const mostRounds = 4;
const anyNumber = 10_000;

/**
 * The text of the book in the end is the last one written; while it is not there, the notes.
 *
 * @param promptOf the prompt for the last text, of passages or notes
 * @param blockOf a passage as it stands in a prompt
 */
export async function* condense(
  source: AsyncIterable<SomePassages>,
  promptOf: PromptOf,
  context: WalkContext,
  blockOf = numberedBlock,
): AsyncGenerator<AnswerProgress, void> {
  const { book } = context;
  const pack = (some: readonly Numbered[], prompt: PromptOf) =>
    packGroup(some, anyNumber, prompt, context, blockOf);
  const notes: string[] = [];
  let waiting: Numbered[] = [];
  let read = 0;
  const notePrompt: PromptOf = (parts) =>
    walkPrompt('note', context.question, parts, context.rules);
  for await (const some of source) {
    waiting.push(...some.passages);
    read += some.read;
    for (;;) {
      const { count, messages } = await pack(waiting, notePrompt);
      if (count >= waiting.length) break;
      const { shown } = await answered(context, messages);
      waiting = waiting.slice(count);
      yield* noted(shown, notes, context);
    }
    // What still waits is read with what follows.
    if (read > 0 && notes.length > 0) {
      book.walk.read += read;
      read = 0;
      yield book.progress();
    }
  }
  if (notes.length === 0) {
    if (waiting.length === 0) return;
    yield* finalText((await pack(waiting, promptOf)).messages, context);
  } else {
    if (waiting.length > 0) {
      const { messages } = await pack(waiting, notePrompt);
      yield* noted((await answered(context, messages)).shown, notes, context);
    }
    yield* finalText(await promptOfNotes(notes, promptOf, notePrompt, context), context);
  }
  book.walk.read += read;
  yield book.progress();
}

/** Notes that name a passage are kept and shown: they are what there is if it is stopped now. */
function* noted(
  shown: string,
  notes: string[],
  { book }: WalkContext,
): Generator<AnswerProgress, void> {
  const kept = shown.split('\n').filter((line) => hasReference(line));
  if (kept.length === 0) return;
  notes.push(kept.join('\n'));
  yield book.say(`${kept.join('\n')}\n\n`);
  yield book.progress();
}

/** Streams the last text; it takes the place of notes once it is whole and names a passage. */
async function* finalText(
  messages: readonly ChatMessage[],
  { book, prompting, signal }: WalkContext,
): AsyncGenerator<AnswerProgress, void> {
  if (!prompting) return;
  const hasNotes = book.hasText;
  const writer = prompting.write(messages, book.passageCount, signal);
  const notes = book.text;
  if (hasNotes) yield book.say('\n\n');
  for (;;) {
    const next = await writer.next();
    if (next.done) {
      book.note(messages, next.value);
      if (!hasNotes) book.ended = next.value.ended;
      if (hasNotes) book.text = hasReference(next.value.shown) ? next.value.shown : notes;
      return;
    }
    yield book.say(next.value);
  }
}

async function promptOfNotes(
  all: readonly string[],
  promptOf: PromptOf,
  notePrompt: PromptOf,
  context: WalkContext,
): Promise<ChatMessage[]> {
  const { prompting, signal } = context;
  let notes = [...all];
  for (let round = 0; ; round++) {
    const messages = promptOf([notesBlock(notes.join('\n'))]);
    const fits =
      notes.length < 2 ||
      round === mostRounds ||
      (await prompting!.countTokens(messages, signal)) <= (await prompting!.room(signal));
    if (fits) return messages;
    const shorter: string[] = [];
    for (let at = 0; at < notes.length; at += 2) {
      const pair = notes.slice(at, at + 2);
      const { shown } = await answered(context, notePrompt([notesBlock(pair.join('\n'))]));
      shorter.push(hasReference(shown) ? shown : pair.join('\n').slice(0, 2000));
    }
    notes = shorter;
  }
}

function hasReference(text: string): boolean {
  return referencesIn(text).some(({ numbers }) => numbers !== null);
}
