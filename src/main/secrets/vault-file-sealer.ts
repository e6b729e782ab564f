import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Failure } from '../../core/failure.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import type { SealedSecret, SecretSealer } from './sealer.ts';

/**
 * Secrets under AES-256-GCM. The key is the vault file's (32 random bytes, mode 0600) or, when a passphrase is given,
 * scrypt of it with the vault file's bytes as the salt. Whoever can read the vault file and the store reads secrets
 * sealed without a passphrase: it keeps them out of backups of the store alone, exports and logs, not from this user.
 */

const VAULT_FILE = 'vault.key';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** First byte of a sealed secret. */
const FORMAT = 1;

/** 128 MiB and about half a second: OWASP's scrypt setting for interactive use (N = 2^17, r = 8, p = 1). */
const SCRYPT = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };

const scryptAsync = promisify<string, Uint8Array, number, object, Buffer>(scrypt);

export interface VaultOptions {
  readonly dataDir: string;
  /** null: the key in the vault file alone. */
  readonly passphrase: string | null;
}

export async function openVaultFileSealer(options: VaultOptions): Promise<Result<SecretSealer, Failure>> {
  const file = join(options.dataDir, VAULT_FILE);
  const stored = await readOrCreateVaultFile(file);
  if (!stored.ok) return stored;
  const { passphrase } = options;
  const key = passphrase === null ? stored.value : await scryptAsync(passphrase, stored.value, KEY_BYTES, SCRYPT);
  const backend = passphrase === null ? 'vault-file' : 'vault-passphrase';
  const description =
    passphrase === null ? 'a vault file that only this user can read (mode 0600)' : 'a vault file and your passphrase';
  return ok({
    description,
    async seal(text) {
      return ok({ sealed: encrypt(key, text), backend });
    },
    async open(secret) {
      if (secret.backend !== backend) return fail({ code: 'secret-locked', label: '' });
      const text = decrypt(key, secret);
      return text === undefined ? fail({ code: 'secret-locked', label: '' }) : ok(text);
    },
  });
}

async function readOrCreateVaultFile(file: string): Promise<Result<Uint8Array, Failure>> {
  const created = await createVaultFile(file);
  if (created !== undefined) return ok(created);
  const { mode } = await stat(file);
  // Windows has no such bits and reports 0666 for every writable file.
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    const octal = (mode & 0o777).toString(8).padStart(4, '0');
    return fail({ code: 'vault-unreadable', file, problem: `others may read it (mode ${octal}); run chmod 600 on it` });
  }
  const bytes = await readFile(file);
  if (bytes.length !== KEY_BYTES) {
    return fail({
      code: 'vault-unreadable',
      file,
      problem: `it should hold ${KEY_BYTES} bytes and holds ${bytes.length}`,
    });
  }
  return ok(bytes);
}

/** The new key, or undefined when the file is already there. Synced before use: a secret must outlive a power cut. */
async function createVaultFile(file: string): Promise<Uint8Array | undefined> {
  try {
    const handle = await open(file, 'wx', 0o600);
    try {
      const key = randomBytes(KEY_BYTES);
      await handle.writeFile(key);
      await handle.sync();
      return key;
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return undefined;
    throw error;
  }
}

function encrypt(key: Uint8Array, text: string): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Uint8Array.from(Buffer.concat([Buffer.of(FORMAT), nonce, cipher.getAuthTag(), body]));
}

/** undefined for anything that this key did not seal. */
function decrypt(key: Uint8Array, { sealed }: SealedSecret): string | undefined {
  if (sealed.length < 1 + NONCE_BYTES + TAG_BYTES || sealed[0] !== FORMAT) return undefined;
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
  const tag = sealed.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(tag);
  try {
    const body = decipher.update(sealed.subarray(1 + NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([body, decipher.final()]).toString('utf8');
  } catch {
    // GCM's one way to say that key, nonce, tag and text do not belong together, which is this function's answer.
    return undefined;
  }
}
