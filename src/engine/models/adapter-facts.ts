// What a LoRA adapter in GGUF says of itself, and whether it fits a model: both from the headers of
// the files. The rules are those of llama.cpp (llama_adapter_lora_init_impl in llama-adapter.cpp).
import { z } from 'zod';
import { LorekeepError } from '../../shared/errors.ts';
import { adapterReasons } from '../../shared/texts/adapter-reasons.ts';
import { fillText } from '../../shared/texts/format.ts';
import { architectureIn, numberIn, textIn } from '../gguf/metadata.ts';
import type { GgufHeader } from '../gguf/read-gguf.ts';
import type { ModelFile } from './model-file.ts';

/** Rows and columns of a weight as llama.cpp counts them: the length of a row first. */
export const matrixShapes = z.record(z.string(), z.tuple([z.number(), z.number()]));
export type MatrixShapes = z.infer<typeof matrixShapes>;

export const adapterFacts = z.object({
  architecture: z.string(),
  rank: z.number(),
  alpha: z.number(),
  /** The model that it was trained on, as its maker called it. */
  baseName: z.string().nullable(),
  /** Hash of the file that it was made for, where that was known when it was added. */
  baseSha256: z.string().nullable(),
  /** Shapes that the base's weights must have. */
  targets: matrixShapes,
});
export type AdapterFacts = z.infer<typeof adapterFacts>;

/** What of a model an adapter has to fit. */
export interface AdapterBase {
  name: string;
  architecture: string;
  matrices: MatrixShapes;
}

/** @throws LorekeepError ADAPTER_UNREADABLE if llama.cpp would refuse it with any model */
export function readAdapterFacts({ path, headers }: ModelFile): AdapterFacts {
  const { metadata, tensors } = headers[0]!;
  const bad = (reason: keyof typeof adapterReasons, params = {}) =>
    new LorekeepError('ADAPTER_UNREADABLE', {
      path,
      reason: fillText(adapterReasons[reason], params),
    });
  const type = textIn(metadata, 'adapter.type') ?? '—';
  if (type !== 'lora') throw bad('notLora', { type });
  if (metadata.has('adapter.alora.invocation_tokens')) throw bad('activated');
  const alpha = numberIn(metadata, 'adapter.lora.alpha');
  if (alpha === null) throw bad('noLoraAlpha');
  const pairs = new Map<string, { a?: readonly number[]; b?: readonly number[] }>();
  for (const { name, shape } of tensors) {
    const [, target, side] = /^(.+)\.lora_([ab])$/.exec(name) ?? [];
    // llama.cpp leaves norms out, so that they do no harm.
    if (target === undefined && name.endsWith('_norm.weight')) continue;
    if (target === undefined) throw bad('ggufOther', { name });
    pairs.set(target, { ...pairs.get(target), [side!]: shape });
  }
  if (pairs.size === 0) throw bad('noModules');
  const targets: MatrixShapes = {};
  let rank = 0;
  for (const [name, { a, b }] of pairs) {
    if (!a || !b) throw bad('half', { name });
    // The table of tokens is read by rows, so that its two matrices have changed places.
    const isTable = name === 'token_embd.weight';
    if (isTable ? a[0] !== b[0] : a[1] !== b[0]) throw bad('ggufShapes', { name });
    rank = Math.max(rank, b[0]!);
    targets[name] = isTable ? [b[1]!, a[1]!] : [a[0]!, b[1]!];
  }
  const architecture = architectureIn(metadata) ?? '';
  return { architecture, rank, alpha, baseName: baseNameIn(metadata), baseSha256: null, targets };
}

/** All weights of a model that an adapter may change. */
export function matricesOf(headers: readonly GgufHeader[]): MatrixShapes {
  const matrices = headers.flatMap(({ tensors }) =>
    tensors.flatMap(({ name, shape }): [string, [number, number]][] =>
      shape.length > 1 && name.endsWith('.weight') ? [[name, [shape[0]!, shape[1]!]]] : [],
    ),
  );
  return Object.fromEntries(matrices);
}

/** Why an adapter does not fit a model, in a sentence; null if it does. */
export function misfitOf(adapter: AdapterFacts, base: AdapterBase): string | null {
  const trainedFor = adapter.baseName ?? adapterReasons.otherModel;
  if (adapter.architecture !== base.architecture) {
    return fillText(adapterReasons.otherArchitecture, {
      given: adapter.architecture,
      model: base.name,
      expected: base.architecture,
      base: trainedFor,
    });
  }
  for (const [name, needed] of Object.entries(adapter.targets)) {
    const shape = base.matrices[name];
    if (!shape) return fillText(adapterReasons.noTensor, { name, tensor: name, base: trainedFor });
    if (shape[0] === needed[0] && shape[1] === needed[1]) continue;
    const given = needed.join(' × ');
    const expected = shape.join(' × ');
    return fillText(adapterReasons.otherShape, { name, given, expected, base: trainedFor });
  }
  return null;
}

function baseNameIn(metadata: GgufHeader['metadata']): string | null {
  const text = (key: string) => textIn(metadata, `general.base_model.0.${key}`);
  const name = text('name');
  const maker = text('organization');
  return name !== null && maker !== null ? `${maker}/${name}` : name;
}
