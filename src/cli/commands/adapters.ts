import { Command } from 'commander';
import { addModel, targetOf } from '../add-model.ts';
import { commandGroup } from '../command-group.ts';
import { printAdapter, printInspected } from '../model-words.ts';
import { isNamed } from '../names.ts';
import { printJson, printLine, safeLine, styled } from '../print.ts';
import { removeNamed } from '../remove-model.ts';
import { type CommonOptions, withEngine } from '../with-engine.ts';

interface AddOptions extends CommonOptions {
  base?: string;
  copy?: boolean;
}

export function adaptersCommand(): Command {
  return commandGroup('adapters', 'LoRA adapters, which change how a chat model writes.', [
    listCommand(),
    addCommand(),
    infoCommand(),
    removeCommand(),
  ]);
}

function listCommand(): Command {
  return new Command('ls')
    .alias('list')
    .description('List the installed adapters and the models that they fit.')
    .action((_, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      return withEngine(options, async ({ client }) => {
        const { adapters } = await client.models.list();
        if (options.json) return printJson(adapters);
        if (adapters.length === 0) {
          printLine('No adapters yet. Add one: lorekeep adapters add <file.gguf or folder>');
        }
        for (const adapter of adapters) printAdapter(adapter);
      });
    });
}

function addCommand(): Command {
  return new Command('add')
    .description('Add an adapter in GGUF, or convert one as PEFT saves it.')
    .argument('<adapter>', 'a .gguf file, a folder with adapter_config.json, or hf:user/repo')
    .option('--base <model>', 'the installed chat model that it was trained on')
    .option('--copy', 'copy the file into the data folder (else it stays where it is)')
    .addHelpText(
      'after',
      '\nExamples:\n  lorekeep adapters add tone.gguf' +
        '\n  lorekeep adapters add ~/training/tone --base Qwen3-4B-Q4_K_M' +
        '\nThen use it: lorekeep ask "…" --adapter NAME:0.8',
    )
    .action((what: string, _, command: Command) => {
      const options = command.optsWithGlobals<AddOptions>();
      return withEngine(options, async ({ client, signal }) => {
        const { base, copy = false } = options;
        const entry = await addModel(client, what, { as: 'adapter', copy, base }, signal);
        if (options.json) return printJson(entry);
        printLine(`Added ${styled('bold', safeLine(entry.name))}.`);
        if ('fits' in entry) printAdapter(entry);
      });
    });
}

function infoCommand(): Command {
  return new Command('info')
    .description('Show what an adapter’s file says of itself, installed or not.')
    .argument('<adapter>', 'name of an installed adapter, or a .gguf file')
    .action((target: string, _, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      return withEngine(options, async ({ client, signal }) => {
        const { adapters } = await client.models.list();
        const installed = adapters.find(({ name }) => isNamed(name, target)) ?? null;
        const asked = installed ? installed.name : targetOf(target);
        const inspected = await client.models.inspect({ target: asked }, { signal });
        if (options.json) return printJson({ ...inspected, installed });
        if (installed) printAdapter(installed);
        printInspected(inspected);
      });
    });
}

function removeCommand(): Command {
  return new Command('rm')
    .alias('remove')
    .description('Remove an adapter. A file of yours stays where it is; ours is deleted.')
    .argument('<adapter>', 'its name, as ls prints it')
    .action((name: string, _, command: Command) =>
      removeNamed(name, 'adapter', command.optsWithGlobals<CommonOptions>()),
    );
}
