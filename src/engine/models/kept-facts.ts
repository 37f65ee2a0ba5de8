// What is kept of a file's header in the library, so that lists, estimates and checks need not read
// it again. What an older version kept and no longer fits is read anew.
import { z } from 'zod';
import { modelFacts as factsSchema } from '../../shared/contract/models.ts';
import type { ModelFileKind, ModelFileRow } from '../store/library/model-files.ts';
import { adapterFacts, matricesOf, matrixShapes, readAdapterFacts } from './adapter-facts.ts';
import { shapeOfFile } from './file-shape.ts';
import { isCausal, modelFacts } from './model-facts.ts';
import type { ModelFile } from './model-file.ts';

const shape = z.object({
  layers: z.number(),
  embedding: z.number(),
  heads: z.number(),
  kvHeads: z.number(),
  headDim: z.number(),
  vocabulary: z.number(),
  contextTrained: z.number(),
  window: z.object({ layers: z.number(), tokens: z.number() }).nullable(),
  causal: z.boolean(),
});

const weights = z.object({
  layers: z.array(z.number()).readonly(),
  input: z.number(),
  output: z.number().nullable(),
});

const keptModel = z.object({
  facts: factsSchema,
  /** Null if its file says too little for an estimate. */
  size: z.object({ shape, weights }).nullable(),
  /** Weights that an adapter may change; empty but for chat models. */
  matrices: matrixShapes,
});
export type KeptModel = z.infer<typeof keptModel>;

export function modelToKeep(file: ModelFile, kind: ModelFileKind): KeptModel {
  return {
    facts: modelFacts(file),
    size: shapeOfFile(file.headers, isCausal(file.headers[0]!.metadata)),
    matrices: kind === 'chat' ? matricesOf(file.headers) : {},
  };
}

export function factsToKeep(file: ModelFile, kind: ModelFileKind): unknown {
  return kind === 'adapter' ? readAdapterFacts(file) : modelToKeep(file, kind);
}

export const keptModelOf = (row: ModelFileRow) => keptModel.safeParse(row.facts).data ?? null;
export const keptAdapterOf = (row: ModelFileRow) => adapterFacts.safeParse(row.facts).data ?? null;
