// How many threads compute fastest. More are not always better: where cores are shared (virtual
// machines, other programs) llama.cpp's threads wait for each other, up to a thousand times longer
// than they compute.
import type { Llama, LlamaModel } from 'node-llama-cpp';
import type { LoadRequest } from './protocol.ts';

const warmUp = 1;
const measured = 4;
/** A count of threads is given up when it took this many times as long as the best. */
const hopeless = 2;

/** As many threads as were asked for, or those that are fastest; one where the GPU computes all. */
export async function chooseThreads(
  llama: Llama,
  model: LlamaModel,
  { threads }: LoadRequest,
): Promise<number> {
  if (threads > 0) return threads;
  if (model.gpuLayers >= model.fileInsights.totalLayers) return 1;
  return measureThreads(model, llama.cpuMathCores);
}

/**
 * Models that read a text at once are timed token by token too: what makes threads wait for each
 * other is the same.
 *
 * @param cores that the machine has for this
 * @returns the fastest of all cores, half of them, and one
 */
async function measureThreads(model: LlamaModel, cores: number): Promise<number> {
  const candidates = [...new Set([1, Math.ceil(cores / 2), cores])];
  let best = { threads: 1, ms: Infinity };
  for (const threads of candidates) {
    const ms = await timeTokens(model, threads, best.ms * hopeless);
    if (ms < best.ms) best = { threads, ms };
  }
  return best.threads;
}

/** Milliseconds for some tokens; Infinity if it takes longer than `limit`. */
async function timeTokens(model: LlamaModel, threads: number, limit: number): Promise<number> {
  const context = await model.createContext({ contextSize: 64, threads });
  try {
    const [token] = model.iterateAllTokens();
    if (token === undefined) return Infinity;
    const sequence = context.getSequence();
    let started = performance.now();
    for (let i = 0; i < warmUp + measured; i++) {
      if (i === warmUp) started = performance.now();
      await sequence.evaluateWithoutGeneratingNewTokens([token]);
      if (performance.now() - started > limit) return Infinity;
    }
    return performance.now() - started;
  } finally {
    await context.dispose();
  }
}
