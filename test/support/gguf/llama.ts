// What llama.cpp does with a file, without the app between: in a child process, as some files end
// the process that opens them.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export type LlamaJob = { model: string } & (
  | {
      kind: 'write';
      adapters: { filePath: string; scale: number }[];
      prompt: string;
      maxTokens: number;
      /** 0 unless told. */
      temperature?: number;
    }
  | { kind: 'embed'; texts: string[] }
  | { kind: 'rank'; query: string; texts: string[] }
  | { kind: 'logits'; adapter: string | null; tokens: number[] }
);

export interface LlamaResults {
  write: { text: string; ended: boolean };
  embed: number[][];
  rank: number[];
  /** Behind each token the scores of all tokens that could follow, in f32 throughout. */
  logits: number[][];
}

export interface LlamaProcess {
  /**
   * One job at a time.
   *
   * @throws Error with what llama.cpp says of it, or that the process ended
   */
  run<Kind extends LlamaJob['kind']>(
    job: Extract<LlamaJob, { kind: Kind }>,
  ): Promise<LlamaResults[Kind]>;
  close(): void;
}

/** The caller closes it. */
export async function startLlama(): Promise<LlamaProcess> {
  const stdio = ['ignore', 'ignore', 'ignore', 'ipc'] as const;
  const child = fork(join(import.meta.dirname, 'llama.entry.ts'), { stdio: [...stdio] });
  await answerOf(child);
  return {
    async run(job) {
      const answer = answerOf(child);
      child.send(job);
      const { result, error } = (await answer) as { result?: unknown; error?: string };
      if (error !== undefined) throw new Error(error);
      return result as LlamaResults[typeof job.kind];
    },
    close: () => void child.kill(),
  };
}

async function answerOf(child: ChildProcess): Promise<unknown> {
  const over = new AbortController();
  const { signal } = over;
  const ended = once(child, 'exit', { signal }).then(([code, killed]) => {
    throw new Error(`llama.cpp’s process ended: ${code ?? killed}`);
  });
  try {
    const [answer] = await Promise.race([once(child, 'message', { signal }), ended]);
    return answer;
  } finally {
    ended.catch(() => {
      // Listening is over.
    });
    over.abort();
  }
}
