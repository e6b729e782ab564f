import { chmod, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SecretSealer } from '../../../src/main/secrets/sealer.ts';
import { openVaultFileSealer } from '../../../src/main/secrets/vault-file-sealer.ts';
import { tempDir } from '../../support/temp-dir.ts';

async function open(dataDir: string, passphrase: string | null = null): Promise<SecretSealer> {
  const opened = await openVaultFileSealer({ dataDir, passphrase });
  if (!opened.ok) throw new Error(opened.failure.code);
  return opened.value;
}

async function seal(sealer: SecretSealer, text: string) {
  const sealed = await sealer.seal(text);
  if (!sealed.ok) throw new Error(sealed.failure.code);
  return sealed.value;
}

describe('the vault file', () => {
  it('opens what it sealed, also after a restart', async () => {
    const dir = await tempDir();
    const sealer = await open(dir);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        // A lone surrogate has no UTF-8 form; a pasted secret cannot hold one.
        fc.pre(text.isWellFormed());
        const again = await open(dir);
        expect(await again.open(await seal(sealer, text))).toEqual({ ok: true, value: text });
      }),
      { numRuns: 30 },
    );
  });

  it('is readable by its user alone', async () => {
    const dir = await tempDir();
    await open(dir);
    expect((await stat(join(dir, 'vault.key'))).mode & 0o777).toBe(0o600);
  });

  it('seals one text differently each time and never in the clear', async () => {
    const sealer = await open(await tempDir());
    const first = await seal(sealer, 'whsec_CANARY');
    const second = await seal(sealer, 'whsec_CANARY');
    expect(first.sealed).not.toEqual(second.sealed);
    expect(Buffer.from(first.sealed).includes('CANARY')).toBe(false);
  });

  it('refuses a file that others may read, and says what to do', async () => {
    const dir = await tempDir();
    await open(dir);
    await chmod(join(dir, 'vault.key'), 0o644);
    const opened = await openVaultFileSealer({ dataDir: dir, passphrase: null });
    expect(opened).toMatchObject({ ok: false, failure: { code: 'vault-unreadable' } });
    expect(JSON.stringify(opened)).toContain('0644');
  });

  it('refuses a cut file instead of making a new key, which would lose every secret', async () => {
    const dir = await tempDir();
    await open(dir);
    await truncate(join(dir, 'vault.key'), 7);
    const opened = await openVaultFileSealer({ dataDir: dir, passphrase: null });
    expect(opened).toMatchObject({ ok: false, failure: { code: 'vault-unreadable' } });
    expect((await readFile(join(dir, 'vault.key'))).length).toBe(7);
  });

  it('reports another key, a changed byte and a cut blob as locked', async () => {
    const [mine, other] = [await open(await tempDir()), await open(await tempDir())];
    const secret = await seal(mine, 'text');
    const locked = { ok: false, failure: { code: 'secret-locked', label: '' } };
    expect(await other.open(secret)).toEqual(locked);
    for (let i = 0; i < secret.sealed.length; i++) {
      const sealed = Uint8Array.from(secret.sealed);
      sealed[i] = (sealed[i] ?? 0) ^ 1;
      expect(await mine.open({ ...secret, sealed })).toEqual(locked);
      expect(await mine.open({ ...secret, sealed: secret.sealed.subarray(0, i) })).toEqual(locked);
    }
  });

  it('with a passphrase opens under the same one only', async () => {
    const dir = await tempDir();
    const secret = await seal(await open(dir, 'correct horse'), 'text');
    expect(await (await open(dir, 'correct horse')).open(secret)).toEqual({ ok: true, value: 'text' });
    expect(await (await open(dir, 'wrong horse')).open(secret)).toMatchObject({ ok: false });
    expect(await (await open(dir)).open(secret)).toMatchObject({ ok: false });
  });

  it('does not touch a file that is already there', async () => {
    const dir = await tempDir();
    const key = Buffer.alloc(32, 7);
    await writeFile(join(dir, 'vault.key'), key, { mode: 0o600 });
    await open(dir);
    expect(await readFile(join(dir, 'vault.key'))).toEqual(key);
  });
});
