import { Command } from 'commander';
import { exportFormats } from '../../shared/contract/conversations.ts';
import type { Client } from '../../shared/contract/contract.ts';
import { commandGroup } from '../command-group.ts';
import { count, printJson, printLine, safe, safeLine, styled } from '../print.ts';
import { UsageError } from '../usage-error.ts';
import { type CommonOptions, withEngine } from '../with-engine.ts';
import { writeText } from '../write-file.ts';

/** The most that are given at once. */
const pageSize = 500;

export function conversationsCommand(): Command {
  return commandGroup('conversations', 'Questions and answers that are kept.', [
    listCommand(),
    showCommand(),
    exportCommand(),
    removeCommand(),
  ]);
}

function listCommand(): Command {
  return new Command('ls')
    .alias('list')
    .description('List conversations, pinned ones first, then the latest.')
    .argument('[words...]', 'those that hold these words')
    .action((words: string[], _, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      return withEngine(options, async ({ client }) => {
        const found = await client.conversations.list({ words: words.join(' '), limit: pageSize });
        if (options.json) return printJson(found);
        for (const { id, title, turns } of found) {
          const size = count(turns, 'question', 'questions');
          printLine(`${styled('dim', id.slice(0, 8))}  ${safeLine(title)}  ${styled('dim', size)}`);
        }
      });
    });
}

function showCommand(): Command {
  return new Command('show')
    .description('Show a conversation.')
    .argument('<id>', 'or the beginning of it')
    .action((start: string, _, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      return withEngine(options, async ({ client }) => {
        const id = await find(client, start);
        const format = options.json ? 'json' : 'markdown';
        const { text } = await client.conversations.export({ id, format });
        if (options.json) printJson(JSON.parse(text));
        else printLine(safe(text));
      });
    });
}

function exportCommand(): Command {
  return new Command('export')
    .description('Write a conversation to a file, or to stdout.')
    .argument('<id>', 'or the beginning of it')
    .argument('[file]')
    .option('--format <format>', exportFormats.join(', '), 'markdown')
    .action((start: string, path: string | undefined, _, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions & { format: string }>();
      const format = exportFormats.find((one) => one === options.format);
      if (!format) throw new UsageError(`“${options.format}” is not ${exportFormats.join(', ')}.`);
      return withEngine(options, async ({ client }) => {
        const id = await find(client, start);
        const { text } = await client.conversations.export({ id, format });
        writeText(path, text);
      });
    });
}

function removeCommand(): Command {
  return new Command('rm')
    .description('Delete a conversation.')
    .argument('<id>', 'or the beginning of it')
    .action((start: string, _, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      return withEngine(options, async ({ client }) => {
        const id = await find(client, start);
        await client.conversations.remove({ id });
        if (options.json) printJson({ removed: id });
      });
    });
}

/** The only conversation whose id begins so. */
async function find(client: Client, start: string): Promise<string> {
  const found: string[] = [];
  for (let offset = 0, isLast = false; !isLast; offset += pageSize) {
    const page = await client.conversations.list({ limit: pageSize, offset });
    found.push(...page.map(({ id }) => id).filter((id) => id.startsWith(start)));
    isLast = page.length < pageSize;
  }
  if (found.length > 1) throw new UsageError(`“${start}” begins several ids: give more of it.`);
  return found[0] ?? (await client.conversations.get({ id: start })).id;
}
