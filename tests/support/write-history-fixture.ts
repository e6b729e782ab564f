import { rmSync } from 'node:fs';
import type { Endpoint } from '../../src/core/endpoint.ts';
import { anyRequest } from '../../src/core/reply/reply-settings.ts';
import { openSqliteStore } from '../../src/main/storage/sqlite/sqlite-store.ts';
import { newCapture } from './captures.ts';
import { unwrap } from './store-helpers.ts';

/**
 * Writes the history file of the current schema version that later versions have to migrate:
 * `node tests/support/write-history-fixture.ts tests/fixtures/storage/history-v1.db`, once for each released version.
 */
const file = process.argv[2];
if (file === undefined) throw new Error('name the file to write');
rmSync(file, { force: true });
const store = unwrap(
  await openSqliteStore({
    file,
    workers: {
      writer: new URL('../../src/main/storage/sqlite/writer-worker.ts', import.meta.url),
      reader: new URL('../../src/main/storage/sqlite/reader-worker.ts', import.meta.url),
    },
    clock: () => 1_750_000_000_000,
  }),
);
const { reply } = unwrapFirst(await store.endpoints());
const endpoint: Endpoint = {
  id: 'orders',
  name: 'Orders',
  path: '/orders',
  scheme: 'github',
  publicUrl: null,
  replying: {
    handshakes: { on: true, awaitsSecret: true },
    rules: [
      {
        id: 'r1',
        name: 'down',
        isOn: true,
        when: { ...anyRequest, method: 'PUT' },
        action: { kind: 'reset', delayMs: 5 },
      },
    ],
    forward: null,
  },
  reply,
  createdAt: 2,
};
unwrap(await store.putEndpoint(endpoint));
const sealed = Uint8Array.of(0, 1, 254, 255);
const secret = { id: 's1', endpointId: 'orders', label: 'main', scheme: null, masked: '••••••••3f', length: 16 };
unwrap(
  await store.putSecret({ ...secret, sealed, backend: 'vault-file', createdAt: 3, validFrom: null, validUntil: 4 }),
);
unwrap(await store.putValue('confirmed-targets', '["https://example.com"]'));
const { id } = unwrap(await store.append(newCapture({ endpointId: 'orders', target: '/orders?x=\u00e9' })));
const captureReply = { status: 200, headers: reply.headers, bodyBytes: 3, source: 'default' } as const;
const verdict = { status: 'verified', scheme: 'github', reason: null, detail: null, secretId: 's1' } as const;
const answered = { reply: captureReply, body: reply.body, replyMs: 1.5 };
unwrap(
  await store.update([
    { id, verdicts: [verdict], eventType: 'push', deliveryId: 'd-1', reply: answered, replyLabel: 'down' },
  ]),
);
const malformed = { code: 'HPE_INVALID_METHOD', message: 'The sender speaks TLS to the plain port.' };
unwrap(
  await store.append({
    ...newCapture({ kind: 'malformed', malformed, method: '', target: '' }),
    raw: sealed,
    body: new Uint8Array(0),
  }),
);
const draft = {
  method: 'POST',
  url: 'http://127.0.0.1:3000/',
  headers: [['X-A', '1']],
  body: sealed,
  signing: null,
} as const;
unwrap(
  await store.addAttempt({
    at: 4,
    origin: { kind: 'replay', captureId: id, mode: 'resigned' },
    method: 'POST',
    url: draft.url,
    signedWith: 'github',
    outcome: { kind: 'failed', failure: { code: 'target-timeout', origin: 'http://127.0.0.1:3000', afterMs: 30_000 } },
    durationMs: 30_000.5,
    timings: { connectedMs: 1, tlsMs: null, sentMs: 2, firstByteMs: null, totalMs: 30_000.5 },
    request: { target: '/', headers: draft.headers, bodyBytes: sealed.length },
    reply: null,
    requestBody: sealed,
    replyBody: new Uint8Array(0),
    draft,
  }),
);
unwrap(
  await store.changeQueue({
    put: [
      {
        captureId: id,
        targetId: 't1',
        endpointId: 'orders',
        method: 'POST',
        path: '/orders',
        queuedAt: 5,
        state: 'waiting',
        tries: 1,
        refusals: 0,
        nextAt: 6.5,
        last: { kind: 'replied', status: 503, bodyBytes: 0 },
        mayBeTwice: false,
      },
    ],
    remove: [],
    attempt: null,
  }),
);
await store.close();
for (const beside of ['ballast', 'ledger']) rmSync(`${file}.${beside}`);

function unwrapFirst<T>(all: readonly T[]): T {
  const [first] = all;
  if (first === undefined) throw new Error('the catch-all is missing');
  return first;
}
