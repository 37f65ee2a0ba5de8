// Looks whether llama.cpp takes a file, in a process of its own: a file that ends or hangs it does so
// there, where nobody waits for an answer.
import { LorekeepError } from '../../shared/errors.ts';
import { connectCalls } from '../calls/calls.ts';
import { modelFault } from '../gguf/model-faults.ts';
import type { Host } from '../host.ts';
import type { Log } from '../log/log.ts';
import type { InferenceCalls } from './inference.entry.ts';
import type { BackendChoice } from './protocol.ts';

export interface CheckParts {
  host: Host;
  log: Log;
  backend(): BackendChoice;
}

const heapMiB = 1024;
/** With what is done before and after, a person waits 10 seconds for a refusal at most. */
const limitMs = 8500;

/**
 * @throws LorekeepError MODEL_UNSUPPORTED with what llama.cpp says, MODEL_DAMAGED if it dies of it,
 *   BACKEND_MISSING; the signal's reason
 */
export async function checkModel(
  parts: CheckParts,
  path: string,
  signal: AbortSignal,
): Promise<void> {
  const { host, log } = parts;
  signal.throwIfAborted();
  const child = host.startProcess('inference', { heapMiB });
  const calls = connectCalls<InferenceCalls>(child);
  let ended = false;
  const end = (error: LorekeepError) => {
    ended = true;
    calls.close(error);
    child.kill();
  };
  const stop = () => end(new LorekeepError('CANCELLED'));
  const late = setTimeout(() => {
    end(modelFault('MODEL_UNSUPPORTED', path, 'tooSlow', { seconds: Math.round(limitMs / 1000) }));
  }, limitMs);
  signal.addEventListener('abort', stop, { once: true });
  child.onExit(({ code, stderr }) => {
    if (ended) return;
    log.warn('a file ended the process that checked it', { code: code ?? 'signal', stderr });
    calls.close(modelFault('MODEL_DAMAGED', path, 'endsProcess'));
  });
  try {
    // The processor is enough to look at it, and leaves the memory of the GPU to who works there.
    await calls.remote.open({ backend: 'cpu' }).catch(() => calls.remote.open(parts.backend()));
    const said = await calls.remote.check(path);
    if (said !== null) throw modelFault('MODEL_UNSUPPORTED', path, 'refused', { said });
  } finally {
    clearTimeout(late);
    signal.removeEventListener('abort', stop);
    end(new LorekeepError('ENGINE_STOPPED'));
  }
}
