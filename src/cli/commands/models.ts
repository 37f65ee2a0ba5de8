import { Command } from 'commander';
import type { Client } from '../../shared/contract/contract.ts';
import type { CatalogueModel, Model } from '../../shared/contract/models.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import { isCancellation } from '../../shared/errors.ts';
import { sentenceOf } from '../../shared/texts/format.ts';
import { modelKindWords } from '../../shared/texts/model-reasons.ts';
import { addModel, targetOf } from '../add-model.ts';
import { commandGroup } from '../command-group.ts';
import { fitText, printInspected, printModel } from '../model-words.ts';
import { isNamed } from '../names.ts';
import { printJson, printLine, printNote, safeLine, sizeText, styled } from '../print.ts';
import { removeNamed } from '../remove-model.ts';
import { type CommonOptions, withEngine } from '../with-engine.ts';

interface AddOptions extends CommonOptions {
  copy?: boolean;
}

export function modelsCommand(): Command {
  return commandGroup(
    'models',
    'Models that write answers, search by meaning, and put passages in order.',
    [listCommand(), addCommand(), infoCommand(), removeCommand(), catalogueCommand()],
  );
}

function listCommand(): Command {
  return new Command('ls')
    .alias('list')
    .description('List the installed models.')
    .action((_, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      return withEngine(options, async ({ client }) => {
        const { models } = await client.models.list();
        const settings = await client.settings.get();
        if (options.json) {
          return printJson(
            models.map((model) => ({ ...model, chosen: isChosen(model, settings) })),
          );
        }
        if (models.length === 0) {
          printLine('No models yet. lorekeep models catalogue shows some that you can add.');
        }
        for (const model of models) printModel(model, isChosen(model, settings));
      });
    });
}

function addCommand(): Command {
  return new Command('add')
    .description('Add a model: a GGUF file of yours, or one that is downloaded from Hugging Face.')
    .argument('<model>', 'a .gguf file, or hf:user/repo:quantisation')
    .option('--copy', 'copy the file into the data folder (else it stays where it is)')
    .addHelpText(
      'after',
      '\nExamples:\n  lorekeep models add ~/Downloads/model.gguf' +
        '\n  lorekeep models add hf:Qwen/Qwen3-4B-GGUF:Q4_K_M' +
        '\nThen use it: lorekeep config set chat-model NAME',
    )
    .action((what: string, _, command: Command) => {
      const options = command.optsWithGlobals<AddOptions>();
      return withEngine(options, async ({ client, signal }) => {
        const request = { as: 'model', copy: options.copy ?? false } as const;
        const entry = await addModel(client, what, request, signal);
        if (options.json) return printJson(entry);
        printLine(`Added ${styled('bold', safeLine(entry.name))}.`);
        if ('role' in entry) printUse(entry);
      });
    });
}

function printUse({ role, name }: Model): void {
  const key = { chat: 'chat-model', embedder: 'embedder', reranker: 'reranker' }[role];
  const quoted = /^[\w.-]+$/.test(name) ? name : `"${safeLine(name)}"`;
  printLine(`It is ${modelKindWords[role]}. To use it: lorekeep config set ${key} ${quoted}`);
}

function infoCommand(): Command {
  return new Command('info')
    .description('Show what a model’s file says of itself, installed or not.')
    .argument('<model>', 'name of an installed model, or a .gguf file')
    .action((target: string, _, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      return withEngine(options, async ({ client, signal }) => {
        await lookAtMachine(client, signal);
        const { models } = await client.models.list();
        const installed = models.find(({ name }) => isNamed(name, target)) ?? null;
        const asked = installed ? installed.name : targetOf(target);
        const inspected = await client.models.inspect({ target: asked }, { signal });
        if (options.json) return printJson({ ...inspected, installed });
        printInspected(inspected);
      });
    });
}

function removeCommand(): Command {
  return new Command('rm')
    .alias('remove')
    .description('Remove a model. A file of yours stays where it is; a copy of ours is deleted.')
    .argument('<model>', 'its name, as ls prints it; or hf:… of a download that was stopped')
    .action((name: string, _, command: Command) =>
      removeNamed(name, 'model', command.optsWithGlobals<CommonOptions>()),
    );
}

function catalogueCommand(): Command {
  return new Command('catalogue')
    .description('Show models that are known to work, and how they fit this machine.')
    .action((_, command: Command) => {
      const options = command.optsWithGlobals<CommonOptions>();
      return withEngine(options, async ({ client, signal }) => {
        await lookAtMachine(client, signal);
        const models = await client.models.catalogue();
        if (options.json) return printJson(models);
        for (const one of models) printCatalogued(one);
      });
    });
}

function printCatalogued(model: CatalogueModel): void {
  const { name, role, about, languages, licence, limits, quantisations } = model;
  printLine(`${styled('bold', name)}  ${modelKindWords[role]}`);
  printLine(`  ${about}`);
  printLine(
    `  Languages: ${languages}. Licence: ${licence}.${limits === null ? '' : ` ${limits}`}`,
  );
  for (const { reference, estimatedBytes, fit, installed } of quantisations) {
    const size = estimatedBytes === null ? '' : `  about ${sizeText(estimatedBytes)}`;
    const fits = fit ? `, ${fitText(fit)}` : '';
    printLine(`  ${reference}${size}${fits}${installed ? ' (installed)' : ''}`);
  }
  printLine();
}

/** Estimates need the machine; where it cannot be looked at there are none. */
async function lookAtMachine(client: Client, signal: AbortSignal): Promise<void> {
  try {
    await client.models.machine({}, { signal });
  } catch (error) {
    if (isCancellation(error)) throw error;
    printNote(sentenceOf(error));
  }
}

function isChosen({ name, role }: Model, { chatModel, embedder, reranker }: Settings): boolean {
  return { chat: chatModel, embedder, reranker }[role] === name;
}
