// Entry of the inference process: the one place where models are opened. Whatever a file does to
// llama.cpp it does to this process alone; nothing of the person's lives in it.
import type { Llama } from 'node-llama-cpp';
import { LorekeepError } from '../../shared/errors.ts';
import { serveCalls } from '../calls/calls.ts';
import { childPort } from '../calls/child-port.ts';
import type { ChatMessage, GenerateRequest } from '../generator.ts';
import { checkFile } from './check-file.ts';
import { type ChatSlot, loadChat } from './chat-slot.ts';
import { type EmbeddingSlot, loadEmbedder } from './embedding-slot.ts';
import { createLlamaLog } from './llama-log.ts';
import { machineFacts, openLlama } from './open-llama.ts';
import type {
  BackendChoice,
  GeneratedPart,
  Loaded,
  LoadRequest,
  MachineFacts,
} from './protocol.ts';
import { loadReranker, type RankingSlot } from './ranking-slot.ts';
import { createTextStream, type TextStream } from './text-stream.ts';
import { quantise } from '../vectors/quantise.ts';
import { createWorkOrder } from './work-order.ts';

const log = createLlamaLog();
const order = createWorkOrder();
let opened: Promise<Llama> | null = null;
/** At most one of each role. */
const slots: {
  chat: ChatSlot | null;
  embedder: EmbeddingSlot | null;
  building: EmbeddingSlot | null;
  reranker: RankingSlot | null;
} = { chat: null, embedder: null, building: null, reranker: null };
type EmbedderRole = 'embedder' | 'building';
const texts = new Map<string, { stream: TextStream; stop: AbortController }>();

function llama(): Promise<Llama> {
  if (!opened) throw notLoaded();
  return opened;
}

function notLoaded(): LorekeepError {
  return new LorekeepError('INTERNAL', {}, new Error('asked before it was opened or loaded'));
}

const functions = {
  /** Opens llama.cpp; must come first. */
  async open(choice: BackendChoice): Promise<MachineFacts> {
    opened ??= openLlama(choice, log);
    try {
      return machineFacts(await opened);
    } catch (error) {
      // Another choice may be tried.
      opened = null;
      throw error;
    }
  },
  machine: async (): Promise<MachineFacts> => machineFacts(await llama()),
  /** What llama.cpp has against a file; null for nothing. */
  check: async (path: string): Promise<string | null> => checkFile(await llama(), path, log),
  /** Loads a model in the place of the one that has its role now. One at a time of each role. */
  async load(request: LoadRequest): Promise<Loaded> {
    const engine = await llama();
    await functions.unload(request.role);
    if (request.role === 'chat') {
      slots.chat = await loadChat(engine, request, log);
    } else if (request.role === 'embedder' || request.role === 'building') {
      slots[request.role] = await loadEmbedder(engine, request, log);
    } else slots.reranker = await loadReranker(engine, request, log);
    return slots[request.role]!.loaded();
  },
  async unload(role: LoadRequest['role']): Promise<void> {
    const slot = slots[role];
    slots[role] = null;
    if (!slot) return;
    if (role !== 'chat') return slot.dispose();
    // llama.cpp does not bear it that a model goes while it writes.
    for (const { stop } of texts.values()) stop.abort();
    await order.answer(() => slot.dispose());
  },
  /** How a model is loaded now; a smaller context may have been needed since it was loaded. */
  loaded: (role: LoadRequest['role']): Loaded | null => slots[role]?.loaded() ?? null,
  countTokens(messages: ChatMessage[]): number {
    if (!slots.chat) throw notLoaded();
    return slots.chat.countTokens(messages);
  },
  /** Begins an answer, to be read by `next`. */
  generate(id: string, request: GenerateRequest): void {
    const stream = createTextStream();
    const stop = new AbortController();
    texts.set(id, { stream, stop });
    order
      .answer(async () => {
        if (!slots.chat) throw notLoaded();
        return slots.chat.generate(request, stream.write, stop.signal);
      })
      .then(stream.end, stream.fail);
  },
  async next(id: string): Promise<GeneratedPart> {
    const text = texts.get(id);
    if (!text) throw notLoaded();
    try {
      const part = await text.stream.next();
      if (part.done) texts.delete(id);
      return part;
    } catch (error) {
      texts.delete(id);
      throw error;
    }
  },
  stop(id: string): void {
    texts.get(id)?.stop.abort();
  },
  /** Vectors of documents: they wait while an answer is written. */
  async embedDocuments(role: EmbedderRole, batch: string[], prefix: string): Promise<Int8Array[]> {
    const vectors: Int8Array[] = [];
    for (const text of batch) {
      const vector = await order.background(() => embedder(role).embed(text, prefix));
      vectors.push(quantise(vector));
    }
    return vectors;
  },
  /** The vector of a query: somebody waits for it. */
  embedQuery: async (role: EmbedderRole, text: string): Promise<Float32Array> =>
    embedder(role).embed(text),
  async rank(query: string, batch: string[], budgetMs: number): Promise<(number | null)[]> {
    if (!slots.reranker) throw notLoaded();
    return slots.reranker.rank(query, batch, budgetMs);
  },
};

function embedder(role: EmbedderRole): EmbeddingSlot {
  const slot = slots[role];
  if (!slot) throw notLoaded();
  return slot;
}

export type InferenceCalls = typeof functions;

serveCalls(functions, childPort());
