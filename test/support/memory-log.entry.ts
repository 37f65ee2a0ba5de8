// The child process of memory-log.ts: loads a model and makes a context of it for each plan, and
// tells what llama.cpp logs of their memory.
import { getLlama, LlamaLogLevel } from 'node-llama-cpp';
import type { LoggedMemory, LoggedPlan } from './memory-log.ts';

const [path = '', plans = '[]'] = process.argv.slice(2);
let said = '';
const llama = await getLlama({
  build: 'never',
  gpu: false,
  maxThreads: 1,
  progressLogs: false,
  logLevel: LlamaLogLevel.debug,
  logger: (_level, message) => {
    said += message;
  },
});
const model = await llama.loadModel({ modelPath: path });
const logged: LoggedMemory[] = [];
for (const { context, batch, flashAttention, kvType } of JSON.parse(plans) as LoggedPlan[]) {
  const type = kvType === 'f16' ? 'F16' : kvType === 'q8_0' ? 'Q8_0' : 'Q4_0';
  said = '';
  const made = await model.createContext({
    contextSize: context,
    batchSize: batch,
    flashAttention,
    experimentalKvCacheKeyType: type,
    experimentalKvCacheValueType: type,
    failedCreationRemedy: false,
    ignoreMemorySafetyChecks: true,
  });
  await made.dispose();
  logged.push({ kvCache: buffersIn(/KV buffer size = +([\d.]+) MiB/g), compute: computeIn() });
}
process.send!(logged);
process.disconnect();

function computeIn(): number {
  return buffersIn(/compute buffer size = +([\d.]+) MiB/g);
}

/** Bytes that the log names; lines of it may come in pieces. */
function buffersIn(line: RegExp): number {
  const found = [...said.matchAll(line)].map((match) => Number(match[1]));
  return found.reduce((sum, size) => sum + size, 0) * 1024 ** 2;
}
