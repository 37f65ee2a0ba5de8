// How much a server's model sees at once. The common part of these servers' interfaces does not say
// it; each kind tells it in a way of its own. A size that is too large is cut by some of them without
// a word, so that where nothing is known a small one is better than a large one.
import { LorekeepError } from '../../shared/errors.ts';
import { listModels, tokensOf } from './list-models.ts';
import { fieldsOf } from './server-errors.ts';
import type { ServerVisit } from './server-visit.ts';

/**
 * What Ollama gives a model that it has not loaded yet, unless it is set up otherwise; a prompt that
 * is longer is cut at its beginning (https://github.com/ollama/ollama/issues/2722).
 */
const ollamaUsual = 4096;
const seconds = 10;

/**
 * @param otherwise the size where the server does not tell
 * @throws LorekeepError what a visit throws; the signal's reason
 */
export async function contextSizeOf(
  visit: ServerVisit,
  model: string,
  otherwise: number,
  signal: AbortSignal,
): Promise<number> {
  const list = await listModels(visit, signal);
  const listed = list.find(({ id }) => id === model);
  if (listed?.contextSize) return listed.contextSize;
  const find = (path: string) => visit.find(path, { purpose: 'its models', seconds, signal });
  for (const ask of [llamaServer, lmStudio, ollama]) {
    const size = await ask(find, model).catch((error: unknown) => {
      // Another kind of server may answer anything to what it does not know.
      if (error instanceof LorekeepError && error.code === 'SERVER_REFUSED') return null;
      throw error;
    });
    if (size !== null) return size;
  }
  return listed?.ownedBy === 'library' ? Math.min(otherwise, ollamaUsual) : otherwise;
}

type Find = (path: string) => Promise<unknown>;

/** One model a server; with several, `?model=` says which. */
async function llamaServer(find: Find, model: string): Promise<number | null> {
  const props = fieldsOf(await find(`/props?model=${encodeURIComponent(model)}`));
  return tokensOf(fieldsOf(props['default_generation_settings'])['n_ctx']);
}

async function lmStudio(find: Find, model: string): Promise<number | null> {
  const found = fieldsOf(await find(`/api/v0/models/${encodeURIComponent(model)}`));
  return tokensOf(found['loaded_context_length']);
}

/** What is loaded, with the context that it was loaded with. */
async function ollama(find: Find, model: string): Promise<number | null> {
  const loaded = fieldsOf(await find('/api/ps'))['models'];
  if (!Array.isArray(loaded)) return null;
  const fields = loaded.map(fieldsOf);
  return tokensOf(fields.find(({ name }) => name === model)?.['context_length']);
}
