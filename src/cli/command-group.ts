import { Command } from 'commander';

/**
 * A command made of several, such as `models ls` and `models add`. The first is meant where none is
 * named. Each shows the options of the whole program in its help and throws instead of ending the
 * process.
 */
export function commandGroup(
  name: string,
  description: string,
  commands: readonly [Command, ...Command[]],
): Command {
  const group = new Command(name).description(description);
  for (const [i, command] of commands.entries()) {
    command.exitOverride().configureHelp({ showGlobalOptions: true });
    group.addCommand(command, { isDefault: i === 0 });
  }
  return group;
}
