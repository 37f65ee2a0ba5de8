// Turns a LoRA adapter as PEFT saves it (a folder with adapter_config.json and
// adapter_model.safetensors) into a GGUF adapter for a certain base model. All is checked before
// anything is written; then one matrix at a time is read, changed and written.
import { readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { LorekeepError } from '../../../shared/errors.ts';
import { adapterNotes, adapterReasons } from '../../../shared/texts/adapter-reasons.ts';
import { fillText } from '../../../shared/texts/format.ts';
import type { GgufValue } from '../../gguf/values.ts';
import { type GgufTensor, writeGguf } from '../../gguf/write-gguf.ts';
import { type Alphas, findAlphas } from './alphas.ts';
import { describeBase } from './base-name.ts';
import type { BaseFacts } from './base-facts.ts';
import { fitModules, type FittedModule } from './fit-modules.ts';
import { interleaveHeads, toBytes, toFloats } from './matrices.ts';
import { pairModules } from './pair-modules.ts';
import { parsePeftConfig, type PeftConfig } from './peft-config.ts';
import { openSafetensors, type SafeTensor, type SafetensorsFile } from './read-safetensors.ts';

export interface ConversionReport {
  /** Of the base that it was converted for. */
  architecture: string;
  /** Modules of the model that it changes; each has two tensors in the file. */
  modules: number;
  /** The largest of its modules' ranks. */
  rank: number;
  /** As in the file: a module acts with alpha / rank. */
  alpha: number;
  /** The base model that it was trained for, as its maker called it. */
  baseName: string | null;
  /** Sentences on what a person should know. */
  notes: string[];
}

const configName = 'adapter_config.json';
const weightsName = 'adapter_model.safetensors';
/** Patterns for every module of a large model take a tenth of it. */
const maxConfigBytes = 4 * 2 ** 20;

/**
 * Converts the adapter in `folder` and writes it to `target`, replacing what is there.
 *
 * @throws LorekeepError ADAPTER_UNREADABLE, ADAPTER_NOT_CONVERTIBLE, ADAPTER_MISMATCH; what the file
 *   system says of `target`; the signal's reason. Nothing is left behind then.
 */
export async function convertPeft(
  folder: string,
  base: BaseFacts,
  target: string,
  signal?: AbortSignal,
): Promise<ConversionReport> {
  const config = readConfig(folder);
  const path = weightsPath(folder);
  const file = openSafetensors(path);
  try {
    const modules = pairModules(file.tensors.values(), path);
    const alphas = findAlphas(modules, config, path);
    const fitted = fitModules(modules, base, config.baseName);
    const seen = { trained: false };
    const tensors = fitted.flatMap((module, i) =>
      tensorsOf(file, module, alphas.factors[i]!, seen),
    );
    const metadata = metadataOf(config, base, alphas.alpha, basename(folder));
    await writeGguf(target, { metadata, tensors }, signal);
    return {
      architecture: base.architecture,
      modules: modules.length,
      rank: Math.max(...modules.map(({ rank }) => rank)),
      alpha: alphas.alpha,
      baseName: config.baseName,
      notes: notesOn(config, alphas, seen.trained),
    };
  } finally {
    file.close();
  }
}

function readConfig(folder: string): PeftConfig {
  const path = join(folder, configName);
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isFile()) throw unreadable(folder, adapterReasons.noConfig);
  if (found.size > maxConfigBytes) throw unreadable(path, adapterReasons.tooLarge);
  return parsePeftConfig(readFileSync(path, 'utf8'), path);
}

function weightsPath(folder: string): string {
  const path = join(folder, weightsName);
  if (statSync(path, { throwIfNoEntry: false })) return path;
  const pickle = statSync(join(folder, 'adapter_model.bin'), { throwIfNoEntry: false });
  if (!pickle) throw unreadable(folder, adapterReasons.noWeights);
  throw new LorekeepError('ADAPTER_NOT_CONVERTIBLE', { reason: adapterReasons.pickle });
}

/** A module's two tensors. In ggml's order a matrix's columns come first. */
function tensorsOf(
  file: SafetensorsFile,
  { module, tensor, heads }: FittedModule,
  factor: number,
  seen: { trained: boolean },
): GgufTensor[] {
  const { a, b, rank } = module;
  const rows = b.shape[0]!;
  const second = (): Uint8Array => {
    let floats = readFloats(file, b);
    seen.trained ||= floats.some((value) => value !== 0);
    if (factor !== 1) floats = floats.map((value) => value * factor);
    return toBytes(heads === null ? floats : interleaveHeads(floats, rows, heads));
  };
  return [
    {
      name: `${tensor}.lora_a`,
      shape: [a.shape[1]!, rank],
      type: 'f32',
      data: () => toBytes(readFloats(file, a)),
    },
    { name: `${tensor}.lora_b`, shape: [rank, rows], type: 'f32', data: second },
  ];
}

function readFloats(file: SafetensorsFile, tensor: SafeTensor): Float32Array {
  const floats = toFloats(file.read(tensor), tensor.type);
  if (floats.every((value) => Number.isFinite(value))) return floats;
  const reason = fillText(adapterReasons.noNumbers, { name: tensor.name });
  throw new LorekeepError('ADAPTER_NOT_CONVERTIBLE', { reason });
}

function metadataOf(
  config: PeftConfig,
  base: BaseFacts,
  alpha: number,
  name: string,
): Map<string, GgufValue> {
  return new Map<string, GgufValue>([
    ['general.architecture', { type: 'string', value: base.architecture }],
    ['general.type', { type: 'string', value: 'adapter' }],
    ['general.name', { type: 'string', value: name }],
    ['adapter.type', { type: 'string', value: 'lora' }],
    ['adapter.lora.alpha', { type: 'f32', value: alpha }],
    ...describeBase(config.baseName ?? base.name),
  ]);
}

function notesOn(config: PeftConfig, { alpha, factors }: Alphas, trained: boolean): string[] {
  const notes: string[] = [];
  if (config.rankStabilised) {
    const value = Number(alpha.toPrecision(6));
    notes.push(fillText(adapterNotes.alphaOfRankStabilised, { alpha: value }));
  }
  const scaled = factors.filter((factor) => factor !== 1).length;
  if (scaled > 0) {
    notes.push(fillText(adapterNotes.scaledModules, { count: scaled, all: factors.length }));
  }
  if (!trained) notes.push(adapterNotes.untrained);
  return notes;
}

function unreadable(path: string, reason: string): LorekeepError {
  return new LorekeepError('ADAPTER_UNREADABLE', { path, reason });
}
