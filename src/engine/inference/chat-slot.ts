// A loaded chat model: writes answers, one at a time.
import {
  ChatMLChatWrapper,
  type ChatHistoryItem,
  type ChatWrapper,
  type Llama,
  LlamaChat,
  type LlamaGrammar,
  type LlamaModel,
  resolveChatWrapper,
} from 'node-llama-cpp';
import { LorekeepError } from '../../shared/errors.ts';
import type { ChatMessage, Generated, GenerateRequest } from '../generator.ts';
import { createContextKeeper } from './chat-context.ts';
import type { LlamaLog } from './llama-log.ts';
import { measureThreads } from './measure-threads.ts';
import { openModel } from './open-model.ts';
import type { Loaded, LoadRequest } from './protocol.ts';
import { keepCommonStart } from './reuse.ts';

/** Tokens of the context that stay free for the answer, or an eighth of a small one. */
const leastRoom = 256;

export interface ChatSlot {
  loaded(): Loaded;
  /** How many tokens a conversation has as the model reads it. */
  countTokens(messages: readonly ChatMessage[]): number;
  /**
   * @throws LorekeepError PROMPT_TOO_LONG, ADAPTER_NOT_LOADED, MODEL_NOT_LOADED
   */
  generate(
    request: GenerateRequest,
    onText: (text: string) => void,
    signal: AbortSignal,
  ): Promise<Generated>;
  dispose(): Promise<void>;
}

export async function loadChat(
  llama: Llama,
  request: LoadRequest,
  log: LlamaLog,
  signal: AbortSignal,
): Promise<ChatSlot> {
  const { model, steppedDown } = await openModel(llama, request, log, signal);
  const layers = model.fileInsights.totalLayers;
  const onGpu = model.gpuLayers >= layers;
  const threads =
    request.threads || (onGpu ? 1 : await measureThreads(model, llama.cpuMathCores, signal));
  const contexts = createContextKeeper(model, request, threads, log, steppedDown);
  // Made now, so that what does not fit is known now.
  const first = await contexts.with([]);
  let contextSize = first.context.contextSize;
  const wrapper = wrapperOf(model);

  const promptOf = (messages: readonly ChatMessage[]) =>
    wrapper
      .generateContextState({ chatHistory: historyOf(messages) })
      .contextText.tokenize(model.tokenizer);

  return {
    loaded: () => ({
      contextSize,
      gpuLayers: model.gpuLayers,
      layers,
      threads,
      ram: model.memoryUsage.ram,
      vram: model.memoryUsage.vram,
      dimensions: 0,
      steppedDown,
    }),
    countTokens: (messages) => promptOf(messages).length,
    async generate({ messages, adapters, schema, ...options }, onText, stop) {
      const started = performance.now();
      const chat = await contexts.with(adapters);
      contextSize = chat.context.contextSize;
      const prompt = promptOf(messages);
      const room = contextSize - prompt.length;
      if (room < Math.min(leastRoom, contextSize / 8)) {
        throw new LorekeepError('PROMPT_TOO_LONG', { tokens: prompt.length, limit: contextSize });
      }
      const reusedTokens = await keepCommonStart(chat, prompt);
      let firstTextMs = 0;
      let writtenTokens = 0;
      const writer = new LlamaChat({ contextSequence: chat.sequence, chatWrapper: wrapper });
      const { metadata } = await writer.generateResponse(historyOf(messages), {
        ...(schema && { grammar: await grammarOf(llama, schema) }),
        // Where the context ends the answer ends: nothing at its beginning is forgotten for it.
        maxTokens: Math.max(1, Math.min(options.maxTokens, room - 1)),
        temperature: options.temperature,
        seed: options.seed,
        minP: options.temperature > 0 ? 0.05 : 0,
        repeatPenalty: false,
        signal: stop,
        stopOnAbortSignal: true,
        onResponseChunk({ tokens }) {
          writtenTokens += tokens.length;
        },
        onTextChunk(text) {
          firstTextMs ||= performance.now() - started;
          onText(text);
        },
      });
      const ended = metadata.stopReason === 'abort' ? 'stopped' : 'end';
      return {
        reason: metadata.stopReason === 'maxTokens' ? 'limit' : ended,
        promptTokens: prompt.length,
        reusedTokens,
        writtenTokens,
        firstTextMs,
        tookMs: performance.now() - started,
      };
    },
    async dispose() {
      await contexts.dispose();
      await model.dispose();
    },
  };
}

/** The model's own template; where it has none, the commonest one. */
function wrapperOf(model: LlamaModel): ChatWrapper {
  const hasOwn = Boolean(model.fileInfo.metadata.tokenizer?.chat_template);
  return hasOwn ? resolveChatWrapper(model, { warningLogs: false }) : new ChatMLChatWrapper();
}

function historyOf(messages: readonly ChatMessage[]): ChatHistoryItem[] {
  const history = messages.map(({ role, text }): ChatHistoryItem => {
    return role === 'assistant' ? { type: 'model', response: [text] } : { type: role, text };
  });
  return [...history, { type: 'model', response: [] }];
}

async function grammarOf(llama: Llama, schema: object): Promise<LlamaGrammar> {
  return llama.createGrammarForJsonSchema(
    schema as Parameters<typeof llama.createGrammarForJsonSchema>[0],
  );
}
