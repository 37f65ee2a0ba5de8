import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { type Assistant, longestFile } from '../../shared/contract/assistants.ts';
import type { Client } from '../../shared/contract/contract.ts';
import { LorekeepError } from '../../shared/errors.ts';
import { commandGroup } from '../command-group.ts';
import { printJson, printLine, safe, safeLine, styled } from '../print.ts';
import { UsageError } from '../usage-error.ts';
import { type CommonOptions, withEngine } from '../with-engine.ts';
import { writeText } from '../write-file.ts';

export function assistantsCommand(): Command {
  return commandGroup('assistants', 'Saved ways of answering.', [
    listCommand(),
    showCommand(),
    importCommand(),
    exportCommand(),
    removeCommand(),
  ]);
}

function listCommand(): Command {
  return new Command('ls')
    .alias('list')
    .description('List your assistants and those that come along.')
    .action((_, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      return withEngine(options, async ({ client }) => {
        const assistants = await client.assistants.list();
        if (options.json) return printJson(assistants);
        for (const { name, description } of assistants) {
          printLine(`${styled('bold', safeLine(name))}  ${safeLine(description)}`);
        }
      });
    });
}

function showCommand(): Command {
  return new Command('show')
    .description('Show how an assistant answers.')
    .argument('<name>')
    .action((name: string, _, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      return withEngine(options, async ({ client }) => {
        const found = await named(client, name);
        if (options.json) return printJson(found);
        printLine(styled('bold', safeLine(found.name)));
        printLine(safe(found.description));
        printLine(safe(JSON.stringify(found.settings, null, 2)));
      });
    });
}

function importCommand(): Command {
  return new Command('import')
    .description('Add an assistant from a file.')
    .argument('<file>')
    .action((path: string, _, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      const text = read(path);
      return withEngine(options, async ({ client }) => {
        const added = await client.assistants.import({ text });
        if (options.json) return printJson(added);
        printLine(`Added ${styled('bold', safeLine(added.name))}.`);
      });
    });
}

function exportCommand(): Command {
  return new Command('export')
    .description('Write an assistant to a file, or to stdout.')
    .argument('<name>')
    .argument('[file]')
    .action((name: string, path: string | undefined, _, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      return withEngine(options, async ({ client }) => {
        const { text } = await client.assistants.export({ id: (await named(client, name)).id });
        writeText(path, text);
      });
    });
}

function removeCommand(): Command {
  return new Command('rm')
    .description('Remove one of your assistants.')
    .argument('<name>')
    .action((name: string, _, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      return withEngine(options, async ({ client }) => {
        const { id, builtIn } = await named(client, name);
        if (builtIn) throw new UsageError(`“${name}” comes along and stays.`);
        await client.assistants.remove({ id });
        if (options.json) printJson({ removed: name });
      });
    });
}

async function named(client: Client, name: string): Promise<Assistant> {
  const wanted = name.toLowerCase();
  const assistants = await client.assistants.list();
  const found =
    assistants.find((one) => one.id === name) ??
    assistants.find((one) => one.name.toLowerCase() === wanted);
  if (!found) throw new LorekeepError('ASSISTANT_UNKNOWN', { name });
  return found;
}

function read(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new UsageError(`“${path}” cannot be read.`);
  }
  if (text.length > longestFile) throw new UsageError(`“${path}” is too large for an assistant.`);
  return text;
}
