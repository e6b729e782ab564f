import { describe, expect, it } from 'vitest';
import { CATCH_ALL_ENDPOINT_ID } from '../../../src/core/endpoint.ts';
import { ok } from '../../../src/core/result.ts';
import { validityAt } from '../../../src/core/secret.ts';
import type { SecretSealer } from '../../../src/main/secrets/sealer.ts';
import { openSecrets } from '../../../src/main/secrets/secrets.ts';
import { createMemoryStore } from '../../../src/main/storage/memory-store.ts';
import type { Store } from '../../../src/main/storage/store.ts';
import { unwrap } from '../../support/store-helpers.ts';

const sealer: SecretSealer = {
  description: 'nothing',
  seal: async (value) => ok({ sealed: new TextEncoder().encode(value), backend: 'none' }),
  open: async ({ sealed }) => ok(new TextDecoder().decode(sealed)),
};

function open(store: Store) {
  return openSecrets({ store, sealer, changed: () => undefined, now: () => 1, temporary: [] });
}

const input = { endpointId: CATCH_ALL_ENDPOINT_ID, label: 'old', scheme: null, value: 'v' };

describe('the validity of a secret', () => {
  it('is without bounds unless some are given', async () => {
    const secrets = await open(createMemoryStore());
    expect(unwrap(await secrets.add(input))).toMatchObject({ validFrom: null, validUntil: null });
  });

  it('lasts, is given with the secret, and changes without its value', async () => {
    const store = createMemoryStore();
    const secrets = await open(store);
    const { id } = unwrap(await secrets.add({ ...input, validFrom: 10, validUntil: 20 }));
    expect(unwrap(await secrets.update({ id, label: 'older' }))).toMatchObject({ validFrom: 10, validUntil: 20 });
    expect(unwrap(await secrets.update({ id, validUntil: 30, validFrom: null }))).toMatchObject({ validUntil: 30 });
    const again = await open(store);
    expect(again.all).toMatchObject([{ id, label: 'older', validFrom: null, validUntil: 30 }]);
    expect(again.forEndpoint(CATCH_ALL_ENDPOINT_ID).usable).toMatchObject([{ value: 'v', validUntil: 30 }]);
  });

  it('that ends before it begins is refused', async () => {
    const secrets = await open(createMemoryStore());
    const failure = { code: 'secret-invalid', problem: 'it ends before it begins' };
    expect(await secrets.add({ ...input, validFrom: 5, validUntil: 5 })).toMatchObject({ ok: false, failure });
    const { id } = unwrap(await secrets.add({ ...input, validFrom: 5 }));
    expect(await secrets.update({ id, validUntil: 4 })).toMatchObject({ ok: false, failure });
    expect(secrets.all).toMatchObject([{ validFrom: 5, validUntil: null }]);
  });

  it('begins with its first moment and ends before its last', () => {
    const validity = { validFrom: 10, validUntil: 20 };
    expect([9, 10, 19, 20].map((at) => validityAt(validity, at))).toEqual(['early', 'valid', 'valid', 'expired']);
    expect(validityAt({ validFrom: null, validUntil: null }, 0)).toBe('valid');
  });
});
