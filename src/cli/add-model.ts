// Adding a model or adapter from the terminal: waits for what goes on as a task, and says what is
// there then.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Client } from '../shared/contract/contract.ts';
import type { Adapter, Model } from '../shared/contract/models.ts';
import { LorekeepError } from '../shared/errors.ts';
import { followTask } from './follow-task.ts';

export interface AddRequest {
  as: 'model' | 'adapter';
  copy: boolean;
  base?: string | undefined;
}

/** What may be written for a model at the hub: `hf:user/name:quant`, or the address of its page. */
const atHub = /^(hf:|https?:\/\/|(www\.)?(huggingface\.co|hf\.co)\/)/i;

/** @returns the entry that is there now, also if it was there before */
export async function addModel(
  client: Client,
  what: string,
  { as, copy, base }: AddRequest,
  signal: AbortSignal,
): Promise<Model | Adapter> {
  const name = atHub.test(what)
    ? await nameAfter(client, (await client.models.download({ reference: what })).taskId, signal)
    : await addFile(
        client,
        { path: resolve(what), copy, as, ...(base !== undefined && { base }) },
        signal,
      );
  const { models, adapters } = await client.models.list();
  const entry = [...models, ...adapters].find((one) => one.name === name);
  if (!entry) throw new LorekeepError('MODEL_UNKNOWN', { name, names: '—' });
  return entry;
}

async function addFile(
  client: Client,
  request: Parameters<Client['models']['add']>[0],
  signal: AbortSignal,
): Promise<string> {
  const { name, taskId } = await client.models.add(request, { signal });
  return taskId === null ? name : nameAfter(client, taskId, signal);
}

async function nameAfter(client: Client, taskId: string, signal: AbortSignal): Promise<string> {
  return (await followTask(client, taskId, signal)).progress.current ?? '';
}

/** The name of an installed one, or else the absolute path of a file. */
export function targetOf(words: string): string {
  const path = resolve(words);
  return /[/\\]|\.gguf$/i.test(words) || existsSync(path) ? path : words;
}
