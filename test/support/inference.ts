// The engine's way to models on tiny models, with a process that a test can end.
import { afterAll } from 'vitest';
import type { GenerateRequest, Generated } from '../../src/engine/generator.ts';
import type { HostProcess } from '../../src/engine/host.ts';
import { createInference, type Inference } from '../../src/engine/inference/inference.ts';
import type { LoadRequest, SlotRole } from '../../src/engine/inference/protocol.ts';
import type { Log } from '../../src/engine/log/log.ts';
import { createNodeHost } from '../../src/hosting/node-host.ts';

export const quietLog: Log = {
  info() {},
  warn() {},
  error() {},
  close: () => Promise.resolve(),
};

const open = new Set<Inference>();

afterAll(() => {
  for (const inference of open) inference.close();
  open.clear();
});

export interface TestInference {
  inference: Inference;
  /** Every process that was started, the newest last. */
  processes: HostProcess[];
  /** How often each file crashed while it was loaded. */
  crashes: Map<string, number>;
  /** From now on calls of this name wait on their way to the process. */
  hold(call: string): void;
  /** How many wait. */
  held(): number;
  /** Lets so many of them pass, in their order, and all later ones if none is left. */
  release(some?: number): void;
}

export interface TestInferenceOptions {
  idleMinutes?: number;
  /** What stands in for the process. */
  startProcess?: () => HostProcess;
}

export function startInference(options: TestInferenceOptions = {}): TestInference {
  const host = createNodeHost();
  const processes: HostProcess[] = [];
  let holding: string | null = null;
  const waiting: (() => void)[] = [];
  const crashes = new Map<string, number>();
  const inference = createInference({
    host: {
      ...host,
      startProcess(entry, start) {
        const child = options.startProcess?.() ?? host.startProcess(entry, start);
        processes.push(child);
        return {
          ...child,
          post(message) {
            const waits = holding !== null && (message as { m?: string }).m === holding;
            if (waits) waiting.push(() => child.post(message));
            else child.post(message);
          },
        };
      },
    },
    log: quietLog,
    backend: () => ({ backend: 'cpu' }),
    idleMinutes: () => options.idleMinutes ?? 0,
    crashes: {
      count: (path) => crashes.get(path) ?? 0,
      add: (path) => void crashes.set(path, (crashes.get(path) ?? 0) + 1),
      clear: (path) => void crashes.delete(path),
    },
    onChange() {},
  });
  open.add(inference);
  return {
    inference,
    processes,
    crashes,
    hold(call) {
      holding = call;
    },
    held: () => waiting.length,
    release(some = Infinity) {
      for (const pass of waiting.splice(0, some)) pass();
      if (waiting.length === 0) holding = null;
    },
  };
}

/** How tests load a model: on one thread, as more of them wait for each other where cores are few. */
export function loading(role: SlotRole, path: string, contextSize = 2048): LoadRequest {
  return {
    role,
    name: path.replace(/^.*\//, '').replace(/\.gguf$/, ''),
    path,
    gpuLayers: 'auto',
    contextSize,
    flashAttention: true,
    kvCache: 'f16',
    threads: 1,
  };
}

export function asking(text: string, options: Partial<GenerateRequest> = {}): GenerateRequest {
  const messages = [{ role: 'user', text }] as const;
  return { messages, adapters: [], maxTokens: 24, temperature: 0, seed: 1, ...options };
}

export interface Said {
  text: string;
  parts: string[];
  generated: Generated;
}

/** Reads an answer to its end. */
export async function said(writer: AsyncGenerator<string, Generated>): Promise<Said> {
  const parts: string[] = [];
  for (;;) {
    const next = await writer.next();
    if (next.done) return { text: parts.join(''), parts, generated: next.value };
    parts.push(next.value);
  }
}
