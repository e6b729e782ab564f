import type { CaptureId } from '../../core/capture.ts';
import type { Failure } from '../../core/failure.ts';
import type { KeyPlace } from '../../core/key-place.ts';
import { fail, type Result } from '../../core/result.ts';
import type { Endpoints } from '../endpoints.ts';
import { judgeableOf } from '../judging/judge.ts';
import type { Judging } from '../judging/judging.ts';
import type { Store } from '../storage/store.ts';
import type { PublishedKeys } from './published-keys.ts';

/** The published keys of stored captures. */
export interface CaptureKeys {
  /** null: anybody can have it nowhere, or there is no such capture. */
  place(captureId: CaptureId, scheme: string): Promise<KeyPlace | null>;
  fetch(captureId: CaptureId, scheme: string): Promise<Result<KeyPlace, Failure>>;
}

export function createCaptureKeys(parts: {
  readonly store: Pick<Store, 'request'>;
  readonly endpoints: Pick<Endpoints, 'byId' | 'catchAll'>;
  readonly judging: Pick<Judging, 'ask'>;
  readonly publishedKeys: Pick<PublishedKeys, 'place' | 'fetch'>;
}): CaptureKeys {
  const { store, endpoints, judging, publishedKeys } = parts;

  async function find(captureId: CaptureId, scheme: string) {
    const stored = await store.request(captureId);
    if (stored === null) return null;
    const endpoint = endpoints.byId(stored.detail.endpointId) ?? endpoints.catchAll();
    const task = { capture: judgeableOf(stored), endpointId: endpoint.id, scheme };
    const asked = await judging.ask('keySource', task);
    return { source: asked.ok ? asked.value : null, endpointId: endpoint.id };
  }

  return {
    async place(captureId, scheme) {
      const found = await find(captureId, scheme);
      return found === null || found.source === null ? null : publishedKeys.place(found.source);
    },
    async fetch(captureId, scheme) {
      const found = await find(captureId, scheme);
      if (found === null) return fail({ code: 'not-found', what: 'capture' });
      const { source, endpointId } = found;
      return source === null ? fail({ code: 'key-unpublished', scheme }) : publishedKeys.fetch(source, endpointId);
    },
  };
}
