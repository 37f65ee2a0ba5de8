import { safeStorage } from 'electron';

/**
 * Whether the system keeps a key that other users and programs cannot read. Linux without a
 * keyring falls back to a key that is written in Electron's sources: that is none.
 */
export function hasKeychain(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false;
  if (process.platform !== 'linux') return true;
  return !['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend());
}

/** Seals text for this user on this machine; the result is base64. */
export async function seal(text: string): Promise<string> {
  return safeStorage.encryptString(text).toString('base64');
}

export async function unseal(sealed: string): Promise<string> {
  return safeStorage.decryptString(Buffer.from(sealed, 'base64'));
}
