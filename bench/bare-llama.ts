// node-llama-cpp alone, in a process of its own: what the engine's path to a model is measured
// against. Times are taken where the text comes out.
import {
  getLlama,
  type Llama,
  LlamaChat,
  LlamaLogLevel,
  type LlamaContextSequence,
  type LlamaEmbeddingContext,
  type LlamaModel,
  resolveChatWrapper,
} from 'node-llama-cpp';
import type { ChatMessage } from '../src/engine/generator.ts';

export type BareTask =
  | { kind: 'open'; path: string; contextSize: number; gpuLayers: number }
  | { kind: 'write'; messages: ChatMessage[]; maxTokens: number }
  | { kind: 'openEmbedder'; path: string; contextSize: number }
  | { kind: 'embed'; texts: string[] };

export interface BareResult {
  firstMs: number;
  totalMs: number;
  tokens: number;
  /** Of the GPU, after it was opened. */
  vramUsed: number;
}

const nothing: BareResult = { firstMs: 0, totalMs: 0, tokens: 0, vramUsed: 0 };
let llama: Llama;
let model: LlamaModel | null = null;
let sequence: LlamaContextSequence;
let embedding: LlamaEmbeddingContext;

async function open(task: { path: string; contextSize: number; gpuLayers: number }) {
  const gpu = task.gpuLayers > 0 ? 'auto' : false;
  // Its warnings about a model of random weights are no news.
  const logLevel = LlamaLogLevel.error;
  llama = await getLlama({ gpu, build: 'never', skipDownload: true, maxThreads: 0, logLevel });
  await model?.dispose();
  model = await llama.loadModel({ modelPath: task.path, gpuLayers: task.gpuLayers });
}

async function write({ messages, maxTokens }: { messages: ChatMessage[]; maxTokens: number }) {
  const chat = new LlamaChat({
    contextSequence: sequence,
    chatWrapper: resolveChatWrapper(model!, { warningLogs: false }),
  });
  const history = messages.map(({ role, text }) =>
    role === 'assistant' ? { type: 'model' as const, response: [text] } : { type: role, text },
  );
  await sequence.clearHistory();
  let firstMs = 0;
  let tokens = 0;
  const started = performance.now();
  await chat.generateResponse([...history, { type: 'model', response: [] }], {
    maxTokens,
    temperature: 0,
    repeatPenalty: false,
    onResponseChunk(part) {
      firstMs ||= performance.now() - started;
      tokens += part.tokens.length;
    },
  });
  return { ...nothing, firstMs, totalMs: performance.now() - started, tokens };
}

async function run(task: BareTask): Promise<BareResult> {
  if (task.kind === 'open') {
    await open(task);
    const context = await model!.createContext({ contextSize: task.contextSize, threads: 1 });
    sequence = context.getSequence();
    const vram = task.gpuLayers > 0 ? await llama.getVramState() : { used: 0 };
    return { ...nothing, vramUsed: vram.used };
  }
  if (task.kind === 'write') return write(task);
  if (task.kind === 'openEmbedder') {
    await open({ ...task, gpuLayers: 0 });
    const { contextSize } = task;
    embedding = await model!.createEmbeddingContext({
      contextSize,
      batchSize: contextSize,
      threads: 1,
    });
    return nothing;
  }
  const started = performance.now();
  await Promise.all(task.texts.map((text) => embedding.getEmbeddingFor(text)));
  return { ...nothing, totalMs: performance.now() - started };
}

process.on('message', (task: BareTask) => {
  void run(task).then((result) => process.send?.(result));
});
process.once('disconnect', () => process.exit());
