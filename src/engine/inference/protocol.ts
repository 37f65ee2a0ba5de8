// What the engine and the inference process say to each other: plain data, structured-cloned.
import type { Generated } from '../generator.ts';

/** Where llama.cpp computes. */
export type Backend = 'cuda' | 'vulkan' | 'metal' | 'cpu';
/** How the memory of what was read (keys and values) is stored: 16, 8 or 4 bits a number. */
export type KvCacheType = 'f16' | 'q8_0' | 'q4_0';

export interface BackendChoice {
  /** `auto` takes the best that works here. */
  backend: 'auto' | Backend;
}

/** What the machine offers, as llama.cpp sees it. Sizes are bytes. */
export interface MachineFacts {
  backend: Backend;
  /** The GPU's name, one for each. */
  devices: string[];
  vramTotal: number;
  vramFree: number;
  ramTotal: number;
  ramFree: number;
  /** Cores that are of use for mathematics. */
  cores: number;
  /** The release of llama.cpp. */
  release: string;
}

export interface LoadOptions {
  /** Layers that the GPU computes; `auto`: as many as fit. */
  gpuLayers: number | 'auto';
  /** Most tokens that the model sees at once; never more than it was trained on. */
  contextSize: number;
  flashAttention: boolean;
  kvCache: KvCacheType;
  /** 0: what was measured to be fastest. */
  threads: number;
}

/** `building`: an embedder at work on documents while searches are embedded by another. */
export type SlotRole = 'chat' | 'embedder' | 'building' | 'reranker';

export interface LoadRequest extends LoadOptions {
  role: SlotRole;
  /** As people know it, for errors. */
  name: string;
  path: string;
}

/** What came of loading. */
export interface Loaded {
  contextSize: number;
  gpuLayers: number;
  layers: number;
  threads: number;
  /** Bytes that it is assumed to take. */
  ram: number;
  vram: number;
  /** Numbers in a vector, for embedders. */
  dimensions: number;
  /** What was taken back for lack of memory, `wanted` to `given`. */
  steppedDown: { what: 'gpuLayers' | 'contextSize'; wanted: number; given: number }[];
}

/** What was written since it was last asked for. */
export interface GeneratedPart {
  text: string;
  done: Generated | null;
}
