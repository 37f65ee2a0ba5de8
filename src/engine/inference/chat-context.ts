// The context of a chat model: its memory of what was read, and the adapters on top of the
// weights. Adapters belong to a context, so that another set of them needs a new context but not
// a new model.
import type { LlamaContext, LlamaContextSequence } from 'node-llama-cpp';
import { LorekeepError } from '../../shared/errors.ts';
import type { AdapterUse } from '../generator.ts';
import type { LlamaLog } from './llama-log.ts';
import { contextSizeOf } from './loaded-model.ts';
import { isMemory, type OpenedModel } from './open-model.ts';
import type { LoadRequest } from './protocol.ts';

/** Below this nothing worth reading fits. */
const leastContext = 512;
/** Tokens that are read at once. */
export const batchSize = 512;

const kvTypes = { f16: 'F16', q8_0: 'Q8_0', q4_0: 'Q4_0' } as const;

export interface ChatContext {
  context: LlamaContext;
  sequence: LlamaContextSequence;
  /** Tokens at the start that were read in whole batches, see `reuse`. */
  readInBatches: number;
}

export interface ContextKeeper {
  /** The context with these adapters, made if it is not there. */
  with(adapters: readonly AdapterUse[]): Promise<ChatContext>;
  dispose(): Promise<void>;
}

/** Where memory does not reach for the context, a smaller one is made, and `steppedDown` tells it. */
export function createContextKeeper(
  { model, steppedDown }: OpenedModel,
  request: LoadRequest,
  threads: number,
  log: LlamaLog,
): ContextKeeper {
  const wanted = contextSizeOf(model, request);
  let size = wanted;
  let held: { key: string; chat: ChatContext } | null = null;

  async function create(adapters: readonly AdapterUse[]): Promise<ChatContext> {
    for (let tried = size; ;) {
      log.clear();
      try {
        const context = await model.createContext({
          contextSize: tried,
          batchSize: Math.min(batchSize, tried),
          threads,
          flashAttention: request.flashAttention && 'auto',
          experimentalKvCacheKeyType: kvTypes[request.kvCache],
          experimentalKvCacheValueType: kvTypes[request.kvCache],
          lora: {
            adapters: adapters.map(({ path, scale }) => ({ filePath: path, scale })),
          },
          failedCreationRemedy: false,
        });
        if (tried < size) stepDown(tried);
        return { context, sequence: context.getSequence(), readInBatches: 0 };
      } catch (error) {
        if (adapters.length > 0 && !isMemory(error)) {
          throw await adapterError(adapters, error, log);
        }
        tried = Math.floor(tried / 2);
        if (tried < leastContext) {
          const reason = await log.reason(error);
          throw new LorekeepError('MODEL_NOT_LOADED', { name: request.name, reason }, error);
        }
      }
    }
  }

  function stepDown(given: number): void {
    size = given;
    const told = steppedDown.find(({ what }) => what === 'contextSize');
    if (told) told.given = given;
    else steppedDown.push({ what: 'contextSize', wanted, given });
  }

  return {
    async with(adapters) {
      const key = JSON.stringify(adapters.map(({ path, scale }) => [path, scale]));
      if (held?.key === key && !held.chat.context.disposed) return held.chat;
      await held?.chat.context.dispose();
      held = null;
      const chat = await create(adapters);
      held = { key, chat };
      return chat;
    },
    async dispose() {
      await held?.chat.context.dispose();
      held = null;
    },
  };
}

async function adapterError(
  adapters: readonly AdapterUse[],
  error: unknown,
  log: LlamaLog,
): Promise<LorekeepError> {
  const reason = await log.reason(error);
  const name = adapters.map((adapter) => adapter.name).join(', ');
  return new LorekeepError('ADAPTER_NOT_LOADED', { name, reason }, error);
}
