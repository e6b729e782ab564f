import { safeStorage } from 'electron';
import type { Logger } from 'pino';
import type { Failure } from '../../../core/failure.ts';
import { fail, ok, type Result } from '../../../core/result.ts';
import type { SecretSealer } from '../../secrets/sealer.ts';
import { vaultFileSealerFromEnvironment } from '../../secrets/vault-passphrase.ts';

/** Electron's names of the system's key stores (`getSelectedStorageBackend`; one each on macOS and Windows) in ours. */
const keyStores: Readonly<Record<string, string>> = {
  keychain: 'the macOS Keychain',
  dpapi: 'Windows data protection for this user',
  gnome_libsecret: 'the GNOME keyring',
  kwallet: 'KDE Wallet',
  kwallet5: 'KDE Wallet',
  kwallet6: 'KDE Wallet',
};

const PREFIX = 'safe-storage:';

/**
 * Secrets under the system's key store, by Electron's asynchronous safeStorage. Without one (`basic_text` is a key that is
 * written into Chromium's source) they go into the vault file, and the description, which the screen shows, says so.
 * After `ready`: before it the key store is not known.
 */
export async function openSafeStorageSealer(dataDir: string, log: Logger): Promise<Result<SecretSealer, Failure>> {
  const store = storeName();
  const name = keyStores[store];
  const usable = name !== undefined && (await safeStorage.isAsyncEncryptionAvailable());
  const openVault = once(() => vaultFileSealerFromEnvironment(dataDir));
  if (!usable) {
    log.warn({ store }, 'there is no key store; secrets go into the vault file');
    const vault = await openVault();
    if (!vault.ok) return vault;
    const { description } = vault.value;
    return ok({ ...vault.value, description: `${description}, because this desktop offers no key store` });
  }

  const backend = `${PREFIX}${store}`;
  return ok({
    description: name,
    async seal(text) {
      return ok({ sealed: await encrypt(text), backend });
    },
    async open(secret, renew) {
      if (!secret.backend.startsWith(PREFIX)) {
        // Sealed when there was no key store, or by another host in this data folder.
        const vault = await openVault();
        return vault.ok ? vault.value.open(secret, renew) : vault;
      }
      try {
        const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(secret.sealed));
        if (shouldReEncrypt) await renew?.({ sealed: await encrypt(result), backend });
        return ok(result);
      } catch (error) {
        // Another desktop's key store, a reset keyring, a copied profile: the secret stays as it is and can be replaced.
        log.warn({ err: error, sealedBy: secret.backend, store }, 'a secret was not opened');
        return fail({ code: 'secret-locked', label: '' });
      }
    },
  });
}

async function encrypt(text: string): Promise<Uint8Array> {
  return Uint8Array.from(await safeStorage.encryptStringAsync(text));
}

function storeName(): string {
  if (process.platform === 'darwin') return 'keychain';
  return process.platform === 'win32' ? 'dpapi' : safeStorage.getSelectedStorageBackend();
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
