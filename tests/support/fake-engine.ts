import type { AppState, EventName, Events, Handlers } from '../../src/core/contract.ts';
import { inputSchemas } from '../../src/core/input-schemas.ts';
import { noListenerCounters } from '../../src/core/listener.ts';
import { fail, ok } from '../../src/core/result.ts';
import { defaultSettings } from '../../src/core/settings.ts';
import type { ServedEngine } from '../../src/main/hosts/web/server.ts';

/** Carries the contract and does nothing behind it: what the suites of the hosts need of an engine, in any process. */
export interface FakeEngine extends ServedEngine {
  emit<K extends EventName>(name: K, event: Events[K]): void;
  /** Listeners held, to see that a page that left took its own along. */
  listenerCount(): number;
}

export const fakeState: AppState = {
  version: '0.0.0-test',
  host: 'web',
  dataDir: '/tmp/é✓',
  listener: { kind: 'listening', port: 8787, insteadOf: null, url: 'http://127.0.0.1:8787' },
  listenerCounters: noListenerCounters,
  tunnel: {
    provider: 'manual',
    state: 'down',
    reason: 'user',
    message: '',
    url: null,
    previousUrl: null,
    since: 1_800_000_000_000,
    attempt: 0,
    nextRetryAt: null,
    lastProbe: { at: 1.5, ok: false, ms: null },
  },
  tunnelProviders: [],
  endpoints: [],
  secrets: [],
  settings: defaultSettings,
  notices: [],
  salvage: null,
  ruleHits: {},
  secretProtection: 'nothing, this is a test',
};

/** Byte `i` of every stored whole: no two neighbouring slices are alike. */
export const patternByte = (index: number): number => (index * 31 + (index >> 8)) & 255;

export const WHOLE_BYTES = 5 * 1024 * 1024;

export function createFakeEngine(): FakeEngine {
  const listeners = new Map<EventName, Set<(event: never) => void>>();

  function emit<K extends EventName>(name: K, event: Events[K]): void {
    // The set under `name` only ever holds listeners of that name's event.
    for (const listener of listeners.get(name) ?? []) (listener as (event: Events[K]) => void)(event);
  }

  const absent = Object.fromEntries(
    Object.keys(inputSchemas).map((name) => [name, () => Promise.reject(new Error(`${name} is not part of the fake`))]),
    // Every command's name is a key of `inputSchemas`, and a function that always rejects has every handler's type; a
    // record made from entries cannot be known to TypeScript to have them.
  ) as unknown as Handlers;

  const handlers: Pick<
    Handlers,
    | 'app.state'
    | 'captures.bytes'
    | 'captures.get'
    | 'captures.list'
    | 'drafts.sign'
    | 'notices.dismiss'
    | 'secrets.delete'
    | 'schemes.list'
  > = {
    'app.state': () => fakeState,
    'captures.get': () => fail({ code: 'not-found', what: 'capture' }),
    'captures.list': () => ({ rows: [], more: false, total: 0 }),
    'captures.bytes': ({ offset, maxBytes }) => {
      const length = Math.max(0, Math.min(maxBytes, WHOLE_BYTES - offset));
      return ok({
        bytes: Uint8Array.from({ length }, (_, index) => patternByte(offset + index)),
        offset,
        totalBytes: WHOLE_BYTES,
      });
    },
    'drafts.sign': ({ draft }) => ok(draft),
    'secrets.delete': () => ok(),
    'schemes.list': () => {
      throw new Error('whsec_this_must_not_cross');
    },
    /** `burst 100`: that many events, numbered, before the answer. */
    'notices.dismiss': ({ id }) => {
      const total = Number(id.split(' ')[1]);
      for (let done = 1; done <= total; done++) emit('judging.progress', { endpointId: 'one', done, total });
    },
  };

  return {
    handlers: { ...absent, ...handlers },
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => set.delete(listener);
    },
    emit,
    listenerCount: () => [...listeners.values()].reduce((sum, set) => sum + set.size, 0),
  };
}
