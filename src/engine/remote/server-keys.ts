// Keys of servers. One is on the disk only as the operating system's keychain sealed it, together
// with the address that it is for. Where there is no keychain it is known until Lorekeep ends, and the
// next run gets it from its environment; only a server that was added with a key gets one.
import { z } from 'zod';
import type { Server } from '../../shared/contract/servers.ts';
import { LorekeepError } from '../../shared/errors.ts';
import type { SecretVault } from '../host.ts';
import type { LibraryStore } from '../store/library/library-store.ts';
import type { RemoteServerRow } from '../store/library/remote-servers.ts';

export interface ServerKeys {
  /** Null if it wants none. @throws LorekeepError SERVER_KEY_MISSING */
  read(row: RemoteServerRow): Promise<string | null>;
  /** Keeps a key in place of the one before; an empty one is forgotten. */
  keep(row: RemoteServerRow, key: string): Promise<void>;
  forget(row: RemoteServerRow): void;
  state(row: RemoteServerRow): Server['key'];
}

const content = z.object({ address: z.string(), key: z.string().min(1) });

/**
 * @param vault null where the system offers no keychain
 * @param environment the key that this run was given; null if none was
 */
export function createServerKeys(
  servers: LibraryStore['remoteServers'],
  vault: SecretVault | null,
  environment: string | null,
): ServerKeys {
  /** Of this run, by the server's address and name. */
  const ofRun = new Map<string, string>();
  const placeOf = ({ name, address }: RemoteServerRow) => `${name.toLowerCase()} ${address}`;

  return {
    async read(row) {
      if (!row.wantsKey) return null;
      const known = ofRun.get(placeOf(row));
      if (known !== undefined) return known;
      if (row.sealedKey !== null && vault) {
        const key = await unsealed(vault, row);
        if (key !== null) return key;
      }
      if (environment !== null) return environment;
      throw new LorekeepError('SERVER_KEY_MISSING', { name: row.name });
    },
    async keep(row, given) {
      const key = given.trim();
      ofRun.delete(placeOf(row));
      const wanted = key !== '';
      const sealed = wanted && vault ? await seal(vault, { address: row.address, key }) : null;
      if (wanted && sealed === null) ofRun.set(placeOf(row), key);
      servers.setKey(row.name, wanted, sealed);
    },
    forget: (row) => void ofRun.delete(placeOf(row)),
    state(row) {
      if (!row.wantsKey) return 'none';
      if (ofRun.has(placeOf(row))) return 'run';
      if (row.sealedKey !== null && vault) return 'keychain';
      return environment === null ? 'missing' : 'run';
    },
  };
}

/** Null if the system does not do it, as when its keychain is locked: the key counts for this run. */
async function seal(
  vault: SecretVault,
  { address, key }: z.infer<typeof content>,
): Promise<string | null> {
  try {
    return await vault.seal(JSON.stringify({ address, key }));
  } catch {
    return null;
  }
}

/** Null if it cannot be read here, or is another server's: it has to be entered again. */
async function unsealed(vault: SecretVault, row: RemoteServerRow): Promise<string | null> {
  try {
    const { address, key } = content.parse(JSON.parse(await vault.unseal(row.sealedKey ?? '')));
    return address === row.address ? key : null;
  } catch {
    return null;
  }
}
