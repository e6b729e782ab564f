import { describe, expect, it } from 'vitest';
import type { NewAttempt } from '../../../src/core/attempt.ts';
import { utf8Bytes } from '../../../src/core/bytes.ts';
import type { Failure } from '../../../src/core/failure.ts';
import { createMemoryStore } from '../../../src/main/storage/memory-store.ts';
import type { Store } from '../../../src/main/storage/store.ts';
import { holdingUnstoredAttempts } from '../../../src/main/storage/unstored-attempts.ts';
import { unwrap } from '../../support/store-helpers.ts';

function newAttempt(reply: string): NewAttempt {
  const replyBody = utf8Bytes(reply);
  const body = utf8Bytes('sent');
  const request = { target: '/', headers: [], bodyBytes: body.length };
  return {
    at: 1,
    origin: { kind: 'replay', captureId: 7, mode: 'exact' },
    method: 'POST',
    url: 'http://127.0.0.1/',
    signedWith: null,
    outcome: { kind: 'replied', status: 200, bodyBytes: replyBody.length },
    durationMs: 2,
    timings: { connectedMs: 1, tlsMs: null, sentMs: 1, firstByteMs: 2, totalMs: 2 },
    request,
    reply: {
      status: 200,
      reason: 'OK',
      httpVersion: '1.1',
      headers: [],
      trailers: [],
      bodyBytes: replyBody.length,
      truncated: false,
    },
    requestBody: body,
    replyBody,
    draft: { method: 'POST', url: 'http://127.0.0.1/', headers: [], body, signing: null },
  };
}

/** A store that keeps attempts unless `failure` says why not, and what was said of it. */
function rig() {
  const inner = createMemoryStore();
  const said: unknown[] = [];
  const disk: { failure: Failure | null } = { failure: null };
  const failing: Store = {
    ...inner,
    addAttempt: async (attempt) =>
      disk.failure === null ? inner.addAttempt(attempt) : { ok: false, failure: disk.failure },
  };
  const store = holdingUnstoredAttempts(
    failing,
    (failure) => said.push(failure),
    (code) => said.push(`no ${code}`),
  );
  return { store, inner, said, disk };
}

const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

describe('an attempt that the store cannot keep', () => {
  it('is there all the same: its row, its bytes and its draft', async () => {
    const { store, inner, said, disk } = rig();
    const first = unwrap(await store.addAttempt(newAttempt('one')));
    disk.failure = { code: 'storage-full' };
    const second = unwrap(await store.addAttempt(newAttempt('two')));
    disk.failure = { code: 'storage-failed', detail: 'EIO' };
    const third = unwrap(await store.addAttempt(newAttempt('three')));
    expect(said).toEqual([
      'no attempt-not-kept',
      { code: 'attempt-not-kept', cause: 'full' },
      { code: 'attempt-not-kept', cause: 'failed' },
    ]);
    expect((await store.attempts(7, 10)).map(({ id }) => id)).toEqual([third.id, second.id, first.id]);
    expect((await store.attempts(null, 1)).map(({ id }) => id)).toEqual([third.id]);
    expect(await store.attempts(8, 10)).toEqual([]);
    for (const [attempt, reply] of [
      [first, 'one'],
      [second, 'two'],
      [third, 'three'],
    ] as const) {
      const { id } = attempt;
      expect(await store.attempt(id)).toEqual(attempt);
      expect(text((await store.attemptBytes(id, 'reply', 0, 100))?.bytes)).toBe(reply);
      expect(text((await store.attemptBytes(id, 'request', 1, 2))?.bytes)).toBe('en');
      expect(text((await store.attemptDraft(id))?.body)).toBe('sent');
    }
    expect(await inner.attempts(null, 10)).toHaveLength(1);
  });

  it('is held with the newest fifty of its kind only', async () => {
    const { store, disk } = rig();
    disk.failure = { code: 'storage-full' };
    const ids: number[] = [];
    for (let at = 0; at < 60; at++) ids.push(unwrap(await store.addAttempt(newAttempt(String(at)))).id);
    expect((await store.attempts(null, 100)).map(({ id }) => id)).toEqual(ids.slice(10).reverse());
    expect(await store.attempt(ids[0] ?? 0)).toBeNull();
  });
});
