// The servers that the person added: which there are, whether text may be sent to them, and the
// settings that name their models.
import {
  isServerModel,
  type Server,
  serverModelName,
  serverModelParts,
  serverName,
} from '../../shared/contract/servers.ts';
import type { Settings } from '../../shared/contract/settings.ts';
import { LorekeepError } from '../../shared/errors.ts';
import type { LibraryStore } from '../store/library/library-store.ts';
import type { RemoteServerRow } from '../store/library/remote-servers.ts';
import { placeOf, serverBase } from './server-address.ts';
import type { ServerKeys } from './server-keys.ts';

export interface RemoteServerParts {
  servers: LibraryStore['remoteServers'];
  keys: ServerKeys;
  /** Whether this run was given a key for the server that is added. */
  givenKey: boolean;
  settings(): Settings;
  change(changes: Partial<Settings>): void;
}

export type RemoteServers = ReturnType<typeof createRemoteServers>;

/** Settings that may name a server's model. */
const choices = ['chatModel', 'embedder'] as const;

export function createRemoteServers(parts: RemoteServerParts) {
  const { servers, keys, settings, change } = parts;

  /** @throws LorekeepError SERVER_UNKNOWN */
  function find(name: string): RemoteServerRow {
    const row = servers.find(name);
    if (row) return row;
    const names = servers.list().map((one) => one.name);
    throw new LorekeepError('SERVER_UNKNOWN', { name, names: names.join(', ') || '—' });
  }

  function shown(row: RemoteServerRow): Server {
    const { name, address, addedAt, agreedAt } = row;
    const { host, protocol } = new URL(address);
    const encrypted = protocol === 'https:';
    const place = placeOf(address);
    return { name, address, host, place, encrypted, addedAt, agreedAt, key: keys.state(row) };
  }

  return {
    find,
    list: (): Server[] => servers.list().map(shown),
    show: (name: string): Server => shown(find(name)),
    /**
     * Keeps an address; one that is there under this name is not added again.
     *
     * @throws LorekeepError SERVER_ADDRESS_INVALID, NETWORK_UNENCRYPTED, SERVER_NAME_TAKEN
     */
    add(typed: string, wanted: string | undefined): Server {
      const address = serverBase(typed);
      const name = wanted ?? nameOf(address);
      const there = servers.find(name);
      if (there && there.address !== address) {
        throw new LorekeepError('SERVER_NAME_TAKEN', { name, address: there.address });
      }
      if (!there) {
        servers.add(name, address);
        if (parts.givenKey) servers.setKey(name, true, null);
      }
      return shown(find(name));
    },
    /** @param address the one that the person was shown */
    agree(name: string, address: string): Server {
      const row = find(name);
      if (row.address !== address)
        throw new LorekeepError('REQUEST_INVALID', { reason: 'address' });
      if (row.agreedAt === null) servers.agree(row.name);
      return shown(find(name));
    },
    remove(name: string): void {
      const row = find(name);
      const isOf = (model: string) =>
        serverModelParts(model)?.server.toLowerCase() === row.name.toLowerCase();
      const named = choices.filter((setting) => isOf(settings()[setting]));
      if (named.length > 0) change(Object.fromEntries(named.map((setting) => [setting, ''])));
      keys.forget(row);
      servers.remove(row.name);
    },
    /**
     * The server of a model's name, and the model.
     *
     * @throws LorekeepError SERVER_UNKNOWN, SERVER_NOT_AGREED
     */
    modelOf(name: string): { row: RemoteServerRow; model: string; name: string } {
      const asked = serverModelParts(name);
      const row = find(asked?.server ?? name);
      const { host } = new URL(row.address);
      if (row.agreedAt === null) {
        throw new LorekeepError('SERVER_NOT_AGREED', { name: row.name, host });
      }
      const model = asked?.model ?? '';
      return { row, model, name: serverModelName(row.name, model) };
    },
    /**
     * Settings as a person gave them, with the names of servers as they are written.
     *
     * @throws LorekeepError SERVER_UNKNOWN, SERVER_NOT_AGREED
     */
    checkChoices<S extends { [name in keyof Settings]?: Settings[name] | undefined }>(
      changes: S,
    ): S {
      const checked = { ...changes };
      for (const setting of choices) {
        const name = changes[setting];
        if (!name || !isServerModel(name) || name === settings()[setting]) continue;
        Object.assign(checked, { [setting]: this.modelOf(name).name });
      }
      return checked;
    },
  };
}

/** What a server without a name is called: its host, as far as that can be a name. */
function nameOf(address: string): string {
  const { host } = new URL(address);
  const name = host
    .replace(/[^\p{L}\p{N}._:-]/gu, '')
    .replace(/^[._:-]+/, '')
    .slice(0, 60);
  return serverName.safeParse(name).success ? name : 'server';
}
