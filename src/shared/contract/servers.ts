// Servers that the person added to let their models write or embed: another machine's, or another
// program's on this one. Nothing is sent to a server before the person has agreed to that.
import { z } from 'zod';
import { call } from './procedure.ts';

/** What people call a server. It stands in front of a slash in a model's name, so it holds none. */
export const serverName = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} ._:-]{0,59}$/u);

/**
 * Where a server is, as far as its address tells: in this machine, in the person's own network, or
 * possibly on the internet.
 */
export const serverPlaces = ['machine', 'network', 'internet'] as const;

/**
 * Where its key is: there is none, the system's keychain has it, it is known until Lorekeep ends,
 * or it has to be given to each run.
 */
export const serverKeys = ['none', 'keychain', 'run', 'missing'] as const;

export const server = z.object({
  name: serverName,
  /** Without the `/v1` that all of its paths begin with. */
  address: z.string(),
  host: z.string(),
  place: z.enum(serverPlaces),
  encrypted: z.boolean(),
  addedAt: z.number(),
  /** When the person agreed that text is sent there; null: not yet, and none is. */
  agreedAt: z.number().nullable(),
  key: z.enum(serverKeys),
});
export type Server = z.infer<typeof server>;

/** A model that a server says it has. */
const serverModel = z.object({
  /** As settings and questions name it: `server:NAME/MODEL`. */
  name: z.string(),
  /** As the server names it. */
  id: z.string(),
  /** Tokens that it sees at once, if the list says so. */
  contextSize: z.number().int().nullable(),
});

const named = z.object({ name: serverName });

export const serversContract = {
  list: call(z.void(), z.array(server)),
  /** Keeps an address. Nothing is sent to it. Without a name it is called by its host. */
  add: call(
    z.object({ address: z.string().min(1).max(2048), name: serverName.optional() }),
    server,
  ),
  /** The person has read what is sent (texts/server-words.ts) and agrees, to this address. */
  agree: call(z.object({ name: serverName, address: z.string() }), server),
  /** Asks the server for its models. */
  check: call(named, z.object({ server, models: z.array(serverModel) })),
  /** Forgets it, its key and that it was agreed to; settings that name its models are reset. */
  remove: call(named, z.void()),
  /**
   * Kept by the system's keychain, and where there is none until Lorekeep ends; an empty one is
   * forgotten.
   */
  setKey: call(z.object({ name: serverName, key: z.string().max(4096) }), server),
};

const prefix = 'server:';

/** Whether a name in the settings or a question is that of a server's model. */
export function isServerModel(name: string): boolean {
  return name.startsWith(prefix);
}

export function serverModelName(server: string, model: string): string {
  return `${prefix}${server}/${model}`;
}

/** The parts of such a name, or null if it is none. */
export function serverModelParts(name: string): { server: string; model: string } | null {
  const slash = name.indexOf('/');
  if (!isServerModel(name) || slash < 0 || slash === name.length - 1) return null;
  return { server: name.slice(prefix.length, slash).trim(), model: name.slice(slash + 1) };
}
