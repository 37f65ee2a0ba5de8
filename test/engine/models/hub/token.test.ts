import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SecretVault } from '../../../../src/engine/host.ts';
import { createHubTokenStore } from '../../../../src/engine/models/hub/token.ts';
import { temporaryFolder } from '../../../support/folder.ts';

/** Stands for the keychain, which is Electron's: what it seals cannot be read as it is. */
const vault: SecretVault = {
  seal: (text) => Promise.resolve(Buffer.from(text).toString('base64')),
  unseal: (sealed) => Promise.resolve(Buffer.from(sealed, 'base64').toString()),
};
const token = { host: 'huggingface.co', token: 'hf_secret' };

test('a token is kept sealed, with the host that it is for, and forgotten when asked', async () => {
  const file = join(temporaryFolder(), 'models', 'hub-token');
  const store = createHubTokenStore(file, vault);
  expect(await store.read()).toBeNull();
  await store.keep({ ...token, token: ' hf_secret\n' });
  expect(readFileSync(file, 'utf8')).not.toContain('hf_secret');
  expect(await createHubTokenStore(file, vault).read()).toEqual(token);
  await store.remove();
  expect(await store.read()).toBeNull();
  await store.remove();
});

test('without a keychain none is kept, and what cannot be opened is said', async () => {
  const file = join(temporaryFolder(), 'hub-token');
  const without = createHubTokenStore(file, null);
  await expect(without.keep(token)).rejects.toMatchObject({ code: 'HUB_TOKEN_UNKEPT' });
  expect(existsSync(file)).toBe(false);
  expect(await without.read()).toBeNull();
  await createHubTokenStore(file, vault).keep(token);
  await expect(without.read()).rejects.toMatchObject({ code: 'HUB_TOKEN_UNKEPT' });
  const changed: SecretVault = { ...vault, unseal: () => Promise.reject(new Error('other user')) };
  await expect(createHubTokenStore(file, changed).read()).rejects.toMatchObject({
    code: 'HUB_TOKEN_UNKEPT',
  });
});
