// The compiled kernel (kernels/nearest.ts) as TypeScript sees it. Addresses are byte offsets into
// its memory, which threads may share.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A memory of WebAssembly; its buffer is another after it has grown. */
export interface Memory {
  readonly buffer: SharedArrayBuffer;
  grow(pages: number): void;
}

/** The compiled kernel. */
export type KernelModule = object;

/** What `search` and `query` point at stands in kernels/nearest.ts. */
export interface Kernel {
  scan(search: number, query: number, firstBlock: number, count: number): void;
  merge(search: number, found: number, count: number): void;
  refine(search: number, query: number, outer: number, inner: number): void;
  keepBest(search: number, keep: number): void;
}

interface MemoryLimits {
  initial: number;
  maximum: number;
  shared: boolean;
}

// Node's types leave WebAssembly to those of the browser, which the engine has not.
const { WebAssembly } = globalThis as unknown as {
  WebAssembly: {
    Module: new (bytes: Uint8Array) => KernelModule;
    Memory: new (limits: MemoryLimits) => Memory;
    Instance: new (module: KernelModule, imports: object) => { exports: unknown };
  };
};

/** @param folder the shipped folder of kernels */
export function loadKernel(folder: string): KernelModule {
  return new WebAssembly.Module(readFileSync(join(folder, 'nearest.wasm')));
}

/** Empty memory that grows as far as addresses of 32 bits reach. */
export function createMemory(): Memory {
  return new WebAssembly.Memory({ initial: 1, maximum: 65_536, shared: true });
}

/** The kernel over a memory, for one thread. */
export function startKernel(module: KernelModule, memory: Memory): Kernel {
  return new WebAssembly.Instance(module, { env: { memory } }).exports as Kernel;
}
