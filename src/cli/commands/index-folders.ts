import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { Command } from 'commander';
import type { Client } from '../../shared/contract/contract.ts';
import type { IndexSummary } from '../../shared/contract/tasks.ts';
import { flattenError, isCancellation, LorekeepError } from '../../shared/errors.ts';
import { sentenceOf } from '../../shared/texts/format.ts';
import { followTask } from '../follow-task.ts';
import { count, printJson, printLine, printNote, safeLine } from '../print.ts';
import { watchFolders } from '../watch-folders.ts';
import { type CommonOptions, withEngine } from '../with-engine.ts';

interface Options extends CommonOptions {
  yes?: boolean;
  watch?: boolean;
  include?: string[];
  exclude?: string[];
  collection?: string;
}

export function indexCommand(): Command {
  return new Command('index')
    .description('Add folders and index them; run again to update.')
    .argument('<folder...>', 'folders to add or update')
    .option('--collection <name>', 'collection to add them to (made if there is none)')
    .option('--include <pattern...>', 'only files that match (gitignore patterns)')
    .option('--exclude <pattern...>', 'no files that match (gitignore patterns)')
    .option('--watch', 'go on until Ctrl+C: index what changes as it changes')
    .option('--yes', 'do not ask before indexing / or the home directory')
    .addHelpText(
      'after',
      '\nExample: lorekeep index ~/Documents/policies --exclude "drafts/" "*.log"',
    )
    .action((folders: string[], options: Options) =>
      withEngine(options, async ({ client, signal }) => {
        const collectionId = await findOrCreateCollection(client, options.collection);
        for (const path of folders) {
          try {
            const taskId = await addFolder(client, path, collectionId, options);
            const task = await followTask(client, taskId, signal);
            if (task.summary) print(path, task.summary, options.json ?? false);
            await followScans(client, signal);
          } catch (error) {
            if (isCancellation(error) || flattenError(error).code === 'ENGINE_STOPPED') throw error;
            // One bad folder does not keep the others from being indexed.
            printNote(sentenceOf(error));
            process.exitCode = 1;
          }
        }
        if (options.watch) await watchFolders(client, options.json ?? false, signal);
      }),
    );
}

/** Scans are read in a task of their own; the command does not end in the middle of it. */
async function followScans(client: Client, signal: AbortSignal): Promise<void> {
  const tasks = await client.tasks.list();
  for (const { id, kind, state } of tasks) {
    if (kind === 'ocr' && state === 'running') await followTask(client, id, signal);
  }
}

async function addFolder(
  client: Client,
  path: string,
  collectionId: string | undefined,
  options: Options,
): Promise<string> {
  // Made absolute here: the engine may be in a process that stands elsewhere.
  const absolute = path === '' ? path : resolve(path);
  const { yes: confirmed = false, include, exclude } = options;
  const input = {
    path: absolute,
    confirmed,
    ...(collectionId && { collectionId }),
    ...(include && { include }),
    ...(exclude && { exclude }),
  };
  try {
    return (await client.library.addFolder(input)).taskId;
  } catch (error) {
    const asks = error instanceof LorekeepError && error.code === 'FOLDER_VERY_LARGE';
    if (!asks || !(await confirm(error))) throw error;
    return addFolder(client, path, collectionId, { ...options, yes: true });
  }
}

/** Asks on a terminal; elsewhere nobody is there to answer, so the answer is no. */
async function confirm(error: LorekeepError): Promise<boolean> {
  if (!process.stdin.isTTY) {
    printNote('Say --yes to index it all the same.');
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${safeLine(sentenceOf(error))}\nIndex all of it? [y/N] `);
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

async function findOrCreateCollection(
  client: Client,
  name: string | undefined,
): Promise<string | undefined> {
  if (name === undefined) return undefined;
  const all = await client.library.collections();
  const found = all.find((one) => one.name.toLowerCase() === name.toLowerCase());
  return (found ?? (await client.library.createCollection({ name }))).id;
}

function print(folder: string, summary: IndexSummary, json: boolean): void {
  if (json) return printJson({ folder, ...summary });
  const changes = [
    `${summary.extracted.toLocaleString('en')} read`,
    `${summary.unchanged.toLocaleString('en')} unchanged`,
    ...(summary.renamed ? [`${summary.renamed.toLocaleString('en')} renamed`] : []),
    ...(summary.removed ? [`${summary.removed.toLocaleString('en')} removed`] : []),
  ];
  const seconds = (summary.tookMs / 1000).toFixed(1);
  printLine(
    `${safeLine(folder)}: ${count(summary.scanned, 'file', 'files')} in ${seconds} s: ${changes.join(', ')}`,
  );
  if (summary.problems) {
    printLine(
      `${count(summary.problems, 'file is', 'files are')} not (wholly) indexed; lorekeep status lists them`,
    );
  }
}
