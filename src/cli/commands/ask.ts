import { Command } from 'commander';
import type { Answer, Writing } from '../../shared/contract/answer.ts';
import type { Client } from '../../shared/contract/contract.ts';
import type { Scope } from '../../shared/contract/search.ts';
import { flattenError, LorekeepError } from '../../shared/errors.ts';
import { errorSentence } from '../../shared/texts/format.ts';
import { createBatch, isOfLine } from '../batch.ts';
import { printJson, printLine, safe, safeLine, styled } from '../print.ts';
import { type ScopeOptions, scopeOf } from '../scope-options.ts';
import { UsageError } from '../usage-error.ts';
import { type WritingOptions, withWritingOptions, writingOf } from '../writing-options.ts';
import { type CommonOptions, withIndex } from '../with-engine.ts';
import { placeOf, printHits } from './search.ts';

interface Options extends CommonOptions, ScopeOptions, WritingOptions {
  batch?: string;
}

export function askCommand(): Command {
  return withWritingOptions(new Command('ask'))
    .description('Get an answer with citations from your documents.')
    .argument('[question...]', 'the question')
    .option('--collection <name>', 'answer from this collection only')
    .option('--folder <path>', 'answer from this folder only')
    .option('--batch <file>', 'one question a line (- for stdin), one JSON object a line')
    .addHelpText('after', '\nExample: lorekeep ask "How many vacation days do I get?"')
    .action((words: string[], options: Options) =>
      options.batch === undefined ? askOnce(words, options) : askBatch(options.batch, options),
    );
}

type Asked = Scope & { writing: Writing };

function askOnce(words: string[], options: Options): Promise<void> {
  if (words.length === 0) throw new UsageError('Give a question, or --batch with a file.');
  return withIndex(options, async ({ client, signal }) => {
    const asked = { ...(await scopeOf(client, options)), writing: writingOf(options) };
    const answer = await ask(client, words.join(' '), asked, signal);
    if (options.json) printJson(answer);
    else printAnswer(answer);
  });
}

function askBatch(source: string, options: Options): Promise<void> {
  const batch = createBatch(source);
  return withIndex(options, async ({ client, signal }) => {
    const asked = { ...(await scopeOf(client, options)), writing: writingOf(options) };
    await batch.run(signal, (line) => safeAsk(client, line, asked, signal));
  });
}

async function ask(
  client: Client,
  question: string,
  asked: Asked,
  signal: AbortSignal,
): Promise<Answer> {
  for await (const event of await client.answer.ask({ question, ...asked }, { signal })) {
    if (event.type === 'done') return event.answer;
  }
  throw new LorekeepError('ENGINE_STOPPED');
}

/** One bad line of a batch is answered with its error and does not end the others. */
async function safeAsk(client: Client, question: string, asked: Asked, signal: AbortSignal) {
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
  if (answer.answer !== '') printLine(`${safe(answer.answer)}\n`);
  if (answer.error) printLine(`${answer.error.message}\n`);
  if (!answer.grounded) {
    if (answer.free) return;
    const none =
      answer.answer === '' ? 'do not seem to hold the answer' : 'do not back this answer';
    printLine(`Your documents ${none}. The nearest passages:\n`);
    return printHits(answer.nearest);
  }
  for (const citation of answer.citations) {
    printLine(`[${citation.n}] ${safeLine(citation.title)}  ${styled('dim', placeOf(citation))}`);
  }
}
