import { resolve } from 'node:path';
import { Command } from 'commander';
import { printJson, printLine, safe } from '../print.ts';
import { type CommonOptions, withIndex } from '../with-engine.ts';

export function readCommand(): Command {
  return new Command('read')
    .description('Print the extracted text of an indexed file (--json: its structure too).')
    .argument('<path>', 'the file, or the address of a fetched page')
    .action((path: string, options: CommonOptions) =>
      withIndex(options, async ({ client }) => {
        const ref = await client.documents.find({ path: isAddress(path) ? path : resolve(path) });
        const document = await client.documents.read(ref);
        if (options.json) printJson(document);
        else printLine(process.stdout.isTTY ? safe(document.text) : document.text);
      }),
    );
}

function isAddress(path: string): boolean {
  return /^https?:\/\//i.test(path);
}
