// Writes down which program a connector is, once the person has agreed to it. The engine reads the
// file; nobody who only calls the engine can choose what is run.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { connectorName } from '../shared/contract/sources.ts';
import { dataFolder } from '../hosting/data-folder.ts';
import { printNote, safeLine } from './print.ts';
import { UsageError } from './usage-error.ts';

interface Options {
  data?: string;
  yes?: boolean;
  every?: number;
}

/**
 * @param words the program and its arguments
 * @returns the connector's name
 * @throws UsageError if it cannot be added, or the person does not want it
 */
export async function addConnector(
  name: string,
  words: readonly string[],
  options: Options,
): Promise<string> {
  if (!connectorName.safeParse(name).success) {
    throw new UsageError('The name of a program may hold small letters, digits and dashes.');
  }
  const [command, ...args] = words;
  if (command === undefined) {
    throw new UsageError('Say which program to run: --program <name> -- <program> [arguments]');
  }
  if (!options.yes && !(await agrees(words, options.every ?? 0))) {
    throw new UsageError('The program was not added. Say --yes to add it without being asked.');
  }
  const folder = join(dataFolder(options.data), 'connectors');
  mkdirSync(folder, { recursive: true });
  const file = { command, args, directory: process.cwd() };
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(file, null, 2)}\n`);
  return name;
}

/** Asks on a terminal; elsewhere nobody is there to answer, so the answer is no. */
async function agrees(words: readonly string[], everyHours: number): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const when = everyHours === 0 ? 'now and whenever you update it' : `every ${everyHours} h`;
  printNote(`Lorekeep will run this program as you, ${when}, and index what it writes:`);
  printNote(`  ${safeLine(words.join(' '))}`);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question('Add it? [y/N] ');
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}
