import { text } from 'node:stream/consumers';
import { Command } from 'commander';
import type { Client } from '../../shared/contract/contract.ts';
import { type Server, serverName } from '../../shared/contract/servers.ts';
import { LorekeepError } from '../../shared/errors.ts';
import { serverWarning } from '../../shared/texts/server-words.ts';
import { commandGroup } from '../command-group.ts';
import { confirmed } from '../confirm.ts';
import { isNamed } from '../names.ts';
import { printJson, printLine, printNote, safeLine, styled } from '../print.ts';
import { UsageError } from '../usage-error.ts';
import { type CommonOptions, withEngine } from '../with-engine.ts';

interface AgreeOptions extends CommonOptions {
  yes?: boolean;
}

interface AddOptions extends AgreeOptions {
  name?: string;
  keyStdin?: boolean;
}

const keyWords: Record<Server['key'], string> = {
  none: 'no key',
  keychain: 'its key is kept by the system’s keychain',
  run: 'its key counts while Lorekeep runs',
  missing: 'its key is missing',
};

export function serversCommand(): Command {
  return commandGroup(
    'servers',
    'Models on another machine, or in another program: any server that speaks as OpenAI’s does.',
    [listCommand(), addCommand(), checkCommand(), agreeCommand(), removeCommand()],
  );
}

function listCommand(): Command {
  return new Command('ls')
    .alias('list')
    .description('List the servers, and whether you agreed that text is sent to them.')
    .action((_, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      return withEngine(options, async ({ client }) => {
        const servers = await client.servers.list();
        if (options.json) return printJson(servers);
        if (servers.length === 0) {
          printLine('No servers yet. Add one: lorekeep servers add http://192.168.1.20:8080');
        }
        for (const server of servers) printServer(server);
      });
    });
}

function addCommand(): Command {
  return new Command('add')
    .description('Add a server by its address. Nothing is sent to it before you agree.')
    .argument('<address>', 'such as http://192.168.1.20:8080')
    .option('--name <name>', 'what to call it (default: its host)')
    .option('--key-stdin', 'read its key from the standard input')
    .option('--yes', 'agree without being asked')
    .addHelpText(
      'after',
      '\nExamples:\n  lorekeep servers add http://192.168.1.20:8080 --name lab' +
        '\n  lorekeep servers check lab' +
        '\n  lorekeep config set chat-model server:lab/MODEL' +
        '\nA terminal keeps no keys: where the app does not run, a server’s key counts for one run,' +
        '\nand later ones take it from LOREKEEP_SERVER_KEY.',
    )
    .action(async (address: string, _, command: Command) => {
      const options = command.optsWithGlobals<AddOptions>();
      const { name } = options;
      if (name !== undefined && !serverName.safeParse(name).success) {
        throw new UsageError(
          'A server’s name may hold letters, digits, spaces and . _ : - and begins with a letter or digit.',
        );
      }
      const key = options.keyStdin ? (await text(process.stdin)).trim() : null;
      if (key === '') throw new UsageError('There is no key on the standard input.');
      return withEngine(options, async ({ client }) => {
        let server = await client.servers.add({ address, ...(name !== undefined && { name }) });
        if (key !== null) server = await client.servers.setKey({ name: server.name, key });
        server = await agreed(client, server, options);
        if (options.json) return printJson(server);
        printServer(server);
        if (server.agreedAt === null) {
          printNote(
            `Nothing is sent there until you agree: lorekeep servers agree "${server.name}"`,
          );
        }
      });
    });
}

function checkCommand(): Command {
  return new Command('check')
    .description('Ask a server for its models.')
    .argument('<name>', 'its name, as ls prints it')
    .action((name: string, _, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      return withEngine(options, async ({ client, signal }) => {
        const { name: found } = await find(client, name);
        const { server, models } = await client.servers.check({ name: found }, { signal });
        if (options.json) return printJson({ server, models });
        if (models.length === 0) printLine(`${safeLine(server.name)} answers, and has no models.`);
        for (const model of models) {
          const size = model.contextSize;
          const sees = size === null ? '' : `  sees ${size.toLocaleString('en')} tokens`;
          printLine(`${styled('bold', safeLine(model.name))}${sees}`);
        }
        if (models.length > 0) {
          printLine('To use one: lorekeep config set chat-model (or embedder) "NAME"');
        }
      });
    });
}

function agreeCommand(): Command {
  return new Command('agree')
    .description('Agree that text of yours is sent to a server.')
    .argument('<name>', 'its name, as ls prints it')
    .option('--yes', 'agree without being asked')
    .action((name: string, _, command: Command) => {
      const options = command.optsWithGlobals<AgreeOptions>();
      return withEngine(options, async ({ client }) => {
        const server = await agreed(client, await find(client, name), options);
        if (server.agreedAt === null) {
          throw new UsageError('Nothing was changed. Say --yes to agree without being asked.');
        }
        if (options.json) printJson(server);
        else printServer(server);
      });
    });
}

function removeCommand(): Command {
  return new Command('rm')
    .alias('remove')
    .description('Remove a server, its key and your agreement.')
    .argument('<name>', 'its name, as ls prints it')
    .action((asked: string, _, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      return withEngine(options, async ({ client }) => {
        const { name } = await find(client, asked);
        await client.servers.remove({ name });
        if (options.json) printJson({ removed: name });
        else printLine(`Removed ${safeLine(name)}. Nothing is sent to it any more.`);
      });
    });
}

/** Shows the warning once; after that it is agreed, or not. */
async function agreed(client: Client, server: Server, options: AgreeOptions): Promise<Server> {
  if (server.agreedAt !== null) return server;
  printNote(serverWarning(server));
  if (!options.yes && !(await confirmed('Agree?'))) return server;
  const { name, address } = server;
  return client.servers.agree({ name, address });
}

async function find(client: Client, asked: string): Promise<Server> {
  const servers = await client.servers.list();
  const found = servers.find(({ name }) => isNamed(name, asked));
  if (found) return found;
  const names = servers.map(({ name }) => name).join(', ') || '—';
  throw new LorekeepError('SERVER_UNKNOWN', { name: asked, names });
}

function printServer({ name, address, agreedAt, key }: Server): void {
  const may = agreedAt === null ? 'not agreed: nothing is sent to it' : 'agreed';
  printLine(`${styled('bold', safeLine(name))}  ${styled('dim', safeLine(address))}`);
  printLine(`  ${may}; ${keyWords[key]}`);
}
