// The models that an evaluation is run with: files, or names of what is installed in the person's
// data folder. They are only linked to; the evaluation's own folder goes when it is over.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Client } from '../shared/contract/contract.ts';
import { LorekeepError } from '../shared/errors.ts';
import { addModel } from './add-model.ts';
import { followTask } from './follow-task.ts';
import { type CommonOptions, withEngine } from './with-engine.ts';

export interface EvalModels {
  embedder?: string | undefined;
  reranker?: string | undefined;
  /** Writes the answers. */
  model?: string | undefined;
}

/** Names as paths. @throws LorekeepError MODEL_UNKNOWN */
export async function pathsOf(chosen: EvalModels, options: CommonOptions): Promise<EvalModels> {
  const given = Object.entries(chosen).filter(([, name]) => name !== undefined);
  if (given.length === 0) return {};
  if (given.every(([, name]) => existsSync(name))) {
    return Object.fromEntries(given.map(([role, name]) => [role, resolve(name)]));
  }
  return withEngine(options, async ({ client }) => {
    const { models } = await client.models.list();
    const pathOf = (name: string) => {
      if (existsSync(name)) return resolve(name);
      const model = models.find((one) => one.name.toLowerCase() === name.toLowerCase());
      if (model) return model.path;
      const names = models.map((one) => one.name).join(', ') || '—';
      throw new LorekeepError('MODEL_UNKNOWN', { name, names });
    };
    return Object.fromEntries(given.map(([role, name]) => [role, pathOf(name)]));
  });
}

/**
 * Adds models to the evaluation's folder and chooses them; waits until all is embedded.
 *
 * @returns the name of the one that writes, if there is one
 */
export async function useModels(
  client: Client,
  { embedder, reranker, model }: EvalModels,
  signal: AbortSignal,
): Promise<string | undefined> {
  const add = async (path: string) => {
    const { name } = await addModel(client, path, { as: 'model', copy: false }, signal);
    return name;
  };
  if (reranker !== undefined) await client.settings.update({ reranker: await add(reranker) });
  if (embedder !== undefined) {
    await client.settings.update({ embedder: await add(embedder) });
    await followEmbedding(client, signal);
  }
  return model === undefined ? undefined : add(model);
}

/** Waits until the chosen embedder's vectors are searched, if they are being made. */
export async function followEmbedding(client: Client, signal: AbortSignal): Promise<void> {
  const tasks = await client.tasks.list();
  const running = tasks.find(({ kind, state }) => kind === 'embed' && state === 'running');
  if (running) await followTask(client, running.id, signal);
}
