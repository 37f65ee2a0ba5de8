// What a writing model is called: those of servers have names that only machines read well.
import { serverModelParts } from '../../shared/contract/servers.ts';
import { t } from './text.ts';

/** `qwen3 on lab` for a server's model; an installed one is called by its name. */
export function writerName(model: string): string {
  const parts = serverModelParts(model);
  return parts ? t('writer.onServer', parts) : model;
}
