// Which models a server has, from the list that each of its kind offers.
import { fieldsOf, stringOf, unclear } from './server-errors.ts';
import type { ServerVisit } from './server-visit.ts';

export interface ListedModel {
  id: string;
  /** Tokens that it sees at once; null if the list does not say so. */
  contextSize: number | null;
  /** Who has it, as the server puts it; Ollama says `library`, or the user's name. */
  ownedBy: string;
}

const seconds = 20;
/** More are not chosen from. */
const mostModels = 5000;

/**
 * @throws LorekeepError SERVER_ANSWER if that is no list of models, what else a visit throws; the
 *   signal's reason
 */
export async function listModels(visit: ServerVisit, signal: AbortSignal): Promise<ListedModel[]> {
  const answer = await visit.find('/v1/models', { purpose: 'its models', seconds, signal });
  const list = Array.isArray(answer) ? answer : fieldsOf(answer)['data'];
  // Ollama without a model says null in place of an empty list.
  if (list === null && fieldsOf(answer)['object'] === 'list') return [];
  if (!Array.isArray(list)) {
    throw unclear(visit.server().name, 'there is no list of models at /v1/models');
  }
  return list.slice(0, mostModels).flatMap((one: unknown) => {
    const fields = fieldsOf(one);
    const { id, owned_by: ownedBy } = fields;
    if (typeof id !== 'string' || id === '' || id.length > 200) return [];
    return [{ id, contextSize: listedContext(fields), ownedBy: stringOf(ownedBy) }];
  });
}

/** vLLM says `max_model_len`, gateways `context_length` or `context_window`, llama-server `n_ctx`. */
function listedContext(model: Record<string, unknown>): number | null {
  const { max_model_len: vllm, context_length: length, context_window: window, meta } = model;
  const found = [vllm, length, window, fieldsOf(meta)['n_ctx']].map(tokensOf);
  return found.find((size) => size !== null) ?? null;
}

/** A size in tokens, or null for what cannot be one. */
export function tokensOf(value: unknown): number | null {
  const fits = typeof value === 'number' && Number.isInteger(value) && value >= 128;
  return fits && value <= 100_000_000 ? value : null;
}
