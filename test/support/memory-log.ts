// What memory llama.cpp itself says that it takes for a model.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { LoadPlan } from '../../src/engine/models/fit.ts';

export type LoggedPlan = Omit<LoadPlan, 'gpuLayers'>;

/** Bytes. */
export interface LoggedMemory {
  kvCache: number;
  compute: number;
}

/** Loads a model without a GPU, and tells for each plan what its context took. */
export async function loggedMemory(path: string, plans: LoggedPlan[]): Promise<LoggedMemory[]> {
  const entry = join(import.meta.dirname, 'memory-log.entry.ts');
  const child = fork(entry, [path, JSON.stringify(plans)]);
  const [logged] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`it ended with ${code}`))),
  ])) as [LoggedMemory[]];
  return logged;
}
