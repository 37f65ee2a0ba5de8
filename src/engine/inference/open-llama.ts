// llama.cpp as it ships: prebuilt, never compiled or downloaded here.
import { freemem, totalmem } from 'node:os';
import { getLlama, type Llama, NoBinaryFoundError } from 'node-llama-cpp';
import { LorekeepError } from '../../shared/errors.ts';
import type { LlamaLog } from './llama-log.ts';
import type { BackendChoice, MachineFacts } from './protocol.ts';

/** @throws LorekeepError BACKEND_MISSING if this build of the app has none for the machine */
export async function openLlama({ backend }: BackendChoice, log: LlamaLog): Promise<Llama> {
  const llama = await open(backend, log);
  // What cannot be had on this system is passed over silently; then it is not what was asked for.
  if (backend === 'auto' || (llama.gpu || 'cpu') === backend) return llama;
  await llama.dispose();
  throw missing(backend);
}

async function open(backend: BackendChoice['backend'], log: LlamaLog): Promise<Llama> {
  try {
    return await getLlama({
      gpu: backend === 'cpu' ? false : backend,
      build: 'never',
      skipDownload: true,
      progressLogs: false,
      // Each context is told how many threads it may take.
      maxThreads: 0,
      logger: (level, message) => log.record(level, message),
    });
  } catch (error) {
    if (error instanceof NoBinaryFoundError) throw missing(backend, error);
    throw new LorekeepError('BACKEND_MISSING', { backend, reason: await log.reason(error) }, error);
  }
}

function missing(backend: string, cause?: unknown): LorekeepError {
  const reason = `no ${backend} program comes with this app`;
  return new LorekeepError('BACKEND_MISSING', { backend, reason }, cause);
}

export async function machineFacts(llama: Llama): Promise<MachineFacts> {
  const vram = await llama.getVramState();
  const onGpu = llama.gpu !== false;
  return {
    backend: llama.gpu || 'cpu',
    devices: onGpu ? await llama.getGpuDeviceNames() : [],
    vramTotal: onGpu ? vram.total : 0,
    vramFree: onGpu ? vram.free : 0,
    ramTotal: totalmem(),
    ramFree: freemem(),
    cores: llama.cpuMathCores,
    release: llama.llamaCppRelease.release,
  };
}
