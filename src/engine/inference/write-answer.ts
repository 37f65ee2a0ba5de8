// One answer of a chat model, read part by part. Whoever stops it is let go at once; the model is
// waited for behind their back, so that the next answer does not begin before it has stopped.
import { randomUUID } from 'node:crypto';
import { LorekeepError } from '../../shared/errors.ts';
import { abortable } from '../calls/abortable.ts';
import type { Generated, GenerateRequest } from '../generator.ts';
import type { Log } from '../log/log.ts';
import type { ModelSlot, ModelSlots } from './model-slots.ts';
import type { LoadRequest } from './protocol.ts';

/** A model that was told to stop and does not is ended with its process. */
const stopPatienceMs = 15_000;

export interface WriteParts {
  models: Pick<ModelSlots, 'occupy' | 'askAgain' | 'kill'>;
  log: Log;
}

export async function* writeAnswer(
  parts: WriteParts,
  request: LoadRequest,
  what: GenerateRequest,
  signal: AbortSignal,
): AsyncGenerator<string, Generated> {
  const { slot, leave } = await parts.models.occupy(request, signal);
  const { calls } = slot.running;
  const id = randomUUID();
  let done: Generated | null = null;
  let settling: Promise<void> | null = null;
  const end = () => {
    settling ??= settle(parts, slot, done ? null : id).finally(leave);
  };
  // At once, also if whoever reads has left without asking for another part.
  signal.addEventListener('abort', end, { once: true });
  try {
    await abortable(calls.generate(id, what), signal);
    while (!done) {
      const part = await abortable(calls.next(id), signal);
      done = part.done;
      if (part.text) yield part.text;
    }
    return done;
  } catch (error) {
    throw signal.aborted ? error : failure(parts, slot, error);
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
}

/**
 * What llama.cpp gave up at without a reason that we know of, such as a GPU that is gone: its process
 * may not be able to compute any more, so that the next answer is written by another one.
 */
function failure({ models, log }: WriteParts, slot: ModelSlot, error: unknown): unknown {
  const isKnown = error instanceof LorekeepError && error.code !== 'INTERNAL';
  if (isKnown || slot.running.ended) return error;
  log.error('model failed while it wrote', error, { name: slot.name });
  models.kill(slot);
  return new LorekeepError('INFERENCE_CRASHED', { names: slot.name }, error);
}

/** @param unfinished the answer's id, if it may still be written */
async function settle(parts: WriteParts, slot: ModelSlot, unfinished: string | null) {
  if (unfinished !== null) await drain(parts, slot, unfinished);
  // Another set of adapters took another context.
  await parts.models.askAgain(slot).catch(() => {});
}

async function drain({ models, log }: WriteParts, slot: ModelSlot, id: string): Promise<void> {
  const { calls } = slot.running;
  const late = setTimeout(() => {
    log.warn('model did not stop', { name: slot.name });
    models.kill(slot);
  }, stopPatienceMs);
  try {
    await calls.stop(id);
    while (!(await calls.next(id)).done);
  } catch {
    // It failed or died while it stopped: it has stopped.
  } finally {
    clearTimeout(late);
  }
}
