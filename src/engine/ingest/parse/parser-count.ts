import { availableParallelism } from 'node:os';

/** Asking the system takes longer than reading a short note. */
const machineParsers = Math.min(4, Math.max(1, availableParallelism() - 1));

/** How many files to read at once on this machine; a setting above 0 decides itself. */
export function parserCount(setting: number): number {
  return setting > 0 ? setting : machineParsers;
}
