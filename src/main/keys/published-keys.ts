import { z } from 'zod';
import type { Failure } from '../../core/failure.ts';
import type { KeyPlace } from '../../core/key-place.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import type { Settings } from '../../core/settings.ts';
import { type KeySource, PUBLISHED_KEY_ID } from '../../core/signature/key-source.ts';
import type { CandidateSecret } from '../../core/signature/scheme.ts';
import type { Store } from '../storage/store.ts';
import { fetchKey } from './fetch-key.ts';
import type { KeyNetwork } from './guarded-get.ts';

/**
 * Providers' public keys, fetched from where they are published. By default nothing is fetched that the user did not ask for:
 * the provider, and whoever sees the name look-up, would learn that somebody checks its webhooks here, and the moment would
 * be chosen by whoever sends a request. What was asked for once is remembered by host and kept fresh from then on.
 */
export interface PublishedKeys {
  /**
   * What is held, at once; null: nothing. Where fetching is allowed, what is missing, past its age or lacks the named key is
   * fetched after this, and `arrived` says when that changed something.
   */
  keyFor(source: KeySource, endpointId: string): CandidateSecret | null;
  /** All that is held, by URL, for a judge in another thread. */
  readonly held: ReadonlyMap<string, CandidateSecret>;
  place(source: KeySource): KeyPlace;
  /** The user wants it: fetched now, and by itself from this host from now on. */
  fetch(source: KeySource, endpointId: string): Promise<Result<KeyPlace, Failure>>;
  /** Ends what is under way. */
  close(): Promise<void>;
}

export interface PublishedKeysOptions {
  readonly store: Pick<Store, 'value' | 'putValue'>;
  readonly network: KeyNetwork;
  readonly consent: () => Settings['fetchKeys'];
  /** Another key than before is there: captures of these endpoints may come to another verdict. */
  readonly arrived: (endpointIds: readonly string[]) => void;
  /** A try ended, with a key or without. */
  readonly changed: (host: string) => void;
  readonly onStorageFailure: (failure: Failure) => void;
  readonly onBug: (error: unknown) => void;
  readonly now: () => number;
}

const HOSTS_VALUE = 'key-hosts';
const KEYS_VALUE = 'published-keys';

/** A key that was named and is not in a fresh set may be new: worth a look, but not one a request. */
const RETRY_MS = 60_000;
/** Requests may name any certificate of a provider's; more than these at once are no provider's doing. */
const MAX_TRIES_A_MINUTE = 10;
const MAX_HELD = 100;

const heldSchema = z.array(
  z.strictObject({
    url: z.string(),
    text: z.string(),
    keyIds: z.array(z.string()),
    fetchedAt: z.number(),
    freshUntil: z.number(),
  }),
);
type Stored = z.infer<typeof heldSchema>[number];
interface Held extends Stored {
  /** One object as long as the key is the same: what is computed from it is kept by it. */
  readonly secret: CandidateSecret;
}
interface Try {
  readonly at: number;
  readonly failure: Failure | null;
}

export async function openPublishedKeys(options: PublishedKeysOptions): Promise<PublishedKeys> {
  const { store, network, consent, now } = options;
  const hosts = new Set(stringsIn(await store.value(HOSTS_VALUE)));
  const held = new Map((await storedKeys(store)).map((key) => [key.url, hold(key)]));
  const tries = new Map<string, Try>();
  const waiting = new Map<string, { readonly endpointIds: Set<string>; readonly done: Promise<Failure | null> }>();
  const closing = new AbortController();
  let recent: readonly { readonly host: string; readonly at: number }[] = [];

  const hostOf = ({ url }: KeySource) => new URL(url).hostname;

  function consentFor(source: KeySource): KeyPlace['consent'] {
    if (consent() === 'never') return 'never';
    return consent() === 'always' || hosts.has(hostOf(source)) ? 'allowed' : 'ask';
  }

  function isWanting({ url, keyId }: KeySource): boolean {
    const key = held.get(url);
    if (key === undefined || key.freshUntil <= now()) return true;
    return keyId !== null && key.keyIds.length > 0 && !key.keyIds.includes(keyId);
  }

  /** The bounds of what requests can make this machine do. */
  function mayTryByItself(source: KeySource): boolean {
    const since = now() - RETRY_MS;
    const last = Math.max(tries.get(source.url)?.at ?? 0, held.get(source.url)?.fetchedAt ?? 0);
    recent = recent.filter(({ at }) => at > since);
    return last <= since && recent.filter(({ host }) => host === hostOf(source)).length < MAX_TRIES_A_MINUTE;
  }

  function start(source: KeySource, endpointId: string): Promise<Failure | null> {
    const underWay = waiting.get(source.url);
    if (underWay !== undefined) {
      underWay.endpointIds.add(endpointId);
      return underWay.done;
    }
    recent = [...recent, { host: hostOf(source), at: now() }];
    const endpointIds = new Set([endpointId]);
    const done = bring(source, endpointIds).finally(() => waiting.delete(source.url));
    waiting.set(source.url, { endpointIds, done });
    return done;
  }

  async function bring(source: KeySource, endpointIds: ReadonlySet<string>): Promise<Failure | null> {
    const { url } = source;
    const fetched = await fetchKey(source, { network, nowMs: now(), signal: closing.signal });
    if (closing.signal.aborted) return fetched.ok ? null : fetched.failure;
    const failure = fetched.ok ? null : fetched.failure;
    remember(tries, url, { at: now(), failure });
    if (fetched.ok) {
      const { text, keyIds, maxAgeMs } = fetched.value;
      const before = held.get(url);
      const key = hold({ url, text, keyIds: [...keyIds], fetchedAt: now(), freshUntil: now() + maxAgeMs });
      // The same key stays the same object.
      remember(held, url, before?.text === text ? { ...key, secret: before.secret } : key);
      const stored = await store.putValue(KEYS_VALUE, JSON.stringify([...held.values()].map(storedOf)));
      if (!stored.ok) options.onStorageFailure(stored.failure);
      if (before?.text !== text) options.arrived([...endpointIds]);
    }
    options.changed(hostOf(source));
    return failure;
  }

  function place(source: KeySource): KeyPlace {
    const { url } = source;
    return {
      host: hostOf(source),
      url,
      consent: consentFor(source),
      fetchedAt: held.get(url)?.fetchedAt ?? null,
      failure: tries.get(url)?.failure ?? null,
    };
  }

  return {
    get held() {
      return new Map([...held].map(([url, { secret }]) => [url, secret]));
    },
    place,
    keyFor(source, endpointId) {
      if (!closing.signal.aborted && isWanting(source) && consentFor(source) === 'allowed') {
        // Somebody waits for it already, or it may be tried again.
        if (waiting.has(source.url) || mayTryByItself(source)) start(source, endpointId).catch(options.onBug);
      }
      return held.get(source.url)?.secret ?? null;
    },
    async fetch(source, endpointId) {
      const host = hostOf(source);
      if (consent() === 'never') return fail({ code: 'key-not-fetched', host, cause: 'forbidden', detail: null });
      if (!hosts.has(host)) {
        const stored = await store.putValue(HOSTS_VALUE, JSON.stringify([...hosts, host]));
        if (!stored.ok) return stored;
        hosts.add(host);
      }
      const failure = await start(source, endpointId);
      return failure === null ? ok(place(source)) : fail(failure);
    },
    async close() {
      closing.abort();
      await Promise.all([...waiting.values()].map(({ done }) => done));
    },
  };
}

function hold(key: Stored): Held {
  return { ...key, secret: { id: PUBLISHED_KEY_ID, value: key.text } };
}

function storedOf({ secret: _, ...key }: Held): Stored {
  return key;
}

/** As the newest, with the oldest going where there are too many. */
function remember<T>(map: Map<string, T>, url: string, value: T): void {
  map.delete(url);
  map.set(url, value);
  const [oldest] = map.keys();
  if (map.size > MAX_HELD && oldest !== undefined) map.delete(oldest);
}

function stringsIn(text: string | null): readonly string[] {
  return text === null ? [] : z.array(z.string()).parse(JSON.parse(text));
}

async function storedKeys(store: Pick<Store, 'value'>): Promise<readonly Stored[]> {
  const text = await store.value(KEYS_VALUE);
  return text === null ? [] : heldSchema.parse(JSON.parse(text));
}
