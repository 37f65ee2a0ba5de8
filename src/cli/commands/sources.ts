import { Command, InvalidArgumentError, Option } from 'commander';
import type { Client } from '../../shared/contract/contract.ts';
import {
  defaultEveryHours,
  defaultMaxPages,
  type Source,
  type SourceKind,
} from '../../shared/contract/sources.ts';
import { flattenError, isCancellation, LorekeepError } from '../../shared/errors.ts';
import { sentenceOf } from '../../shared/texts/format.ts';
import { addConnector } from '../add-connector.ts';
import { commandGroup } from '../command-group.ts';
import { followTask } from '../follow-task.ts';
import { count, printJson, printLine, printNote, safeLine, styled } from '../print.ts';
import { UsageError } from '../usage-error.ts';
import { type CommandContext, type CommonOptions, withEngine } from '../with-engine.ts';

interface AddOptions extends CommonOptions {
  name?: string;
  kind?: 'page' | 'sitemap' | 'feed';
  every?: number;
  maxPages?: number;
  otherSites?: boolean;
  program?: string;
  yes?: boolean;
}

const kindNames: Record<SourceKind, string> = {
  page: 'page',
  sitemap: 'sitemap',
  feed: 'feed',
  program: 'program',
};

export function sourcesCommand(): Command {
  return commandGroup(
    'sources',
    'Web pages, sitemaps, feeds and programs of your own as documents.',
    [listCommand(), addCommand(), updateCommand(), removeCommand()],
  );
}

function listCommand(): Command {
  return new Command('list')
    .description('List the sources, and the pages that could not be fetched.')
    .action((_, command: Command) =>
      withEngine(command.optsWithGlobals<CommonOptions>(), async ({ client }) => {
        const sources = await client.sources.list();
        const listed = await Promise.all(
          sources.map(async (source) => ({
            ...source,
            failures: await client.sources.failures({ sourceId: source.id }),
          })),
        );
        if (command.optsWithGlobals<CommonOptions>().json) return printJson(listed);
        if (listed.length === 0) {
          printLine('No sources yet. Add one: lorekeep sources add <address>');
        }
        for (const { failures, ...source } of listed) {
          print(source);
          for (const { address, message } of failures) {
            printLine(`  ${safeLine(address)}\n    ${safeLine(message)}`);
          }
        }
      }),
    );
}

function addCommand(): Command {
  return new Command('add')
    .description('Add a page, sitemap or feed by its address and fetch it.')
    .argument('[words...]', 'the address; or, after --, the program and its arguments')
    .option('--name <name>', 'what to call it')
    .addOption(
      new Option('--kind <kind>', 'what it is (default: what it looks like)').choices([
        'page',
        'sitemap',
        'feed',
      ]),
    )
    .option(
      '--every <hours>',
      `fetch it again after (default: ${defaultEveryHours}; 0: never)`,
      whole,
    )
    .option('--max-pages <n>', `most pages to fetch (default: ${defaultMaxPages})`, whole)
    .option('--other-sites', 'fetch the pages of other sites that it names, too')
    .option('--program <name>', 'run a program that writes documents (docs/connectors.md)')
    .option('--yes', 'do not ask before adding a program')
    .addHelpText(
      'after',
      '\nExamples:\n  lorekeep sources add https://example.org/sitemap.xml --every 24' +
        '\n  lorekeep sources add --program notes -- node notes.mjs ~/notes.json',
    )
    .action((words: string[], _, command: Command) => {
      const options = command.optsWithGlobals<AddOptions>();
      return withEngine(options, async (context) => {
        const { sourceId, taskId, added } = await add(context.client, words, options);
        if (!added)
          printNote('It is there already; what you asked for is changed, and it is fetched.');
        await follow(context, [{ sourceId, taskId }], options.json ?? false);
      });
    });
}

async function add(client: Client, words: string[], options: AddOptions) {
  const { name, kind, every, maxPages, otherSites, program } = options;
  const chosen = { ...(name && { name }), ...(every !== undefined && { everyHours: every }) };
  if (program !== undefined) {
    const connector = await addConnector(program, words, options);
    return client.sources.addProgram({ connector, ...chosen });
  }
  const [address, ...more] = words;
  if (address === undefined || more.length > 0) throw new UsageError('Give one address.');
  return client.sources.add({
    address,
    ...chosen,
    ...(kind && { kind }),
    ...(maxPages !== undefined && { maxPages }),
    ...(otherSites && { otherHosts: true }),
  });
}

function updateCommand(): Command {
  return new Command('update')
    .description('Fetch sources again now (all, if none is named).')
    .argument('[source...]', 'addresses or names, as list prints them')
    .action((names: string[], _, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      return withEngine(options, async (context) => {
        const all = await context.client.sources.list();
        const wanted = names.length > 0 ? names.map((name) => find(all, name)) : all;
        const sourceIds = wanted.map(({ id }) => id);
        const { taskIds } = await context.client.sources.update({ sourceIds });
        const runs = sourceIds.map((sourceId, i) => ({ sourceId, taskId: taskIds[i]! }));
        await follow(context, runs, options.json ?? false);
      });
    });
}

function removeCommand(): Command {
  return new Command('remove')
    .description('Take a source and what was fetched from it out of Lorekeep.')
    .argument('<source>', 'its address or name, as list prints it')
    .action((name: string, _, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      return withEngine(options, async ({ client, signal }) => {
        const source = find(await client.sources.list(), name);
        const { taskId } = await client.sources.remove({ sourceId: source.id });
        await followTask(client, taskId, signal);
        if (options.json) printJson({ removed: source.address ?? source.name });
        else printLine(`Removed ${safeLine(source.name)} and what was fetched from it.`);
      });
    });
}

/** Waits for the runs of sources and says what came of each. */
async function follow(
  { client, signal }: CommandContext,
  runs: readonly { sourceId: string; taskId: string }[],
  json: boolean,
): Promise<void> {
  for (const { sourceId, taskId } of runs) {
    try {
      await followTask(client, taskId, signal);
    } catch (error) {
      if (isCancellation(error) || flattenError(error).code === 'ENGINE_STOPPED') throw error;
      // One that cannot be fetched does not keep the others from it.
      printNote(sentenceOf(error));
      process.exitCode = 1;
    }
    const source = (await client.sources.list()).find(({ id }) => id === sourceId);
    if (!source) continue;
    if (json) printJson(source);
    else print(source);
  }
}

function find(sources: readonly Source[], name: string): Source {
  const found = sources.find(
    (source) => source.id === name || source.address === name || source.name === name,
  );
  if (!found) throw new LorekeepError('SOURCE_UNKNOWN', { name });
  return found;
}

function print({ name, kind, address, command, pages, failed, lastRun, problem }: Source): void {
  const where = address ?? command ?? '';
  const what = kind === null ? '' : ` (${kindNames[kind]})`;
  printLine(`${styled('bold', safeLine(name))}${what}  ${styled('dim', safeLine(where))}`);
  const parts = [count(pages, 'document', 'documents')];
  if (lastRun?.fetched) parts.push(`${lastRun.fetched.toLocaleString('en')} new or changed`);
  if (lastRun?.gone) parts.push(`${lastRun.gone.toLocaleString('en')} gone`);
  if (failed) parts.push(`${failed.toLocaleString('en')} not fetched`);
  if (lastRun?.leftOut) parts.push(`${lastRun.leftOut.toLocaleString('en')} left out`);
  printLine(`  ${parts.join(', ')}`);
  if (problem) printLine(`  ${safeLine(problem.message)}`);
}

function whole(text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isInteger(number) && number >= 0) return number;
  throw new InvalidArgumentError('It must be a whole number, 0 or more.');
}
