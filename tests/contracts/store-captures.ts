import fc from 'fast-check';
import { expect, it } from 'vitest';
import { latin1Text, utf8Bytes } from '../../src/core/bytes.ts';
import type { CaptureReply } from '../../src/core/capture.ts';
import { CATCH_ALL_ENDPOINT_ID } from '../../src/core/endpoint.ts';
import type { HeaderList } from '../../src/core/http/headers.ts';
import { sha256Hex } from '../../src/main/storage/capture-row.ts';
import { newCapture } from '../support/captures.ts';
import { append, unwrap, verdict } from '../support/store-helpers.ts';
import type { Opened } from './store.ts';

/** Every byte value, as a byte string: invalid UTF-8, NUL and control characters included. */
const ALL_BYTES = latin1Text(Uint8Array.from({ length: 256 }, (_, byte) => byte));
/** A lone surrogate, NUL and a pair: what text columns and UTF-8 lose. */
const ODD_TEXT = 'a\ud800b\u0000c\udc00\u{1f600}é';

const reply: CaptureReply = { status: 200, headers: [['X-Ä', ALL_BYTES]], bodyBytes: 3, source: 'default' };

/** Taking captures in and giving them back exactly. */
export function captureTests(opened: Opened): void {
  it('gives back what was appended, and its digests', async () => {
    const store = opened();
    const capture = newCapture({ trailers: [['X-Sum', '1']], via: 'tunnel', declaredBodyBytes: null });
    const row = unwrap(await store.append(capture));
    const { raw, body, ...facts } = capture;
    expect(row).toMatchObject({ bodyBytes: body.length, rawBytes: raw.length, bodySha256: sha256Hex(body) });
    expect(row).toMatchObject({ contentType: 'application/json', verdicts: [], replyStatus: null, eventType: null });
    const detail = await store.detail(row.id);
    expect(detail).toEqual({ ...row, ...facts, rawSha256: sha256Hex(raw), rawIntact: true, reply: null });
    expect((await store.list({ filter: {}, before: null, limit: 10 })).rows).toEqual([row]);
    const request = await store.request(row.id);
    expect(request?.detail).toEqual(detail);
    expect(request?.body).toEqual(new Uint8Array(body));
  });

  it('leaves the caller its bytes, and keeps its own', async () => {
    const store = opened();
    const capture = newCapture({ body: 'before' });
    const appending = store.append(capture);
    expect(capture.raw.length).toBeGreaterThan(0);
    const { id } = unwrap(await appending);
    expect(utf8Bytes('before')).toEqual(new Uint8Array(capture.body));
    capture.raw.fill(0);
    expect((await store.request(id))?.body).toEqual(utf8Bytes('before'));
  });

  it('keeps wire strings and free texts to the last code unit', async () => {
    const store = opened();
    const headers: HeaderList = [
      [ALL_BYTES, ALL_BYTES],
      ['content-TYPE', `x/${ALL_BYTES}`],
      ['a', ''],
      ['__proto__', 'x'],
      ['a', 'again'],
    ];
    const row = await append(store, {
      kind: 'malformed',
      method: ALL_BYTES,
      target: ALL_BYTES,
      httpVersion: ALL_BYTES,
      headers,
      trailers: headers,
      malformed: { code: ODD_TEXT, message: ODD_TEXT },
      peer: { address: '::1%eth0', port: 1 },
    });
    const changed = { eventType: ODD_TEXT, deliveryId: ODD_TEXT };
    const verdicts = [{ ...verdict('failed', ODD_TEXT), detail: ODD_TEXT }];
    const body = utf8Bytes('ok\n');
    unwrap(await store.update([{ id: row.id, ...changed, verdicts, reply: { reply, body, replyMs: 1.5 } }]));
    const detail = await store.detail(row.id);
    expect(detail).toMatchObject({ method: ALL_BYTES, target: ALL_BYTES, httpVersion: ALL_BYTES, ...changed });
    expect(detail).toMatchObject({ headers, trailers: headers, contentType: `x/${ALL_BYTES}`, verdicts, reply });
    expect(detail?.malformed).toEqual({ code: ODD_TEXT, message: ODD_TEXT });
  });

  it('keeps any bytes at all, whether or not the body lies in the raw bytes', async () => {
    const store = opened();
    const bytes = fc.uint8Array({ maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(bytes, bytes, fc.nat(300), fc.nat(300), async (raw, other, from, length) => {
        for (const body of [raw.subarray(from, from + length), raw.slice(from, from + length), other]) {
          const { id } = unwrap(await store.append({ ...newCapture(), raw, body }));
          const request = await store.request(id);
          expect(request?.body).toEqual(new Uint8Array(body));
          expect(request?.detail.bodySha256).toBe(sha256Hex(body));
          expect((await store.bytes(id, 'raw', 0, 1000))?.bytes).toEqual(new Uint8Array(raw));
          expect((await store.bytes(id, 'body', 0, 1000))?.bytes).toEqual(new Uint8Array(body));
        }
      }),
      { numRuns: 25 },
    );
  });

  it('keeps a view of a larger buffer without the rest of it', async () => {
    const store = opened();
    const pool = new Uint8Array(100_000).fill(7);
    const raw = pool.subarray(500, 600);
    const { id } = unwrap(await store.append({ ...newCapture(), raw, body: pool.subarray(550, 600) }));
    expect(await store.bytes(id, 'raw', 0, 1e6)).toEqual({ bytes: new Uint8Array(raw), offset: 0, totalBytes: 100 });
    expect((await store.request(id))?.body).toHaveLength(50);
    const outside = unwrap(await store.append({ ...newCapture(), raw, body: pool.subarray(590, 700) }));
    expect((await store.request(outside.id))?.body).toHaveLength(110);
  });

  it('gives slices of the body, the raw bytes and the reply', async () => {
    const store = opened();
    const capture = newCapture({ body: '0123456789' });
    const { id } = unwrap(await store.append(capture));
    expect(await store.bytes(id, 'body', 3, 4)).toEqual({ bytes: utf8Bytes('3456'), offset: 3, totalBytes: 10 });
    expect(await store.bytes(id, 'body', 8, 100)).toEqual({ bytes: utf8Bytes('89'), offset: 8, totalBytes: 10 });
    expect(await store.bytes(id, 'body', 99, 5)).toEqual({ bytes: new Uint8Array(0), offset: 10, totalBytes: 10 });
    expect((await store.bytes(id, 'raw', 0, 4))?.bytes).toEqual(utf8Bytes('POST'));
    expect(await store.bytes(id, 'reply', 0, 5)).toEqual({ bytes: new Uint8Array(0), offset: 0, totalBytes: 0 });
    await store.update([{ id, reply: { reply, body: utf8Bytes('ok\n'), replyMs: 2 } }]);
    expect(await store.bytes(id, 'reply', 1, 5)).toEqual({ bytes: utf8Bytes('k\n'), offset: 1, totalBytes: 3 });
    expect(await store.bytes(id + 1, 'raw', 0, 1)).toBeNull();
    expect(await store.detail(id + 1)).toBeNull();
    expect(await store.request(id + 1)).toBeNull();
  });

  it('keeps an empty body and one of 5 MB', async () => {
    const store = opened();
    const empty = await append(store, { body: '' });
    expect((await store.request(empty.id))?.body).toEqual(new Uint8Array(0));
    expect(empty.bodyBytes).toBe(0);
    const large = new Uint8Array(5_000_000).map((_, at) => at * 31);
    const row = await append(store, { body: large });
    expect(sha256Hex((await store.request(row.id))?.body ?? new Uint8Array(0))).toBe(sha256Hex(large));
    expect((await store.bytes(row.id, 'body', 4_999_990, 100))?.bytes).toEqual(large.slice(4_999_990));
  });

  it('numbers concurrent appends in the order of the calls, and never again', async () => {
    const store = opened();
    const rows = await Promise.all(Array.from({ length: 200 }, (_, at) => append(store, { target: `/${at}` })));
    const ids = rows.map(({ id }) => id);
    expect(ids).toEqual([...ids].sort((a, b) => a - b));
    expect(rows.map(({ target }) => target)).toEqual(rows.map((_, at) => `/${at}`));
    unwrap(await store.clear({}));
    unwrap(await store.prune({ maxCount: 1, maxAgeDays: 0, maxBytes: 0 }, 0));
    expect((await append(store)).id).toBeGreaterThan(Math.max(...ids));
  });

  it('changes what an update names and nothing else, and skips ids that are gone', async () => {
    const store = opened();
    const { id } = await append(store);
    const verdicts = [verdict('verified'), verdict('unchecked', 'stripe')];
    const [row] = unwrap(
      await store.update([
        { id, verdicts, eventType: 'push' },
        { id: id + 5, eventType: 'x' },
      ]),
    );
    expect(row).toMatchObject({ id, verdicts, eventType: 'push', deliveryId: null, replyStatus: null });
    const body = utf8Bytes('ok\n');
    const [replied] = unwrap(await store.update([{ id, reply: { reply, body, replyMs: 12.75 }, deliveryId: 'd-1' }]));
    expect(replied).toEqual({ ...row, deliveryId: 'd-1', deliveryAttempt: 1, replyStatus: 200, replyMs: 12.75 });
    expect((await store.detail(id))?.reply).toEqual(reply);
    const [judged] = unwrap(await store.update([{ id, verdicts: [], eventType: null }]));
    expect(judged).toEqual({ ...replied, verdicts: [], eventType: null, deliveryAttempt: null });
    const [labelled] = unwrap(await store.update([{ id, replyLabel: ODD_TEXT }]));
    expect(labelled).toEqual({ ...judged, replyLabel: ODD_TEXT });
    expect(await store.detail(id)).toMatchObject({ replyLabel: ODD_TEXT, reply });
    expect(unwrap(await store.update([]))).toEqual([]);
  });

  it('puts a capture of a deleted endpoint into the catch-all', async () => {
    const store = opened();
    expect((await append(store, { endpointId: 'gone' })).endpointId).toBe(CATCH_ALL_ENDPOINT_ID);
  });
}
