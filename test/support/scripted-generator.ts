// A model that writes what a test tells it to, with exact control of its text, pace and end.
import { setTimeout as delay } from 'node:timers/promises';
import type { Generated, GenerateRequest, Generator } from '../../src/engine/generator.ts';

export interface Script {
  /** What it writes, part by part. */
  parts: readonly string[];
  /** Thrown after the parts, in place of an end. */
  failure?: Error;
  /** Tokens that it sees at once; it counts words. */
  contextSize?: number;
  pauseMs?: number;
}

export interface ScriptedGenerator extends Generator {
  /** What it was asked, the newest last. */
  readonly asked: GenerateRequest[];
}

export function scriptedGenerator(script: Script): ScriptedGenerator {
  const asked: GenerateRequest[] = [];
  const words = (text: string) => text.split(/\s+/).length;
  return {
    name: 'scripted',
    asked,
    contextSize: () => Promise.resolve(script.contextSize ?? 8192),
    countTokens: (messages) =>
      Promise.resolve(messages.reduce((sum, { text }) => sum + words(text), 0)),
    async *write(request, signal): AsyncGenerator<string, Generated> {
      asked.push(request);
      for (const part of script.parts) {
        signal.throwIfAborted();
        if (script.pauseMs) await delay(script.pauseMs, undefined, { signal });
        yield part;
      }
      if (script.failure) throw script.failure;
      const writtenTokens = words(script.parts.join(''));
      const times = { firstTextMs: 1, tookMs: 2 };
      return { reason: 'end', promptTokens: 10, reusedTokens: 0, writtenTokens, ...times };
    },
  };
}
