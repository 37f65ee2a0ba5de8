// The models that people are shown before they have any: what each is for, and what is known of it
// before it is downloaded. Every group of facts names the pages that they were found on; what was
// not found is null. Sizes and checksums are not here: the hub tells them of the very file.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { modelRole } from '../../shared/contract/models.ts';
import { type ModelShape, type ModelWeights, weightsOf } from './model-shape.ts';
import { bitsPerWeight } from './quantisations.ts';

const count = z.number().int().positive();
const pages = z.array(z.url({ protocol: /^https$/ })).min(1);

const shape = z.strictObject({
  /** As GGUF files name it. */
  architecture: z.string().min(1),
  layers: count,
  embedding: count,
  /** Width of the network inside a layer. */
  feedForward: count,
  heads: count,
  kvHeads: count,
  headDim: count,
  vocabulary: count,
  contextTrained: count,
  /** Whether the output is the table of tokens once more, or there is no output. */
  sharedTable: z.boolean(),
  window: z.strictObject({ layers: count, tokens: count }).nullable(),
  causal: z.boolean(),
});

const reading = z.strictObject({
  /** Numbers in a text's vector; null for a reranker. */
  vectorLength: count.nullable(),
  pooling: z.enum(['mean', 'cls', 'last', 'rank']),
  /** What stands in front of a question and of a document; '' for nothing, null if not known. */
  queryPrefix: z.string().nullable(),
  documentPrefix: z.string().nullable(),
});

const entry = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  name: z.string().min(1),
  role: modelRole,
  /** One or two sentences for people. */
  about: z.string().min(1),
  /** `user/name` at the hub. */
  repo: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
  /** Quantisations that it is known to hold; it may hold more. */
  quantisations: z.array(z.string().min(1)).min(1),
  licence: z.strictObject({
    /** An SPDX name where there is one. */
    name: z.string().min(1),
    /** What limits its use, in a sentence; null for a licence that allows all uses. */
    limits: z.string().nullable(),
  }),
  parameters: count,
  /** In words. */
  languages: z.string().min(1),
  shape,
  /** Null for a chat model. */
  reading: reading.nullable(),
  /** Where each group of facts was found. */
  sources: z.strictObject({
    /** The hub's list of the repository's files. */
    files: pages,
    licence: pages,
    parameters: pages,
    shape: pages,
    languages: pages,
    reading: pages.optional(),
  }),
});

const catalogue = z.strictObject({ version: z.literal(1), models: z.array(entry) });

export type CatalogueEntry = z.infer<typeof entry>;

/**
 * Reads the catalogue that ships.
 *
 * @param folder the resource folder `models`
 */
export function readCatalogue(folder: string): CatalogueEntry[] {
  const text = readFileSync(join(folder, 'catalogue.json'), 'utf8');
  return catalogue.parse(JSON.parse(text)).models;
}

/** Bytes that a model's file has about; null for a quantisation whose size is not known. */
export function sizeAbout({ parameters }: CatalogueEntry, quantisation: string): number | null {
  const bits = bitsPerWeight(quantisation);
  return bits === null ? null : Math.round((parameters * bits) / 8);
}

/** What an estimate of memory needs of an entry; null if the quantisation's size is not known. */
export function shapeOf(
  model: CatalogueEntry,
  quantisation: string,
): { shape: ModelShape; weights: ModelWeights } | null {
  const bytes = sizeAbout(model, quantisation);
  if (bytes === null) return null;
  const { sharedTable } = model.shape;
  return {
    shape: model.shape,
    weights: weightsOf(model.shape, bytes, model.parameters, sharedTable),
  };
}
