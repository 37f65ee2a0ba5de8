import { Command } from 'commander';
import type { Settings } from '../../shared/contract/settings.ts';
import { commandGroup } from '../command-group.ts';
import { followEmbedding } from '../models-for-eval.ts';
import { printJson, printLine, safeLine } from '../print.ts';
import { settingChange, settingNamed, typedKey } from '../setting-values.ts';
import { type CommonOptions, withEngine } from '../with-engine.ts';

export function configCommand(): Command {
  return commandGroup('config', 'Show and change settings.', [getCommand(), setCommand()]);
}

function getCommand(): Command {
  return new Command('get')
    .description('Show one setting, or all.')
    .argument('[setting]', 'such as chat-model')
    .action((name: string | undefined, _, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      const only = name === undefined ? null : settingNamed(name);
      return withEngine(options, async ({ client }) => {
        print(await client.settings.get(), only, options.json ?? false);
      });
    });
}

function setCommand(): Command {
  return new Command('set')
    .description('Change a setting.')
    .argument('<setting>', 'such as chat-model, embedder, reranker, gpu-layers')
    .argument('<value>', 'its new value; none for no model')
    .addHelpText(
      'after',
      '\nExamples:\n  lorekeep config set chat-model Qwen3-4B-Q4_K_M' +
        '\n  lorekeep config set embedder built-in' +
        '\n  lorekeep config set gpu-layers auto' +
        '\n  lorekeep config set flash-attention off',
    )
    .action((name: string, value: string, _, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      const change = settingChange(name, value);
      return withEngine(options, async ({ client, signal }) => {
        const changed = await client.settings.update(change);
        // Stopped, it goes on when the app or a command is started again.
        if (change.embedder !== undefined) await followEmbedding(client, signal);
        print(changed, settingNamed(name), options.json ?? false);
      });
    });
}

function print(settings: Settings, only: keyof Settings | null, json: boolean): void {
  const shown = Object.entries(settings).filter(([key]) => only === null || key === only);
  const typed = shown.map(([key, value]) => [typedKey(key), value] as const);
  if (json) return printJson(Object.fromEntries(typed));
  for (const [key, value] of typed) {
    const text = Array.isArray(value) ? value.join(',') : String(value);
    printLine(`${key} = ${safeLine(text) || 'none'}`);
  }
}
