import { z } from 'zod';
import type { Endpoint } from '../../core/endpoint.ts';
import type { Failure } from '../../core/failure.ts';
import type { RuleHits } from '../../core/reply/reply-settings.ts';
import type { Store } from '../storage/store.ts';

/** How often each rule answered. Counted in memory; told and stored some moments later, so that a burst is one write. */
export interface RuleHitCounts {
  readonly all: Readonly<Record<string, RuleHits>>;
  count(endpointId: string, ruleId: string): void;
  /** Forgets endpoints and rules that are gone. */
  keepOnly(endpoints: readonly Endpoint[]): void;
  /** Stores what is not stored yet. */
  close(): Promise<void>;
}

export interface RuleHitOptions {
  readonly store: Pick<Store, 'value' | 'putValue'>;
  readonly changed: (endpointId: string, hits: RuleHits) => void;
  readonly onStorageFailure: (failure: Failure) => void;
  readonly onBug: (error: unknown) => void;
}

const VALUE = 'rule-hits';
const TELL_MS = 200;

const storedSchema = z.record(z.string(), z.record(z.string(), z.int().min(0)));

export async function openRuleHits({
  store,
  changed,
  onStorageFailure,
  onBug,
}: RuleHitOptions): Promise<RuleHitCounts> {
  const stored = await store.value(VALUE);
  const counts = new Map(
    Object.entries(stored === null ? {} : storedSchema.parse(JSON.parse(stored))).map(([id, hits]) => [
      id,
      new Map(Object.entries(hits)),
    ]),
  );
  const untold = new Set<string>();
  let timer: NodeJS.Timeout | null = null;
  let isUnstored = false;
  let storing: Promise<void> = Promise.resolve();

  const hitsOf = (id: string): RuleHits => Object.fromEntries(counts.get(id) ?? []);
  const all = () => Object.fromEntries([...counts.keys()].map((id) => [id, hitsOf(id)]));

  async function storeNow(): Promise<void> {
    const put = await store.putValue(VALUE, JSON.stringify(all()));
    if (!put.ok) onStorageFailure(put.failure);
  }

  function flush(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    for (const id of untold) changed(id, hitsOf(id));
    untold.clear();
    if (!isUnstored) return;
    isUnstored = false;
    storing = storing.then(storeNow).catch(onBug);
  }

  function soon(endpointId: string): void {
    untold.add(endpointId);
    isUnstored = true;
    timer ??= setTimeout(flush, TELL_MS).unref();
  }

  return {
    get all() {
      return all();
    },
    count(endpointId, ruleId) {
      const hits = counts.get(endpointId) ?? new Map<string, number>();
      counts.set(endpointId, hits.set(ruleId, (hits.get(ruleId) ?? 0) + 1));
      soon(endpointId);
    },
    keepOnly(endpoints) {
      for (const [endpointId, hits] of counts) {
        const rules = endpoints.find(({ id }) => id === endpointId)?.replying.rules ?? [];
        for (const id of hits.keys()) {
          if (rules.some((rule) => rule.id === id)) continue;
          hits.delete(id);
          soon(endpointId);
        }
        if (hits.size === 0) counts.delete(endpointId);
      }
    },
    async close() {
      flush();
      await storing;
    },
  };
}
