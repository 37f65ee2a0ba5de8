// Writes down which program a connector is, once the person has agreed to it. The engine reads the
// file; nobody who only calls the engine can choose what is run.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectorFile, connectorName } from '../shared/contract/sources.ts';
import { dataFolder } from '../hosting/data-folder.ts';
import { confirmed } from './confirm.ts';
import { findProgram } from './find-program.ts';
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
  const folder = join(dataFolder(options.data), 'connectors');
  const path = join(folder, `${name}.json`);
  const found = findProgram(command);
  const file = { command: found, args, directory: process.cwd(), path: process.env['PATH'] };
  const before = commandIn(path);
  if (!options.yes && !(await agrees([found, ...args], options.every ?? 0, before))) {
    throw new UsageError('The program was not added. Say --yes to add it without being asked.');
  }
  if (before !== null) printNote(`“${name}” was there already; until now it ran: ${before}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path, `${JSON.stringify(file, null, 2)}\n`);
  return name;
}

/** Asks on a terminal; elsewhere nobody is there to answer, so the answer is no. */
async function agrees(
  words: readonly string[],
  everyHours: number,
  before: string | null,
): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const when = everyHours === 0 ? 'now and whenever you update it' : `every ${everyHours} h`;
  printNote(`Lorekeep will run this program as you, ${when}, and index what it writes:`);
  printNote(`  ${safeLine(words.join(' '))}`);
  printNote(`in ${safeLine(process.cwd())}`);
  if (before !== null) printNote(`in place of:\n  ${before}`);
  return confirmed('Add it?');
}

/** What a connector's file runs, to be shown; null if there is no such file. */
function commandIn(path: string): string | null {
  try {
    const { command, args } = connectorFile.parse(JSON.parse(readFileSync(path, 'utf8')));
    return safeLine([command, ...args].join(' '));
  } catch {
    // None, or one that runs nothing: there is nothing to be replaced.
    return null;
  }
}
