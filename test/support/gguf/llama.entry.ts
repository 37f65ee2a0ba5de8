// The child process of llama.ts: node-llama-cpp as it comes, on one thread, without the app.
import {
  getLlama,
  LlamaChatSession,
  LlamaLogLevel,
  type ControlledEvaluateInputItem,
  type LlamaModel,
  type Token,
} from 'node-llama-cpp';
import type { LlamaJob, LlamaResults } from './llama.ts';

/** What llama.cpp says of a failure: its errors carry no reason. */
const said: string[] = [];
const llama = await getLlama({
  build: 'never',
  gpu: false,
  maxThreads: 1,
  progressLogs: false,
  logLevel: LlamaLogLevel.error,
  logger: (_level, message) => said.push(message),
});

async function write(
  model: LlamaModel,
  { adapters, prompt, maxTokens, temperature = 0 }: LlamaJob & { kind: 'write' },
): Promise<LlamaResults['write']> {
  const context = await model.createContext({
    contextSize: 1024,
    failedCreationRemedy: false,
    lora: { adapters },
  });
  const session = new LlamaChatSession({
    contextSequence: context.getSequence(),
    systemPrompt: 'Answer.',
  });
  const { responseText, stopReason } = await session.promptWithMeta(prompt, {
    maxTokens,
    temperature,
    seed: 1,
  });
  await context.dispose();
  return { text: responseText, ended: stopReason !== 'maxTokens' };
}

async function embed(
  model: LlamaModel,
  { texts }: LlamaJob & { kind: 'embed' },
): Promise<LlamaResults['embed']> {
  const context = await model.createEmbeddingContext();
  const vectors: number[][] = [];
  for (const text of texts) vectors.push([...(await context.getEmbeddingFor(text)).vector]);
  return vectors;
}

async function rank(
  model: LlamaModel,
  { query, texts }: LlamaJob & { kind: 'rank' },
): Promise<LlamaResults['rank']> {
  const context = await model.createRankingContext();
  return context.rankAll(query, texts);
}

async function logits(
  model: LlamaModel,
  { adapter, tokens }: LlamaJob & { kind: 'logits' },
): Promise<LlamaResults['logits']> {
  const context = await model.createContext({
    contextSize: 64,
    flashAttention: false,
    // Otherwise what is remembered of earlier tokens is rounded to f16.
    experimentalKvCacheKeyType: 'F32',
    experimentalKvCacheValueType: 'F32',
    failedCreationRemedy: false,
    ...(adapter === null ? {} : { lora: { adapters: [{ filePath: adapter }] } }),
  });
  const input = tokens.map((token): ControlledEvaluateInputItem => {
    return [token as Token, { generateNext: { logits: true } }];
  });
  const outputs = await context.getSequence().controlledEvaluate(input);
  return outputs.map((output) => {
    const scores: number[] = [];
    for (const [token, score] of output!.next.logits!) scores[token] = score;
    return scores;
  });
}

async function run(job: LlamaJob): Promise<unknown> {
  const model = await llama.loadModel({
    modelPath: job.model,
    loadSignal: AbortSignal.timeout(20_000),
  });
  try {
    if (job.kind === 'write') return await write(model, job);
    if (job.kind === 'logits') return await logits(model, job);
    return job.kind === 'embed' ? await embed(model, job) : await rank(model, job);
  } finally {
    await model.dispose();
  }
}

async function answer(job: LlamaJob): Promise<object> {
  said.length = 0;
  try {
    return { result: await run(job) };
  } catch (error) {
    // The reason comes a little later than the failure.
    await new Promise((done) => setTimeout(done, 200));
    return { error: [String(error), ...said].join('\n') };
  }
}

process.on('message', (job: LlamaJob) => {
  void answer(job).then((result) => process.send!(result));
});
process.send!('ready');
