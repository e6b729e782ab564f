import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { CATCH_ALL_ENDPOINT_ID, type Endpoint } from '../../../src/core/endpoint.ts';
import type { SecretRow, Store } from '../../../src/main/storage/store.ts';
import { filesHolding } from '../../support/find-text.ts';
import { append, unwrap } from '../../support/store-helpers.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { openAt } from './sqlite-support.ts';

/** A secret's sealed form opens with the vault file beside it: what was deleted or replaced must not lie about on the disk. */

async function opened(): Promise<{ dir: string; store: Store }> {
  const dir = await tempDir();
  const { store } = await openAt(join(dir, 'history.db'));
  onTestFinished(() => store.close());
  return { dir, store };
}

const row = (id: string, sealed: Uint8Array, endpointId: string = CATCH_ALL_ENDPOINT_ID): SecretRow => ({
  id,
  endpointId,
  label: 'l',
  scheme: null,
  masked: '••',
  length: 1,
  sealed,
  backend: 'vault-file',
  createdAt: 1,
  validFrom: null,
  validUntil: null,
});

/** Places with any of a hundred pieces of it: a page of the file may hold a part. */
function remains(dir: string, sealed: Buffer): readonly string[] {
  const pieces = Array.from({ length: 100 }, (_, part) => Math.floor(((sealed.length - 32) * part) / 99)).map((at) =>
    sealed.subarray(at, at + 32),
  );
  return filesHolding(dir, (bytes) => pieces.some((piece) => bytes.includes(piece)));
}

/** As sealed: a short token, a PEM chain over several pages, a JWKS over many. */
it.each([64, 9000, 200_000])(
  'of %i bytes leaves nothing when it is deleted, replaced, or goes with its endpoint',
  async (size) => {
    const { dir, store } = await opened();
    const [deleted, replaced, withEndpoint, kept] = [0, 1, 2, 3].map(() => randomBytes(size));
    if (deleted === undefined || replaced === undefined || withEndpoint === undefined || kept === undefined)
      throw new Error();
    const [catchAll] = await store.endpoints();
    if (catchAll === undefined) throw new Error('a new store has the catch-all endpoint');
    const endpoint: Endpoint = { ...catchAll, id: 'e', name: 'e', path: '/e' };
    unwrap(await store.putEndpoint(endpoint));
    unwrap(await store.putSecret(row('deleted', deleted)));
    unwrap(await store.putSecret(row('replaced', replaced)));
    unwrap(await store.putSecret(row('of endpoint', withEndpoint, 'e')));
    unwrap(await store.putSecret(row('kept', kept)));
    expect(remains(dir, deleted).length).toBeGreaterThan(0);
    await append(store);

    unwrap(await store.putSecret(row('replaced', randomBytes(10))));
    unwrap(await store.deleteSecret('deleted'));
    unwrap(await store.deleteEndpoint('e'));
    expect([deleted, replaced, withEndpoint].map((sealed) => remains(dir, sealed))).toEqual([[], [], []]);
    expect(remains(dir, kept).length).toBeGreaterThan(0);
  },
);

it('leaves nothing even where a list is read at the same time, once that is done', async () => {
  const { dir, store } = await opened();
  for (let index = 0; index < 200; index++) await append(store);
  const sealed = randomBytes(9000);
  unwrap(await store.putSecret(row('deleted', sealed)));
  const reading = Promise.all(
    Array.from({ length: 50 }, () => store.list({ filter: { texts: ['absent'] }, before: null, limit: 500 })),
  );
  unwrap(await store.deleteSecret('deleted'));
  await reading;
  const afterOneMore = async () => {
    await append(store);
    return remains(dir, sealed);
  };
  await expect.poll(afterOneMore, { timeout: 10_000 }).toEqual([]);
});
