import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import type { Client } from '../../shared/contract/contract.ts';
import type { LabelledQuestion } from '../../shared/contract/evaluate.ts';
import { LorekeepError } from '../../shared/errors.ts';
import { followTask } from '../follow-task.ts';
import { type EvalModels, pathsOf, useModels } from '../models-for-eval.ts';
import { printJson } from '../print.ts';
import { type Evaluation, printEvaluation } from '../print-evaluation.ts';
import { UsageError } from '../usage-error.ts';
import { type CommonOptions, withEngine } from '../with-engine.ts';

interface Options extends CommonOptions, EvalModels {
  folder: string;
  questions: string;
}

export function evalCommand(): Command {
  return new Command('eval')
    .description('Measure how well questions find their files, beside plain FTS5.')
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
    .action(async (options: Options) => {
      const questions = readQuestions(options.questions);
      const { embedder, reranker, ...common } = options;
      const models = await pathsOf({ embedder, reranker }, common);
      const dataDir = mkdtempSync(join(tmpdir(), 'lorekeep-eval-'));
      try {
        await withEngine({ ...options, data: dataDir }, async ({ client, signal }) => {
          const { folderId, taskId } = await client.library.addFolder({
            path: options.folder,
            confirmed: true,
          });
          await followTask(client, taskId, signal);
          await useModels(client, models, signal);
          const result = await evaluate(client, folderId, questions, signal);
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

/** Questions with a file; those without one have no right place to be found. */
function readQuestions(path: string): LabelledQuestion[] {
  const questions: LabelledQuestion[] = [];
  for (const [i, text] of readText(path).split('\n').entries()) {
    if (text.trim() === '') continue;
    const parsed = line.safeParse(parseJson(text));
    if (!parsed.success) {
      const reason = z.prettifyError(parsed.error);
      throw new LorekeepError('QUESTIONS_INVALID', { line: i + 1, path, reason });
    }
    const { question, file, answer, kind } = parsed.data;
    if (file === null) continue;
    questions.push({
      question,
      relativePath: file,
      answer: answer ?? undefined,
      kind: kind ?? undefined,
    });
  }
  if (questions.length === 0) throw new UsageError(`“${path}” holds no question with a file.`);
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
    if (process.stderr.isTTY) process.stderr.write(`\r${event.done} of ${event.total} questions`);
  }
  throw new LorekeepError('ENGINE_STOPPED');
}
