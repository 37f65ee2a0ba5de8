import { Command } from 'commander';
import { printMachine } from '../model-words.ts';
import { printJson } from '../print.ts';
import { type CommonOptions, withEngine } from '../with-engine.ts';

interface Options extends CommonOptions {
  again?: boolean;
}

export function hardwareCommand(): Command {
  return new Command('hardware')
    .description('Show what models can compute with on this machine.')
    .option('--again', 'look anew, as after a change of the machine')
    .addHelpText(
      'after',
      '\nExamples:\n  lorekeep hardware --json\n  lorekeep config set model-backend cpu',
    )
    .action((options: Options) =>
      withEngine(options, async ({ client, signal }) => {
        const { again = false } = options;
        const machine = await client.models.machine({ again }, { signal });
        if (options.json) printJson(machine);
        else printMachine(machine);
      }),
    );
}
