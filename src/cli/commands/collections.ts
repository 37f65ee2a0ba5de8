import { Command } from 'commander';
import { count, printJson, printLine, safeLine, styled } from '../print.ts';
import { type CommonOptions, withEngine } from '../with-engine.ts';

export function collectionsCommand(): Command {
  return new Command('collections')
    .description('List the collections and their folders.')
    .action((options: CommonOptions) =>
      withEngine(options, async ({ client }) => {
        const collections = await client.library.collections();
        const folders = new Map(
          (await client.library.folders()).map(({ id, path, source }) => [
            id,
            source?.address ?? path,
          ]),
        );
        const rows = collections.map(({ id, name, isDefault, folderIds }) => ({
          id,
          name,
          isDefault,
          folders: folderIds.flatMap((folderId) => folders.get(folderId) ?? []),
        }));
        if (options.json) return printJson(rows);
        for (const row of rows) {
          const size = count(row.folders.length, 'folder', 'folders');
          printLine(
            `${styled('bold', safeLine(row.name))}${row.isDefault ? ' (default)' : ''}: ${size}`,
          );
          for (const path of row.folders) printLine(`  ${safeLine(path)}`);
        }
      }),
    );
}
