// The models of one server that a row stands for: what it was found to have, and what the settings
// name of it, be it in its list or not.
import { type Server, serverModelParts } from '../../../shared/contract/servers.ts';
import type { ServerModel } from '../../app/servers-state.ts';

export interface ListedModel extends ServerModel {
  /** The settings name it, and the server does not any more. */
  gone: boolean;
}

/** @param found null while the server was not asked */
export function listedModels(
  server: Server,
  found: readonly ServerModel[] | null,
  named: readonly string[],
): ListedModel[] {
  const listed = (found ?? []).map((model) => ({ ...model, gone: false }));
  const seen = new Set(listed.map(({ name }) => name));
  for (const name of named) {
    const parts = serverModelParts(name);
    if (parts?.server.toLowerCase() !== server.name.toLowerCase() || seen.has(name)) continue;
    seen.add(name);
    listed.push({ name, id: parts.model, contextSize: null, gone: found !== null });
  }
  return listed;
}
