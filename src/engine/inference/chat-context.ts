// The context of a chat model: its memory of what was read, and the adapters on top of the
// weights. Adapters belong to a context, so that another set of them needs a new context but not
// a new model.
import type { LlamaContext, LlamaContextSequence, LlamaModel } from 'node-llama-cpp';
import { LorekeepError } from '../../shared/errors.ts';
import type { AdapterUse } from '../generator.ts';
import type { LlamaLog } from './llama-log.ts';
import { isMemory } from './open-model.ts';
import type { Loaded, LoadRequest } from './protocol.ts';

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

export function createContextKeeper(
  model: LlamaModel,
  request: LoadRequest,
  threads: number,
  log: LlamaLog,
  steppedDown: Loaded['steppedDown'],
): ContextKeeper {
  const wanted = Math.min(request.contextSize, model.trainContextSize || request.contextSize);
  let size = wanted;
  let held: { key: string; chat: ChatContext } | null = null;

  async function create(adapters: readonly AdapterUse[]): Promise<ChatContext> {
    for (;;) {
      log.clear();
      try {
        const context = await model.createContext({
          contextSize: size,
          batchSize: Math.min(batchSize, size),
          threads,
          flashAttention: request.flashAttention && 'auto',
          experimentalKvCacheKeyType: kvTypes[request.kvCache],
          experimentalKvCacheValueType: kvTypes[request.kvCache],
          lora: {
            adapters: adapters.map(({ path, scale }) => ({ filePath: path, scale })),
          },
          failedCreationRemedy: false,
        });
        return { context, sequence: context.getSequence(), readInBatches: 0 };
      } catch (error) {
        if (adapters.length > 0 && !isMemory(error)) {
          throw await adapterError(adapters, error, log);
        }
        const less = Math.floor(size / 2);
        if (less < leastContext) {
          const reason = await log.reason(error);
          throw new LorekeepError('MODEL_NOT_LOADED', { name: request.name, reason }, error);
        }
        size = less;
      }
    }
  }

  return {
    async with(adapters) {
      const key = JSON.stringify(adapters.map(({ path, scale }) => [path, scale]));
      if (held?.key === key && !held.chat.context.disposed) return held.chat;
      await held?.chat.context.dispose();
      held = null;
      const before = size;
      const chat = await create(adapters);
      if (size < before) steppedDown.push({ what: 'contextSize', wanted: before, given: size });
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
