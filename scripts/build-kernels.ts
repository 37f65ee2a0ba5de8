// Compiles the kernels from AssemblyScript to WebAssembly. What it makes is committed, so that
// nobody needs the compiler to run the app; test/engine/retrieve/semantic/code-memory.test.ts compares.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '..');
const source = join(root, 'kernels/nearest.ts');
// Run as a program: the types of its API would change those of JavaScript's own arrays.
const compiler = join(root, 'node_modules/assemblyscript/bin/asc.js');
const run = promisify(execFile);

export const kernelFile = join(root, 'resources/kernels/nearest.wasm');

/** The kernel as its source compiles now. */
export async function compileKernel(): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'lorekeep-kernels-'));
  const file = join(folder, 'nearest.wasm');
  const options = [
    [source, '--outFile', file, '--runtime', 'stub', '-O3', '--converge', '--noAssert'],
    ['--enable', 'simd', '--enable', 'relaxed-simd', '--enable', 'bulk-memory'],
    // Memory comes from the other side, shared by threads, and grows from there as far as addresses
    // of 32 bits reach.
    ['--enable', 'threads', '--importMemory', '--sharedMemory'],
    ['--initialMemory', '1', '--maximumMemory', '65536'],
  ];
  try {
    await run(process.execPath, [compiler, ...options.flat()]);
    return await readFile(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}

if (import.meta.main) {
  const compiled = await compileKernel();
  await mkdir(dirname(kernelFile), { recursive: true });
  await writeFile(kernelFile, compiled);
  console.log(`${kernelFile}: ${compiled.length} bytes`);
}
