// What adapter_config.json says (PEFT's LoraConfig). PEFT has grown many ways to change a model that
// are no longer a product of two small matrices on top of untouched weights. A GGUF adapter is that
// product and nothing else, so each of the others is found here and named.
import { z } from 'zod';
import { LorekeepError } from '../../../shared/errors.ts';
import { adapterReasons } from '../../../shared/texts/adapter-reasons.ts';
import { fillText } from '../../../shared/texts/format.ts';

export interface PeftConfig {
  /** The rank and alpha of modules that no pattern matches. */
  rank: number;
  alpha: number;
  /** Regular expressions over module names (Python's), the first that matches counts. */
  rankPattern: ReadonlyMap<string, number>;
  alphaPattern: ReadonlyMap<string, number>;
  /** rsLoRA (arXiv 2312.03732): scaled by alpha / √rank instead of alpha / rank. */
  rankStabilised: boolean;
  /** The base as whoever trained it called it: `name/of-a-repository` or a folder of theirs. */
  baseName: string | null;
}

const rank = z.number().int().min(1).max(16_384);
const alpha = z.number().min(-1e6).max(1e6);
const patterns = <T extends z.ZodType>(value: T) => z.record(z.string(), value).nullish();
const flag = z.boolean().nullish();

// fan_in_fan_out says how the base stores its weights, which a product of matrices does not depend
// on. target_modules and layers_to_transform say what the file says as well, by its names.
const schema = z.looseObject({
  peft_type: z.string().nullish(),
  r: rank,
  lora_alpha: alpha,
  rank_pattern: patterns(rank),
  alpha_pattern: patterns(alpha),
  use_rslora: flag,
  use_dora: flag,
  fan_in_fan_out: flag,
  bias: z.string().nullish(),
  lora_bias: flag,
  modules_to_save: z.array(z.string()).nullish(),
  target_modules: z.union([z.string(), z.array(z.string())]).nullish(),
  target_parameters: z.array(z.string()).nullish(),
  trainable_token_indices: z.unknown().optional(),
  layer_replication: z.array(z.unknown()).nullish(),
  init_lora_weights: z.union([z.boolean(), z.string()]).nullish(),
  alora_invocation_tokens: z.array(z.number()).nullish(),
  base_model_name_or_path: z.string().nullish(),
});

/**
 * Reads the text of an adapter_config.json.
 * @throws LorekeepError ADAPTER_UNREADABLE if it is none, ADAPTER_NOT_CONVERTIBLE if it names what a
 *   GGUF adapter cannot hold
 */
export function parsePeftConfig(text: string, path: string): PeftConfig {
  const config = parse(text, path);
  const reason = whyNot(config);
  if (reason !== null) throw new LorekeepError('ADAPTER_NOT_CONVERTIBLE', { reason });
  return {
    rank: config.r,
    alpha: config.lora_alpha,
    rankPattern: new Map(Object.entries(config.rank_pattern ?? {})),
    alphaPattern: new Map(Object.entries(config.alpha_pattern ?? {})),
    rankStabilised: config.use_rslora === true,
    baseName: config.base_model_name_or_path?.trim() || null,
  };
}

function parse(text: string, path: string): z.infer<typeof schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new LorekeepError('ADAPTER_UNREADABLE', { path, reason: adapterReasons.noJson }, error);
  }
  // Before the rest: other methods have no rank to be missed.
  const method = z.object({ peft_type: z.string() }).safeParse(value).data?.peft_type;
  if (method !== undefined && method.toUpperCase() !== 'LORA') {
    const reason = fillText(adapterReasons.otherMethod, { method });
    throw new LorekeepError('ADAPTER_NOT_CONVERTIBLE', { reason });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const reason = fillText(adapterReasons.configField, {
    field: issue.path.join('.'),
    message: issue.message,
  });
  throw new LorekeepError('ADAPTER_UNREADABLE', { path, reason });
}

/** What of it a GGUF adapter cannot hold, null if nothing. */
function whyNot(config: z.infer<typeof schema>): string | null {
  const { bias, modules_to_save: saved, init_lora_weights: start } = config;
  if (config.use_dora) return adapterReasons.dora;
  if (saved?.length) return fillText(adapterReasons.wholeModules, { names: saved.join(', ') });
  if (config.lora_bias || (bias && bias !== 'none')) return adapterReasons.bias;
  if (config.layer_replication?.length) return adapterReasons.replication;
  if (config.target_parameters?.length) {
    const names = config.target_parameters.join(', ');
    return fillText(adapterReasons.parameters, { names });
  }
  if (config.trainable_token_indices) return adapterReasons.embeddings;
  if (config.alora_invocation_tokens?.length) return adapterReasons.activated;
  if (typeof start === 'string' && changesBase.test(start)) {
    return fillText(adapterReasons.changedBase, { method: start });
  }
  return unknownMethod(config);
}

/** Ways to begin training that take the adapter's first values out of the base's weights. */
const changesBase = /^(pissa|olora|corda|loftq|lora_ga)/i;

/** Settings that look like a variant's and change nothing of what a finished adapter computes. */
const harmless: ReadonlySet<string> = new Set([
  'use_rslora',
  'corda_config',
  'eva_config',
  'loftq_config',
  'lora_ga_config',
  'megatron_config',
  'runtime_config',
]);

/** PEFT switches its variants of LoRA on by settings with such names; a new one may be any sum. */
function unknownMethod(config: z.infer<typeof schema>): string | null {
  const found = Object.keys(config).find(
    (key) => /^use_|_config$/.test(key) && !harmless.has(key) && Boolean(config[key]),
  );
  return found === undefined ? null : fillText(adapterReasons.variant, { name: found });
}
