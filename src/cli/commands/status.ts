import { Command } from 'commander';
import { documentStates } from '../../shared/contract/documents.ts';
import type { LibraryStatus } from '../../shared/contract/library.ts';
import { documentStateNames } from '../../shared/texts/en.ts';
import { count, printJson, printLine, safeLine, styled } from '../print.ts';
import { type CommonOptions, withIndex } from '../with-engine.ts';

export function statusCommand(): Command {
  return new Command('status')
    .description('Show folders, documents by state, problems and sizes.')
    .action((options: CommonOptions) =>
      withIndex(options, async ({ client }) => {
        const status = await client.library.status();
        if (options.json) printJson(status);
        else print(status);
      }),
    );
}

function print(status: LibraryStatus): void {
  if (status.folders.length === 0) {
    printLine('No folders yet. Add one: lorekeep index <folder>');
    return;
  }
  for (const folder of status.folders) {
    const { path, source, online } = folder;
    const name = source ? (source.address ?? source.name) : path;
    printLine(`${styled('bold', safeLine(name))}${online || source ? '' : '  (offline)'}`);
  }
  const states = documentStates.filter((state) => status.documents[state] > 0);
  const parts = states.map(
    (state) =>
      `${status.documents[state].toLocaleString('en')} ${documentStateNames[state].toLowerCase()}`,
  );
  printLine(`Files: ${parts.join(', ') || 'none'}`);
  const waiting = status.semanticPending ? `, ${status.semanticPending} waiting for a vector` : '';
  printLine(`Passages: ${status.chunks.toLocaleString('en')}${waiting}`);
  printLine(`Index: ${(status.bytes.index / 1024 / 1024).toFixed(1)} MB`);
  printLine(`Embedder: ${status.embedder.name}`);
  if (status.problems.length === 0) return;
  printLine(`\n${count(status.problems.length, 'file', 'files')} not (wholly) indexed:`);
  for (const { path, state, message } of status.problems) {
    printLine(`  ${safeLine(path)}\n    ${documentStateNames[state]}: ${safeLine(message)}`);
  }
}
