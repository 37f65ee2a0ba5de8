import { Command } from 'commander';
import type { Answer, AnswerEvent } from '../../shared/contract/answer.ts';
import type { Client } from '../../shared/contract/contract.ts';
import {
  type AnswerOptions,
  type AskedFor,
  askedFor,
  withAnswerOptions,
} from '../answer-options.ts';
import { flattenError, LorekeepError } from '../../shared/errors.ts';
import { withoutReferences } from '../../shared/texts/references.ts';
import { errorSentence } from '../../shared/texts/format.ts';
import { createBatch, isOfLine } from '../batch.ts';
import { printJson, printLine, safe, safeLine, styled } from '../print.ts';
import { printTable } from '../print-table.ts';
import { UsageError } from '../usage-error.ts';
import { showWalk, walkLine } from '../walk-line.ts';
import { type CommonOptions, withIndex } from '../with-engine.ts';
import { placeOf, printHits } from './search.ts';

interface Options extends CommonOptions, AnswerOptions {
  batch?: string;
}

export function askCommand(): Command {
  return withAnswerOptions(new Command('ask'))
    .description('Get an answer with citations from your documents.')
    .argument('[question...]', 'the question')
    .option('--batch <file>', 'one question a line (- for stdin), one JSON object a line')
    .addHelpText('after', '\nExample: lorekeep ask "How many vacation days do I get?"')
    .action((words: string[], options: Options) =>
      options.batch === undefined ? askOnce(words, options) : askBatch(options.batch, options),
    );
}

function askOnce(words: string[], options: Options): Promise<void> {
  if (words.length === 0) throw new UsageError('Give a question, or --batch with a file.');
  return withIndex(options, async ({ client, signal }) => {
    const asked = await askedFor(client, options);
    const wait = options.json ? ask : askWithProgress;
    const answer = await wait(client, words.join(' '), asked, signal);
    if (options.json) printJson(answer);
    else printAnswer(answer);
    // An answer that was told to stop is printed as far as it came.
    signal.throwIfAborted();
  });
}

function askBatch(source: string, options: Options): Promise<void> {
  const batch = createBatch(source);
  return withIndex(options, async ({ client, signal }) => {
    const asked = await askedFor(client, options);
    await batch.run(signal, (line) => safeAsk(client, line, asked, signal));
  });
}

async function ask(
  client: Client,
  question: string,
  asked: AskedFor,
  signal: AbortSignal,
  follow: (event: AnswerEvent) => void = () => {},
): Promise<Answer> {
  for await (const event of await client.answer.ask({ question, ...asked }, { signal })) {
    follow(event);
    if (event.type === 'done') return event.answer;
  }
  throw new LorekeepError('ENGINE_STOPPED');
}

/** A question about whole documents takes time: how far it is, and what there is if it is stopped. */
async function askWithProgress(
  client: Client,
  question: string,
  asked: AskedFor,
  signal: AbortSignal,
): Promise<Answer> {
  let isWalk = false;
  let written = '';
  try {
    return await ask(client, question, asked, signal, (event) => {
      if (event.type === 'walk') {
        isWalk = true;
        showWalk(event.walk);
      }
      if (event.type === 'text') written += event.text;
    });
  } catch (error) {
    showWalk(null);
    // The text names the documents itself.
    const isKept = signal.aborted && isWalk && written.trim() !== '';
    if (isKept) printLine(safe(withoutReferences(written).trim()));
    throw error;
  } finally {
    if (isWalk) showWalk(null);
  }
}

/** One bad line of a batch is answered with its error and does not end the others. */
async function safeAsk(client: Client, question: string, asked: AskedFor, signal: AbortSignal) {
  try {
    return await ask(client, question, asked, signal);
  } catch (error) {
    const { code, params } = flattenError(error);
    if (!isOfLine(code)) throw error;
    const message = errorSentence(code, params);
    const nothing = { answer: '', grounded: false, citations: [], nearest: [], tookMs: 0 };
    return { question, ...nothing, error: { code, message } };
  }
}

function printAnswer(answer: Answer): void {
  if (answer.data !== undefined) printTable(answer.data);
  else if (answer.answer !== '') printLine(`${safe(answer.answer)}\n`);
  if (answer.error) printLine(`${answer.error.message}\n`);
  if (answer.general) {
    if (answer.mode !== 'free') printLine(styled('dim', fromTheModel));
  } else if (answer.ended === 'stopped') {
    printLine(styled('dim', 'Stopped before its end.'));
  } else if (!answer.grounded && !answer.error) {
    const none = answer.refusal === '' ? notHeld : safe(answer.refusal);
    printLine(`${none} The nearest passages:\n`);
    printHits(answer.nearest);
  }
  for (const { missing } of answer.doubts) {
    printLine(styled('dim', `Not in the cited passage: ${safeLine(missing.join(', '))}`));
  }
  for (const citation of answer.citations) {
    printLine(`[${citation.n}] ${safeLine(citation.title)}  ${styled('dim', placeOf(citation))}`);
  }
  if (answer.walk) printLine(`\n${styled('dim', walkLine(answer.walk))}`);
  if (answer.disclaimer !== '') printLine(`\n${styled('dim', safe(answer.disclaimer))}`);
}

const notHeld = 'Your documents do not seem to hold the answer.';
const fromTheModel = 'From the model’s general knowledge: your documents do not hold the answer.';
