// Text on its way to whoever asks for it: what is written while nobody asks is given together at
// the next time, and never more often than eyes see it. So a fast model sends few messages, and a
// slow one sends each word at once.
import { setTimeout as delay } from 'node:timers/promises';
import type { Generated } from '../generator.ts';
import type { GeneratedPart } from './protocol.ts';

/** Milliseconds between two parts, unless the text has ended. */
const leastPause = 16;

export interface TextStream {
  write(text: string): void;
  end(generated: Generated): void;
  fail(error: unknown): void;
  /** Waits until there is something. After the end it is not called again. */
  next(): Promise<GeneratedPart>;
}

export function createTextStream(): TextStream {
  let text = '';
  let done: Generated | null = null;
  let failure: { error: unknown } | null = null;
  let givenAt = -Infinity;
  const ended = Promise.withResolvers<void>();
  const waiting: (() => void)[] = [];
  const nothingYet = () => text === '' && !done && !failure;
  const changed = () => {
    for (const wake of waiting.splice(0)) wake();
  };
  return {
    write(more) {
      text += more;
      changed();
    },
    end(generated) {
      done = generated;
      ended.resolve();
      changed();
    },
    fail(error) {
      failure = { error };
      ended.resolve();
      changed();
    },
    async next() {
      while (nothingYet()) await new Promise<void>((resolve) => void waiting.push(resolve));
      const early = givenAt + leastPause - performance.now();
      if (early > 0 && !done && !failure) await Promise.race([delay(early), ended.promise]);
      givenAt = performance.now();
      // What was written before a failure is given first.
      if (failure && text === '') throw failure.error;
      const part = { text, done: failure ? null : done };
      text = '';
      return part;
    },
  };
}
