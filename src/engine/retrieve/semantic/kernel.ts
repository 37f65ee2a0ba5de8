// The compiled kernel (kernels/nearest.ts) as TypeScript sees it. Addresses are byte offsets into
// its memory.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A memory of WebAssembly; its buffer is another after it has grown. */
interface Memory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): void;
}

/** The compiled kernel. */
export type KernelModule = object;

export interface Kernel {
  memory: Memory;
  scan(
    search: number,
    blocks: number,
    count: number,
    bytes: number,
    tables: number,
    scale: number,
    shift: number,
    centre: number,
    wanted: number,
    wantedCount: number,
  ): void;
  refine(
    search: number,
    bytes: number,
    products: number,
    outer: number,
    inner: number,
    centre: number,
  ): void;
  keepBest(search: number, keep: number): void;
}

// Node's types leave WebAssembly to those of the browser, which the engine has not.
const { WebAssembly } = globalThis as unknown as {
  WebAssembly: {
    Module: new (bytes: Uint8Array) => KernelModule;
    Instance: new (module: KernelModule) => { exports: unknown };
  };
};

/** @param folder the shipped folder of kernels */
export function loadKernel(folder: string): KernelModule {
  return new WebAssembly.Module(readFileSync(join(folder, 'nearest.wasm')));
}

/** The kernel with a memory of its own. */
export function startKernel(module: KernelModule): Kernel {
  return new WebAssembly.Instance(module).exports as Kernel;
}
