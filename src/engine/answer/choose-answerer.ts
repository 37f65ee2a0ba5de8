// Who writes an answer: the model that was asked for, else that of the settings, else nobody, and
// then sentences are quoted.
import type { AnswerSettings } from '../../shared/contract/answer.ts';
import { LorekeepError } from '../../shared/errors.ts';
import type { Answerer } from '../answerer.ts';
import type { AdapterUse, Generator } from '../generator.ts';
import { extractiveAnswerer } from './extractive-answerer.ts';
import { checkSchema } from './structured/json-schema.ts';
import { modelAnswerer, usualMaxTokens, usualTemperature } from './model-answerer.ts';

export interface AnswererChoice {
  /** The chat model of the settings; '' for none. */
  chosen(): string;
  /** @throws LorekeepError MODEL_UNKNOWN, or what else keeps a model from being used */
  generator(name: string): Generator;
  /** @throws LorekeepError MODEL_UNKNOWN, or a reason why it does not fit the model */
  adapter(name: string, scale: number, model: string): AdapterUse;
}

/** A seed of no meaning: a text is the same again unless another one is asked for. */
const usualSeed = 1;

/**
 * @param schema what the answer keeps to, as a JSON schema
 * @throws LorekeepError MODEL_NEEDED for what cannot be done without one, SCHEMA_UNSUPPORTED
 */
export function chooseAnswerer(
  { writing, mode, rules }: AnswerSettings,
  schema: object | undefined,
  choice: AnswererChoice,
): Answerer {
  if (schema) checkSchema(schema);
  const model = writing.model ?? choice.chosen();
  const { adapters = [] } = writing;
  if (model === '') {
    if (mode === 'free' || schema || adapters.length > 0) throw new LorekeepError('MODEL_NEEDED');
    return extractiveAnswerer;
  }
  return modelAnswerer(choice.generator(model), {
    adapters: adapters.map(({ name, scale }) => choice.adapter(name, scale, model)),
    temperature: writing.temperature ?? usualTemperature,
    seed: writing.seed ?? usualSeed,
    maxTokens: writing.maxTokens ?? usualMaxTokens,
    rules,
    ...(schema && { schema }),
  });
}
