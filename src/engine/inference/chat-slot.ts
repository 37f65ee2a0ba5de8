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
import { loadedOf } from './loaded-model.ts';
import { chooseThreads } from './measure-threads.ts';
import { openModel } from './open-model.ts';
import { plainWords } from './plain-words.ts';
import type { Loaded, LoadRequest } from './protocol.ts';
import { keepCommonStart } from './reuse.ts';

/** Tokens of the context that stay free for the answer, or an eighth of a small one. */
const leastRoom = 256;

export interface ChatSlot {
  /** Another set of adapters takes a new context, which may have to be smaller than the one before. */
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
): Promise<ChatSlot> {
  const opened = await openModel(llama, request, log);
  const { model } = opened;
  const threads = await chooseThreads(llama, model, request);
  const contexts = createContextKeeper(opened, request, threads, log);
  // Made now, so that what does not fit is known now.
  const first = await contexts.with([]);
  let contextSize = first.context.contextSize;
  const wrapper = wrapperOf(model);
  const plain = plainWords(model);

  const promptOf = (messages: readonly ChatMessage[]) =>
    wrapper
      .generateContextState({ chatHistory: historyOf(messages, plain) })
      .contextText.tokenize(model.tokenizer);

  return {
    loaded: () => loadedOf(opened, { contextSize, threads }),
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
      const { metadata } = await writer.generateResponse(historyOf(messages, plain), {
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

function historyOf(
  messages: readonly ChatMessage[],
  plain: (text: string) => string,
): ChatHistoryItem[] {
  const history = messages.map(({ role, text }): ChatHistoryItem => {
    const words = plain(text);
    return role === 'assistant'
      ? { type: 'model', response: [words] }
      : { type: role, text: words };
  });
  return [...history, { type: 'model', response: [] }];
}

async function grammarOf(llama: Llama, schema: object): Promise<LlamaGrammar> {
  return llama.createGrammarForJsonSchema(
    schema as Parameters<typeof llama.createGrammarForJsonSchema>[0],
  );
}
