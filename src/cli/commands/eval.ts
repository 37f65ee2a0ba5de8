import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import type { Client } from '../../shared/contract/contract.ts';
import type {
  AnswerQuestion,
  AnswersScore,
  LabelledQuestion,
} from '../../shared/contract/evaluate.ts';
import { LorekeepError } from '../../shared/errors.ts';
import { followTask } from '../follow-task.ts';
import { type EvalModels, pathsOf, useModels } from '../models-for-eval.ts';
import { printJson } from '../print.ts';
import { printAnswers } from '../print-answers.ts';
import { type Evaluation, printEvaluation } from '../print-evaluation.ts';
import { UsageError } from '../usage-error.ts';
import { type CommonOptions, withEngine } from '../with-engine.ts';

interface Options extends CommonOptions, EvalModels {
  folder: string;
  questions: string;
  answers?: boolean;
}

export function evalCommand(): Command {
  return new Command('eval')
    .description('Measure how well questions find their files, beside plain FTS5; or are answered.')
    .requiredOption('--folder <dir>', 'folder to index (in a temporary data folder)')
    .requiredOption(
      '--questions <file>',
      'JSON lines: {"question", "file": path in the folder or null, "answer"?, "kind"?}',
    )
    .option('--embedder <model>', 'GGUF file or installed model to embed with')
    .option(
      '--reranker <model>',
      'GGUF file or installed model to rerank with, as a row of its own',
    )
    .option('--answers', 'answers instead: are they quoted, are questions refused that have none')
    .option('--model <model>', 'GGUF file or installed chat model that writes (with --answers)')
    .action(async (options: Options) => {
      const questions = readQuestions(options.questions);
      // Those without a file have no right place to be found.
      const placed = questions.flatMap(({ relativePath, ...one }) =>
        relativePath === null ? [] : [{ ...one, relativePath }],
      );
      const kind = options.answers ? 'question' : 'question with a file';
      if ((options.answers ? questions : placed).length === 0) {
        throw new UsageError(`“${options.questions}” holds no ${kind}.`);
      }
      const { embedder, reranker, model, ...common } = options;
      if (model !== undefined && !options.answers) {
        throw new UsageError('--model goes with --answers.');
      }
      const models = await pathsOf({ embedder, reranker, model }, common);
      const dataDir = mkdtempSync(join(tmpdir(), 'lorekeep-eval-'));
      try {
        await withEngine({ ...options, data: dataDir }, async ({ client, signal }) => {
          const { folderId, taskId } = await client.library.addFolder({
            path: options.folder,
            confirmed: true,
          });
          await followTask(client, taskId, signal);
          const writer = await useModels(client, models, signal);
          if (options.answers) {
            const asked = { folderId, questions, model: writer ?? '' };
            const result = await evaluateAnswers(client, asked, signal);
            if (options.json) printJson(result);
            else printAnswers(result);
            return;
          }
          const result = await evaluate(client, folderId, placed, signal);
          if (options.json) printJson(result);
          else printEvaluation(result);
        });
      } finally {
        rmSync(dataDir, { recursive: true, force: true });
      }
    });
}

const line = z.object({
  question: z.string().min(1),
  file: z.string().nullable(),
  answer: z.string().nullish(),
  kind: z.string().nullish(),
});

function readQuestions(path: string): AnswerQuestion[] {
  const questions: AnswerQuestion[] = [];
  for (const [i, text] of readText(path).split('\n').entries()) {
    if (text.trim() === '') continue;
    const parsed = line.safeParse(parseJson(text));
    if (!parsed.success) {
      const reason = z.prettifyError(parsed.error);
      throw new LorekeepError('QUESTIONS_INVALID', { line: i + 1, path, reason });
    }
    const { question, file, answer, kind } = parsed.data;
    questions.push({
      question,
      relativePath: file,
      answer: answer ?? undefined,
      kind: kind ?? undefined,
    });
  }
  return questions;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new UsageError(`“${path}” cannot be read.`);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function evaluate(
  client: Client,
  folderId: string,
  questions: LabelledQuestion[],
  signal: AbortSignal,
): Promise<Evaluation> {
  const events = await client.evaluate.retrieval({ folderId, questions }, { signal });
  for await (const event of events) {
    if (event.type === 'done') return { questions: event.questions, scores: event.scores };
    showProgress(event);
  }
  throw new LorekeepError('ENGINE_STOPPED');
}

async function evaluateAnswers(
  client: Client,
  asked: { folderId: string; questions: AnswerQuestion[]; model: string },
  signal: AbortSignal,
): Promise<AnswersScore & { questions: number }> {
  for await (const event of await client.evaluate.answers(asked, { signal })) {
    if (event.type === 'done') return { questions: event.questions, ...event.score };
    showProgress(event);
  }
  throw new LorekeepError('ENGINE_STOPPED');
}

function showProgress({ done, total }: { done: number; total: number }): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${total} questions`);
}
