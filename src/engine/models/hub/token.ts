// The person's access token for the hub, for models that are given only to those who agreed to
// their terms. It is on the disk only as the operating system's keychain sealed it, together with
// the host that it is for: it is never sent to another one, such as a mirror chosen later.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { LorekeepError } from '../../../shared/errors.ts';
import type { SecretVault } from '../../host.ts';
import type { HubToken } from './hub-visit.ts';

export interface HubTokenStore {
  /** Null if none was entered. @throws LorekeepError HUB_TOKEN_UNKEPT if it cannot be read */
  read(): Promise<HubToken | null>;
  /** @throws LorekeepError HUB_TOKEN_UNKEPT */
  keep(token: HubToken): Promise<void>;
  remove(): Promise<void>;
}

const content = z.object({ host: z.string().min(1), token: z.string().min(1) });

/**
 * @param file where the sealed token is kept
 * @param vault null where the system offers no keychain: then none can be kept
 */
export function createHubTokenStore(file: string, vault: SecretVault | null): HubTokenStore {
  return {
    async read() {
      const sealed = await readFile(file, 'utf8').catch(() => null);
      if (sealed === null) return null;
      try {
        if (!vault) throw new Error('no keychain');
        return content.parse(JSON.parse(await vault.unseal(sealed)));
      } catch (error) {
        throw new LorekeepError('HUB_TOKEN_UNKEPT', {}, error);
      }
    },
    async keep({ host, token }) {
      if (!vault) throw new LorekeepError('HUB_TOKEN_UNKEPT');
      const text = JSON.stringify({ host, token: token.trim() });
      let sealed: string;
      try {
        sealed = await vault.seal(text);
      } catch (error) {
        throw new LorekeepError('HUB_TOKEN_UNKEPT', {}, error);
      }
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, sealed, { mode: 0o600 });
    },
    remove: () => rm(file, { force: true }),
  };
}
