// Files of the fixture models, written when a test first asks for them and kept until the test
// file is done.
import { join } from 'node:path';
import { temporaryFolder } from '../folder.ts';
import { saveModel, type FixtureModel } from './weights.ts';

const made = new Map<string, Promise<string>>();
let folder: string | null = null;

/** The path of `name`.gguf. The same name is the same file: `make` is called once. */
export function madeModel(name: string, make: () => FixtureModel): Promise<string> {
  folder ??= temporaryFolder();
  const path = join(folder, `${name}.gguf`);
  const file = made.get(name) ?? saveModel(path, make()).then(() => path);
  made.set(name, file);
  return file;
}
