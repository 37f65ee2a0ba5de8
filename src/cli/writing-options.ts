// The options that say how an answer is written: model, adapters, chance and length.
import type { Command } from 'commander';
import type { Writing } from '../shared/contract/answer.ts';
import { UsageError } from './usage-error.ts';

export interface WritingOptions {
  model?: string;
  adapter?: string[];
  temperature?: string;
  seed?: string;
  maxTokens?: string;
}

export function withWritingOptions(command: Command): Command {
  return command
    .option('--model <name>', 'write with this installed model')
    .option(
      '--adapter <name[:scale]>',
      'put this adapter on top of it (repeatable; the scale is 1 if none is given)',
      (value: string, before: string[] | undefined) => [...(before ?? []), value],
    )
    .option('--temperature <t>', '0: always the likeliest word; up to 2')
    .option('--seed <n>', 'the same seed gives the same answer')
    .option('--max-tokens <n>', 'end the answer after so many tokens');
}

export function writingOf(options: WritingOptions): Writing {
  const { model, adapter } = options;
  return {
    ...(model !== undefined && { model }),
    ...(adapter && { adapters: adapter.map(adapterOf) }),
    ...numberOption('temperature', options.temperature, 0, 2),
    ...numberOption('seed', options.seed, 0, 4_294_967_295, true),
    ...numberOption('maxTokens', options.maxTokens, 1, 100_000, true),
  };
}

/** `name` or `name:scale`; a name may hold colons of its own. */
function adapterOf(text: string): { name: string; scale: number } {
  const [, name, scale] = /^(.+?)(?::(-?\d+(?:\.\d+)?))?$/s.exec(text) ?? [];
  if (!name) throw new UsageError(`“${text}” names no adapter.`);
  return { name, scale: scale === undefined ? 1 : Number(scale) };
}

function numberOption<N extends 'temperature' | 'seed' | 'maxTokens'>(
  name: N,
  text: string | undefined,
  least: number,
  most: number,
  whole = false,
): Partial<Record<N, number>> {
  if (text === undefined) return {};
  const value = Number(text);
  const fits = text.trim() !== '' && value >= least && value <= most;
  if (!fits || (whole && !Number.isInteger(value))) {
    const kind = whole ? 'a whole number' : 'a number';
    throw new UsageError(`“${text}” is not ${kind} from ${least} to ${most}.`);
  }
  return { [name]: value } as Partial<Record<N, number>>;
}
