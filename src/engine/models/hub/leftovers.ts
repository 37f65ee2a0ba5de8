// What downloads left half done: parts of files (`part-file.ts`), and of a model in several files those
// that came before the one that is missing. They are kept so that the download can go on; nobody
// went on with those that have lain there for long.
import { readdirSync, readFileSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Log } from '../../log/log.ts';
import { recordOf } from './part-file.ts';

export interface Leftover {
  /** Its path at the hub; null for a part without a record. */
  path: string | null;
  /** Everything that belongs to it, absolute paths. */
  files: string[];
  /** When something of it was written last, milliseconds. */
  touchedAt: number;
}

const endings = /\.part(\.json|\.new)?$/;
const shard = /-\d{5}-of-(\d{5})\.gguf$/i;
const keptMs = 30 * 24 * 60 * 60_000;

/**
 * The half done files of a folder, not of those in it; none if it is not there.
 *
 * @param installed files of models that are in use, absolute paths: never part of what is left over
 */
export function leftoversIn(folder: string, installed: ReadonlySet<string>): Leftover[] {
  const names = namesIn(folder).filter((name) => !installed.has(join(folder, name)));
  const targets = new Set(
    names.filter((name) => endings.test(name)).map((name) => name.replace(endings, '')),
  );
  return [...targets].map((target) => {
    const before = names.filter((name) => isShardBeside(name, target));
    const own = names.filter((name) => endings.test(name) && name.replace(endings, '') === target);
    const files = [...own, ...before].map((name) => join(folder, name));
    const times = files.map((path) => statSync(path).mtimeMs);
    const record = own.find((name) => name.endsWith('.json'));
    const path = record === undefined ? null : (readRecord(join(folder, record))?.path ?? null);
    return { path, files, touchedAt: Math.max(...times) };
  });
}

/** Whether a whole file is another part of the model that a half done one belongs to. */
function isShardBeside(name: string, target: string): boolean {
  const stem = (of: string) => of.toLowerCase().replace(shard, '-of-$1');
  return name !== target && shard.test(target) && shard.test(name) && stem(name) === stem(target);
}

function readRecord(path: string): ReturnType<typeof recordOf> {
  try {
    return recordOf(readFileSync(path, 'utf8'));
  } catch {
    // It went in between: as if there was none.
    return null;
  }
}

export function removeLeftover({ files }: Leftover): void {
  for (const path of files) rmSync(path, { force: true });
}

/** Removes a folder if nothing is in it any more. */
export function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Something is in it, or it is gone.
  }
}

/**
 * Removes what was left for so long that nobody will go on with it. Called before a download can
 * run; waits for the disk, as there are few files to look at.
 *
 * @param folder the folder `models` of the data folder
 */
export function removeOldLeftovers(
  folder: string,
  installed: ReadonlySet<string>,
  log: Log,
  now = Date.now(),
): void {
  const hub = join(folder, 'hub');
  for (const place of [folder, ...namesIn(hub).map((name) => join(hub, name))]) {
    try {
      const old = leftoversIn(place, installed).filter(({ touchedAt }) => now - touchedAt > keptMs);
      for (const one of old) {
        removeLeftover(one);
        log.info('half download removed', { file: basename(one.path ?? one.files[0]!) });
      }
      if (old.length > 0 && dirname(place) === hub) removeEmpty(place);
    } catch (error) {
      // What cannot be removed takes room, and nothing more.
      log.error('half download not removed', error);
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // No folder: nothing was downloaded yet.
    return [];
  }
}
