import { describe, expect, it } from 'vitest';
import type { NewAttempt } from '../../src/core/attempt.ts';
import { utf8Bytes } from '../../src/core/bytes.ts';
import { CATCH_ALL_ENDPOINT_ID, type Endpoint, newCatchAll } from '../../src/core/endpoint.ts';
import { anyRequest } from '../../src/core/reply/reply-settings.ts';
import type { SecretRow } from '../../src/main/storage/store.ts';
import { append, listed, unwrap } from '../support/store-helpers.ts';
import type { Opened } from './store.ts';

const ODD_TEXT = 'a\ud800b\u0000c\u{1f600}é';
const ODD_BYTES = Uint8Array.of(0, 255, 0xc3, 0x28, 0xed, 0xa0, 0x80, 10, 13);

function newAttempt(parts: Partial<NewAttempt> = {}): NewAttempt {
  const url = `http://127.0.0.1:3000/${ODD_TEXT}`;
  const headers: NewAttempt['request']['headers'] = [
    ['X-A', 'é\u0000'],
    ['x-a', '2'],
  ];
  return {
    at: 1000,
    origin: { kind: 'forge' },
    method: 'POST',
    url,
    signedWith: 'github',
    outcome: { kind: 'replied', status: 204, bodyBytes: ODD_BYTES.length },
    durationMs: 12.5,
    timings: { connectedMs: 1.25, tlsMs: null, sentMs: 2, firstByteMs: 3, totalMs: 12.5 },
    request: { target: '/x', headers, bodyBytes: ODD_BYTES.length },
    reply: {
      status: 204,
      reason: 'Ä\u0080',
      httpVersion: '1.1',
      headers,
      trailers: [],
      bodyBytes: ODD_BYTES.length,
      truncated: false,
    },
    requestBody: ODD_BYTES,
    replyBody: ODD_BYTES.slice(2),
    draft: { method: 'POST', url, headers, body: ODD_BYTES, signing: { scheme: 's', secretId: 'k', signedUrl: null } },
    ...parts,
  };
}

function secretRow(id: string, parts: Partial<SecretRow> = {}): SecretRow {
  return {
    id,
    endpointId: CATCH_ALL_ENDPOINT_ID,
    label: ODD_TEXT,
    scheme: null,
    masked: '••••••••3f',
    length: 12,
    sealed: ODD_BYTES,
    backend: 'vault-file',
    createdAt: 5,
    validFrom: null,
    validUntil: 1.5e12,
    ...parts,
  };
}

/** Attempts, endpoints, secrets and values. */
export function registerTests(opened: Opened): void {
  describe('attempts', () => {
    it('come back exactly, with their bodies and the draft', async () => {
      const store = opened();
      const attempt = newAttempt();
      const { requestBody, replyBody, draft, ...facts } = attempt;
      const detail = unwrap(await store.addAttempt(attempt));
      expect(detail).toEqual({ ...facts, id: detail.id });
      expect(await store.attempt(detail.id)).toEqual(detail);
      expect(await store.attemptDraft(detail.id)).toEqual(draft);
      const slice = { bytes: ODD_BYTES.slice(1, 4), offset: 1, totalBytes: ODD_BYTES.length };
      expect(await store.attemptBytes(detail.id, 'request', 1, 3)).toEqual(slice);
      expect((await store.attemptBytes(detail.id, 'reply', 0, 100))?.bytes).toEqual(replyBody);
      expect(await store.attempt(detail.id + 1)).toBeNull();
      expect(await store.attemptBytes(detail.id + 1, 'reply', 0, 1)).toBeNull();
      expect(await store.attemptDraft(detail.id + 1)).toBeNull();
    });

    it('are kept without a reply, and with a draft whose body differs from what was sent', async () => {
      const store = opened();
      const failure = { code: 'target-timeout', origin: 'http://x', afterMs: 5 } as const;
      const outcome = { kind: 'failed', failure } as const;
      const draft = { ...newAttempt().draft, body: utf8Bytes('other'), signing: null };
      const detail = unwrap(await store.addAttempt(newAttempt({ reply: null, outcome, draft, signedWith: null })));
      expect(await store.attempt(detail.id)).toEqual(detail);
      expect(detail).toMatchObject({ reply: null, outcome });
      expect(await store.attemptDraft(detail.id)).toEqual(draft);
    });

    it('are listed newest first, all or those of a capture', async () => {
      const store = opened();
      const { id } = await append(store);
      const origin = { kind: 'replay', captureId: id, mode: 'exact' } as const;
      const first = unwrap(await store.addAttempt(newAttempt({ origin })));
      const second = unwrap(await store.addAttempt(newAttempt()));
      const third = unwrap(await store.addAttempt(newAttempt({ origin })));
      const { timings, request, reply, ...row } = third;
      expect(await store.attempts(null, 10)).toMatchObject([{ id: third.id }, { id: second.id }, { id: first.id }]);
      expect((await store.attempts(null, 1))[0]).toEqual(row);
      expect((await store.attempts(id, 10)).map((attempt) => attempt.id)).toEqual([third.id, first.id]);
      expect(await store.attempts(id + 1, 10)).toEqual([]);
    });

    it('are bounded like captures', async () => {
      const store = opened();
      const now = 100 * 86_400_000;
      const old = unwrap(await store.addAttempt(newAttempt({ at: 0 })));
      const young = unwrap(await store.addAttempt(newAttempt({ at: now })));
      const youngest = unwrap(await store.addAttempt(newAttempt({ at: now })));
      const listedIds = async (): Promise<number[]> => (await store.attempts(null, 10)).map(({ id }) => id);
      unwrap(await store.prune({ maxCount: 0, maxAgeDays: 1, maxBytes: 0 }, now));
      expect(await store.attempt(old.id)).toBeNull();
      expect(await listedIds()).toEqual([youngest.id, young.id]);
      unwrap(await store.prune({ maxCount: 1, maxAgeDays: 0, maxBytes: 0 }, now));
      expect(await listedIds()).toEqual([youngest.id]);
      unwrap(await store.prune({ maxCount: 0, maxAgeDays: 0, maxBytes: 1 }, now));
      expect(await listedIds()).toEqual([]);
    });
  });

  describe('endpoints', () => {
    const endpoint: Endpoint = {
      id: 'e1',
      name: ODD_TEXT,
      path: '/one',
      scheme: 'github',
      publicUrl: 'https://example.com/x',
      replying: {
        handshakes: { on: false, awaitsSecret: true },
        rules: [
          {
            id: 'r1',
            name: ODD_TEXT,
            isOn: true,
            when: { ...anyRequest, header: { name: 'X-A', test: { how: 'glob', text: ODD_TEXT } } },
            action: {
              kind: 'reply',
              status: 500,
              headers: [['X-Ä', 'é']],
              body: ODD_TEXT,
              delayMs: 1.5,
              bytesPerSecond: null,
            },
          },
        ],
        forward: {
          targets: [{ id: 't', url: 'http://127.0.0.1:1/', eventTypes: [ODD_TEXT], isDefault: true }],
          timeoutMs: 1000,
          fallback: { status: 502, headers: [], body: ODD_BYTES },
          queue: true,
          queueServerErrors: false,
        },
      },
      reply: { status: 503, headers: [['X-Ä', 'é']], body: ODD_BYTES },
      createdAt: 7,
    };

    it('start with the catch-all and keep the order of their creation', async () => {
      const store = opened();
      expect((await store.endpoints()).map(({ id, path }) => [id, path])).toEqual([[CATCH_ALL_ENDPOINT_ID, '/']]);
      unwrap(await store.putEndpoint(endpoint));
      unwrap(await store.putEndpoint({ ...endpoint, id: 'e0', path: '/two' }));
      unwrap(await store.putEndpoint({ ...endpoint, path: '/other' }));
      const [catchAll, first, second] = await store.endpoints();
      expect(catchAll?.reply.status).toBe(200);
      expect(first).toEqual({ ...endpoint, path: '/other' });
      expect(second?.id).toBe('e0');
      unwrap(await store.putEndpoint({ ...newCatchAll(1), reply: endpoint.reply }));
      expect((await store.endpoints())[0]?.reply).toEqual(endpoint.reply);
    });

    it('leave their captures to the catch-all and take their secrets with them', async () => {
      const store = opened();
      unwrap(await store.putEndpoint(endpoint));
      unwrap(await store.putSecret(secretRow('s1', { endpointId: 'e1' })));
      unwrap(await store.putSecret(secretRow('s2')));
      const { id } = await append(store, { endpointId: 'e1' });
      expect(await listed(store, { endpointId: 'e1' })).toEqual([id]);
      unwrap(await store.deleteEndpoint('e1'));
      expect(await listed(store, { endpointId: 'e1' })).toEqual([]);
      expect(await listed(store, { endpointId: CATCH_ALL_ENDPOINT_ID })).toEqual([id]);
      expect((await store.endpoints()).map((one) => one.id)).toEqual([CATCH_ALL_ENDPOINT_ID]);
      expect((await store.secrets()).map((secret) => secret.id)).toEqual(['s2']);
      await expect(store.deleteEndpoint(CATCH_ALL_ENDPOINT_ID)).rejects.toThrow();
    });
  });

  describe('secrets', () => {
    it('come back as they were sealed', async () => {
      const store = opened();
      const first = secretRow('b');
      unwrap(await store.putSecret(first));
      unwrap(await store.putSecret(secretRow('a', { scheme: 'stripe' })));
      expect(await store.secrets()).toEqual([first, secretRow('a', { scheme: 'stripe' })]);
      const changed = secretRow('b', { label: 'new', sealed: utf8Bytes('x'), length: 1 });
      unwrap(await store.putSecret(changed));
      expect((await store.secrets())[0]).toEqual(changed);
      unwrap(await store.deleteSecret('b'));
      unwrap(await store.deleteSecret('b'));
      expect(await store.secrets()).toEqual([secretRow('a', { scheme: 'stripe' })]);
      await expect(store.putSecret(secretRow('c', { endpointId: 'gone' }))).rejects.toThrow();
    });
  });

  describe('values', () => {
    it('are kept by name', async () => {
      const store = opened();
      expect(await store.value('x')).toBeNull();
      unwrap(await store.putValue('x', ODD_TEXT));
      unwrap(await store.putValue('__proto__', ''));
      expect(await store.value('x')).toBe(ODD_TEXT);
      expect(await store.value('__proto__')).toBe('');
      unwrap(await store.putValue('x', 'y'));
      expect(await store.value('x')).toBe('y');
    });
  });
}
