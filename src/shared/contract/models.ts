// Models and adapters: what is installed, what could be, and what this machine can run.
import { z } from 'zod';
import { call, stream } from './procedure.ts';

export const modelRoles = ['chat', 'embedder', 'reranker'] as const;
export const modelRole = z.enum(modelRoles);
export type ModelRole = z.infer<typeof modelRole>;

/**
 * How a model fits this machine: wholly in the GPU's memory, partly, in the RAM that is free, only
 * if other programs give memory back, or not at all. Null while the machine was not looked at.
 */
export const fitVerdicts = ['fits-gpu', 'fits-partly', 'fits-ram', 'tight', 'too-large'] as const;
export const fit = z.object({
  verdict: z.enum(fitVerdicts),
  /** Layers on the GPU and tokens of context that fit best. */
  gpuLayers: z.number().int(),
  context: z.number().int(),
  /** Bytes needed on the GPU and in the RAM. */
  vram: z.number(),
  ram: z.number(),
});
export type Fit = z.infer<typeof fit>;

/** What a file says of itself. Null: it does not. */
export const modelFacts = z.object({
  architecture: z.string(),
  /** Numbers in its weights. */
  parameters: z.number().nullable(),
  quantisation: z.string().nullable(),
  layers: z.number().int().nullable(),
  /** Tokens that it was trained to see at once. */
  contextTrained: z.number().int().nullable(),
  /** Numbers in a vector of it. */
  embedding: z.number().int().nullable(),
  hasTemplate: z.boolean(),
  licence: z.string().nullable(),
  /** Its own name, as its maker wrote it. */
  title: z.string().nullable(),
});
export type ModelFacts = z.infer<typeof modelFacts>;

const installed = {
  /** Unique among models and adapters; what people choose it by. */
  name: z.string(),
  path: z.string(),
  /** The file stays where the person has it; it is not ours to delete. */
  linked: z.boolean(),
  sizeBytes: z.number(),
  addedAt: z.number(),
  /** Where it came from, as `hf:user/repo:quant`; null for a file of the person's. */
  source: z.string().nullable(),
  sha256: z.string().nullable(),
};

export const model = z.object({
  ...installed,
  role: modelRole,
  facts: modelFacts,
  /**
   * `missing`: its file is gone; `damaged`: it has changed and cannot be read any more; `crashes`: it
   * ended its process twice while it was loaded.
   */
  state: z.enum(['ready', 'missing', 'damaged', 'crashes']),
  fit: fit.nullable(),
});
export type Model = z.infer<typeof model>;

export const adapter = z.object({
  ...installed,
  architecture: z.string(),
  rank: z.number().int(),
  alpha: z.number(),
  /** The model that it was trained on, if it says so, and that file's hash if it is known. */
  baseName: z.string().nullable(),
  baseSha256: z.string().nullable(),
  /** Weights that it changes. */
  targets: z.number().int(),
  state: z.enum(['ready', 'missing', 'damaged']),
  /** Installed chat models whose shapes it fits. */
  fits: z.array(z.string()),
});
export type Adapter = z.infer<typeof adapter>;

export const machine = z.object({
  backend: z.enum(['cuda', 'vulkan', 'metal', 'cpu']),
  devices: z.array(z.string()),
  vramTotal: z.number(),
  vramFree: z.number(),
  ramTotal: z.number(),
  ramFree: z.number(),
  cores: z.number().int(),
  release: z.string(),
  detectedAt: z.number(),
});
export type MachineInfo = z.infer<typeof machine>;

/** A model that is loaded or being loaded. */
export const loadedModel = z.object({
  role: modelRole,
  name: z.string(),
  state: z.enum(['loading', 'ready']),
  contextSize: z.number().int().nullable(),
  gpuLayers: z.number().int().nullable(),
  layers: z.number().int().nullable(),
  threads: z.number().int().nullable(),
  /** What was taken back for lack of memory. */
  steppedDown: z.array(
    z.object({ what: z.enum(['gpuLayers', 'contextSize']), wanted: z.number(), given: z.number() }),
  ),
});
export type LoadedModel = z.infer<typeof loadedModel>;

export const modelsOverview = z.object({
  models: z.array(model),
  adapters: z.array(adapter),
  loaded: z.array(loadedModel),
  /** Null while it was not looked at. */
  machine: machine.nullable(),
});
export type ModelsOverview = z.infer<typeof modelsOverview>;

/** A file looked at, installed or not. */
export const inspected = z.object({
  kind: z.enum([...modelRoles, 'adapter']),
  path: z.string(),
  facts: modelFacts,
  sizeBytes: z.number(),
  template: z.string().nullable(),
  /** What stands in its header, long values cut. */
  metadata: z.array(z.object({ key: z.string(), value: z.string() })),
  tensors: z.number().int(),
  fit: fit.nullable(),
});
export type Inspected = z.infer<typeof inspected>;

export const catalogueModel = z.object({
  id: z.string(),
  name: z.string(),
  role: modelRole,
  /** In a sentence: what it is good for. */
  about: z.string(),
  languages: z.string(),
  licence: z.string(),
  /** How the licence limits what it may be used for; null if it does not. */
  limits: z.string().nullable(),
  parameters: z.number(),
  contextTrained: z.number().int(),
  quantisations: z.array(
    z.object({
      /** As `hf:user/repo:quant`. */
      reference: z.string(),
      quantisation: z.string(),
      /** Bytes, estimated; the hub tells the true size. Null if that cannot be told. */
      estimatedBytes: z.number().nullable(),
      fit: fit.nullable(),
      installed: z.boolean(),
    }),
  ),
  /** Pages that its facts come from. */
  sources: z.array(z.string()),
});
export type CatalogueModel = z.infer<typeof catalogueModel>;

const named = z.object({ name: z.string().min(1).max(300) });
const reference = z.object({ reference: z.string().min(1).max(500) });

export const modelsContract = {
  /** All of it now, then again after each change. */
  watch: stream(z.void(), modelsOverview),
  list: call(z.void(), modelsOverview),
  /** An installed model or adapter by its name, or any file by its absolute path. */
  inspect: call(z.object({ target: z.string().min(1).max(4096) }), inspected),
  /**
   * Adds a GGUF file (model or adapter, by what it says of itself), or a folder with a PEFT
   * adapter, which is converted. Copying and converting are tasks: then it is there once the task
   * has ended, under the name in its progress. What is there already is not added again.
   */
  add: call(
    z.object({
      path: z.string().min(1).max(4096),
      /** Copied into the data folder; else it stays where it is. */
      copy: z.boolean().default(false),
      /** For an adapter to be converted: the installed chat model that it belongs to. */
      base: z.string().optional(),
      /** Refused if it is the other. */
      as: z.enum(['model', 'adapter']).optional(),
    }),
    z.object({
      name: z.string(),
      kind: z.enum([...modelRoles, 'adapter']),
      taskId: z.string().nullable(),
    }),
  ),
  /** Finds a model at the hub and downloads it, as a task whose progress ends with its name. */
  download: call(reference, z.object({ taskId: z.string() })),
  /** Removes an installed model, or by a reference to the hub what came of a download of it. */
  remove: call(named, z.void()),
  /** Loads a model although it crashed before. */
  tryAgain: call(named, z.void()),
  /** Loads an installed model now, to see whether it works. */
  load: call(named, loadedModel),
  unload: call(z.object({ role: modelRole }), z.void()),
  catalogue: call(z.void(), z.array(catalogueModel)),
  /** The machine as models see it; looked at again if it is asked for. */
  machine: call(z.object({ again: z.boolean().default(false) }), machine),
  /** Kept by the system's keychain; an empty one is forgotten. */
  setHubToken: call(z.object({ token: z.string().max(500) }), z.void()),
  hasHubToken: call(z.void(), z.boolean()),
};
