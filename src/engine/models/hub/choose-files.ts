// Chooses the model's file among those of a repository; a large one may be in parts.
import { posix } from 'node:path';
import { LorekeepError } from '../../../shared/errors.ts';
import { plainName, quantisationOf } from '../quantisations.ts';
import type { HubReference } from './reference.ts';
import type { HubFile } from './repository.ts';

/** A model as a repository holds it. */
export interface HubModel {
  /** Its file's path; of one in parts the path that they share, with `.gguf` at its end. */
  path: string;
  /** As the file's name, or else its folder's, tells it. */
  quantisation: string | null;
  /** All of its files, the first part first. */
  files: HubFile[];
  /** Bytes of all its files. */
  size: number;
}

/** Which is taken if the person names none: good and small ones first. */
const preferred = ['Q4_K_M', 'Q4_K_S', 'Q5_K_M', 'Q4_0', 'IQ4_XS', 'Q6_K', 'Q8_0', 'F16', 'BF16'];
/** Files that go with a model and are none. */
const besideModels = /^(mmproj|imatrix)|[-._](mmproj|imatrix)[-._]/i;
const part = /-(\d{5})-of-(\d{5})\.gguf$/i;
const mostNamed = 20;

/**
 * @throws LorekeepError HUB_NO_MODEL, HUB_NO_SUCH_FILE, HUB_SEVERAL_FILES, HUB_PARTS_MISSING
 */
export function chooseModel(files: readonly HubFile[], reference: HubReference): HubModel {
  const { repo: name, wanted } = reference;
  const models = modelsOf(files);
  if (models.length === 0) throw new LorekeepError('HUB_NO_MODEL', { name });
  const fitting = wanted ? fittingModels(models, wanted) : ofPreferred(models);
  const [chosen, other] = fitting;
  if (!chosen) {
    const what = wanted ? ('file' in wanted ? wanted.file : wanted.quantisation) : '';
    throw new LorekeepError('HUB_NO_SUCH_FILE', { name, wanted: what, there: namesOf(models) });
  }
  if (other) throw new LorekeepError('HUB_SEVERAL_FILES', { name, there: pathsOf(fitting) });
  if (!isWhole(chosen)) throw new LorekeepError('HUB_PARTS_MISSING', { file: chosen.path });
  return chosen;
}

/** The models among a repository's files, by path. */
export function modelsOf(files: readonly HubFile[]): HubModel[] {
  const parts = new Map<string, HubFile[]>();
  for (const file of files) {
    if (!/\.gguf$/i.test(file.path) || besideModels.test(posix.basename(file.path))) continue;
    const path = file.path.replace(part, '.gguf');
    parts.set(path, [...(parts.get(path) ?? []), file]);
  }
  return [...parts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, found]) => ({
      path,
      quantisation:
        quantisationOf(posix.basename(path)) ?? quantisationOf(posix.basename(posix.dirname(path))),
      files: found.toSorted((a, b) => (a.path < b.path ? -1 : 1)),
      size: found.reduce((sum, { size }) => sum + size, 0),
    }));
}

/** Those that a person's words name; several if the words do not tell them apart. */
export function fittingModels(
  models: HubModel[],
  wanted: NonNullable<HubReference['wanted']>,
): HubModel[] {
  return 'file' in wanted
    ? models.filter((model) => isFile(model, wanted.file))
    : ofQuantisation(models, wanted.quantisation);
}

function isFile({ path, files }: HubModel, wanted: string): boolean {
  return path === wanted || files.some((file) => file.path === wanted);
}

function ofQuantisation(models: HubModel[], wanted: string): HubModel[] {
  const plain = plainName(wanted);
  const exact = models.filter(({ quantisation }) => quantisation === plain);
  if (exact.length > 0) return exact;
  // A spelling of the repository's own, such as `q8`.
  const ending = `${wanted}.gguf`.toLowerCase();
  return models.filter(({ path }) => {
    const rest = path.toLowerCase();
    return rest.endsWith(ending) && /(^|[-._/])$/.test(rest.slice(0, -ending.length));
  });
}

function ofPreferred(models: HubModel[]): HubModel[] {
  if (models.length === 1) return models;
  for (const name of preferred) {
    const found = models.filter(({ quantisation }) => quantisation === name);
    if (found.length > 0) return found;
  }
  return models;
}

/** Each part of it is there once. */
function isWhole({ files }: HubModel): boolean {
  const numbers = files.map(({ path }) => part.exec(path));
  const count = Number(numbers[0]?.[2] ?? 1);
  if (files.length !== count) return false;
  return count === 1 || numbers.every((match, at) => Number(match?.[1]) === at + 1);
}

function namesOf(models: HubModel[]): string {
  const names = models.map(({ quantisation, path }) => quantisation ?? posix.basename(path));
  return listed([...new Set(names)]);
}

function pathsOf(models: HubModel[]): string {
  return listed(models.map(({ path }) => path));
}

function listed(names: string[]): string {
  const more = names.length > mostNamed ? ', …' : '';
  return names.slice(0, mostNamed).join(', ') + more;
}
