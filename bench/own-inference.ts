// The engine's path to models without the rest of the engine.
import { createInference, type Inference } from '../src/engine/inference/inference.ts';
import type { LoadRequest } from '../src/engine/inference/protocol.ts';
import { createNodeHost } from '../src/hosting/node-host.ts';

export function openInference(backend: 'auto' | 'cpu'): Inference {
  const quiet = { info() {}, warn() {}, error() {}, close: () => Promise.resolve() };
  return createInference({
    host: createNodeHost(),
    log: quiet,
    backend: () => ({ backend }),
    idleMinutes: () => 0,
    crashes: { count: () => 0, add() {}, clear() {} },
    onChange() {},
  });
}

/** On the processor, one thread: as comparable as it gets. */
export function loadRequest(
  role: 'chat' | 'embedder',
  path: string,
  contextSize: number,
): LoadRequest {
  return {
    role,
    name: 'bench',
    path,
    gpuLayers: 0,
    contextSize,
    flashAttention: true,
    kvCache: 'f16',
    threads: 1,
  };
}
