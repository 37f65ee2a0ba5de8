import { Command } from 'commander';
import { followTask } from '../follow-task.ts';
import { printJson, printLine, safeLine } from '../print.ts';
import { findFolder } from '../scope-options.ts';
import { type CommonOptions, withEngine } from '../with-engine.ts';

export function removeCommand(): Command {
  return new Command('remove')
    .description('Take a folder out of Lorekeep. Its files stay where they are.')
    .argument('<folder>', 'the folder, as status lists it')
    .action((path: string, options: CommonOptions) =>
      withEngine(options, async ({ client, signal }) => {
        const folder = await findFolder(client, path);
        const { taskId } = await client.library.removeFolder({ folderId: folder.id });
        await followTask(client, taskId, signal);
        if (options.json) printJson({ removed: folder.path });
        else printLine(`Removed ${safeLine(folder.path)} from Lorekeep. Its files are untouched.`);
      }),
    );
}
