#!/usr/bin/env node
// The `lorekeep` command. Results go to stdout, everything else to stderr, so that results can
// be piped. Exit codes: 0 done, 1 failed, 2 wrong usage, 130 stopped by Ctrl+C.
import { Command, CommanderError } from 'commander';
import { isCancellation } from '../shared/errors.ts';
import { sentenceOf } from '../shared/texts/format.ts';
import { version } from '../hosting/version.ts';
import { adaptersCommand } from './commands/adapters.ts';
import { askCommand } from './commands/ask.ts';
import { assistantsCommand } from './commands/assistants.ts';
import { collectionsCommand } from './commands/collections.ts';
import { conversationsCommand } from './commands/conversations.ts';
import { configCommand } from './commands/config.ts';
import { doctorCommand } from './commands/doctor.ts';
import { evalCommand } from './commands/eval.ts';
import { hardwareCommand } from './commands/hardware.ts';
import { indexCommand } from './commands/index-folders.ts';
import { modelsCommand } from './commands/models.ts';
import { readCommand } from './commands/read.ts';
import { removeCommand } from './commands/remove.ts';
import { searchCommand } from './commands/search.ts';
import { serveCommand } from './commands/serve.ts';
import { serversCommand } from './commands/servers.ts';
import { sourcesCommand } from './commands/sources.ts';
import { statusCommand } from './commands/status.ts';
import { printNote } from './print.ts';
import { UsageError } from './usage-error.ts';

const exitCodes = { failed: 1, usage: 2, stopped: 130 };

function createProgram(): Command {
  const program = new Command('lorekeep')
    .description('Search your folders and get answers with citations, offline.')
    .version(version)
    .showHelpAfterError('(lorekeep --help lists the commands)')
    .exitOverride();
  const commands = [
    indexCommand(),
    searchCommand(),
    askCommand(),
    conversationsCommand(),
    assistantsCommand(),
    readCommand(),
    statusCommand(),
    collectionsCommand(),
    sourcesCommand(),
    modelsCommand(),
    adaptersCommand(),
    serversCommand(),
    hardwareCommand(),
    configCommand(),
    removeCommand(),
    serveCommand(),
    doctorCommand(),
    evalCommand(),
  ];
  for (const command of commands) {
    command
      .option('--data <dir>', 'data folder (default: the app’s own)')
      .option('--json', 'print JSON')
      .exitOverride();
    program.addCommand(command);
  }
  return program;
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodes.usage;
  if (isCancellation(error)) return exitCodes.stopped;
  printNote(error instanceof UsageError ? error.message : sentenceOf(error));
  return error instanceof UsageError ? exitCodes.usage : exitCodes.failed;
}

// A reader that has enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await createProgram().parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}
