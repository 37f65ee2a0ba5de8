import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { z } from 'zod';
import type { Client } from '../../shared/contract/contract.ts';
import type { Estimate, LabelledQuestion, RetrievalScore } from '../../shared/contract/evaluate.ts';
import { LorekeepError } from '../../shared/errors.ts';
import { followTask } from '../follow-task.ts';
import { printJson, printLine } from '../print.ts';
import { UsageError } from '../usage-error.ts';
import { type CommonOptions, withEngine } from '../with-engine.ts';

interface Options extends CommonOptions {
  folder: string;
  questions: string;
}

export function evalCommand(): Command {
  return new Command('eval')
    .description('Measure how well questions find their files, beside plain FTS5.')
    .requiredOption('--folder <dir>', 'folder to index (in a temporary data folder)')
    .requiredOption(
      '--questions <file>',
      'JSON lines: {"question", "file": path in the folder, or null}',
    )
    .action(async (options: Options) => {
      const questions = readQuestions(options.questions);
      const dataDir = mkdtempSync(join(tmpdir(), 'lorekeep-eval-'));
      try {
        await withEngine({ ...options, data: dataDir }, async ({ client, signal }) => {
          const { folderId, taskId } = await client.library.addFolder({
            path: options.folder,
            confirmed: true,
          });
          await followTask(client, taskId, signal);
          const result = await evaluate(client, folderId, questions, signal);
          if (options.json) printJson(result);
          else print(result);
        });
      } finally {
        rmSync(dataDir, { recursive: true, force: true });
      }
    });
}

const line = z.object({ question: z.string().min(1), file: z.string().nullable() });

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
    const { question, file } = parsed.data;
    if (file !== null) questions.push({ question, relativePath: file });
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

interface Evaluation {
  questions: number;
  scores: RetrievalScore[];
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

function print({ questions, scores }: Evaluation): void {
  printLine(`${questions} questions; the right file among the first 1, 5, 10; 95 % intervals`);
  printLine('');
  const columns = ['method', 'recall@1', 'recall@5', 'recall@10', 'MRR@10', 'p50 / p95 ms'];
  printLine(row(columns));
  for (const score of scores) {
    const estimates = [score.recallAt1, score.recallAt5, score.recallAt10, score.mrr].map(cell);
    const times = `${score.p50Ms.toFixed(1)} / ${score.p95Ms.toFixed(1)}`;
    printLine(row([score.method, ...estimates, times]));
  }
}

function cell({ value, low, high }: Estimate): string {
  const short = (x: number) => x.toFixed(3).replace(/^0/, '');
  return `${short(value)} [${short(low)} ${short(high)}]`;
}

function row(cells: readonly string[]): string {
  return cells
    .map((text, i) => text.padEnd(i === 0 ? 16 : 20))
    .join('')
    .trimEnd();
}
