import type { CaptureId, CaptureSummary } from '../../core/capture.ts';
import type { Failure } from '../../core/failure.ts';
import { confirmationOf } from '../../core/handshake/confirmation.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { guardedGet, type KeyNetwork } from '../keys/guarded-get.ts';
import type { Store } from '../storage/store.ts';

/** Opens the URLs that captured requests ask to be confirmed by, one at a time as the user says so. */
export interface Confirming {
  confirm(captureId: CaptureId): Promise<Result<void, Failure>>;
  /** Ends what is under way. */
  close(): void;
}

export interface ConfirmingOptions {
  readonly store: Pick<Store, 'request' | 'update'>;
  readonly network: KeyNetwork;
  readonly announce: (rows: readonly CaptureSummary[]) => void;
}

export function createConfirming({ store, network, announce }: ConfirmingOptions): Confirming {
  const closing = new AbortController();
  return {
    async confirm(captureId) {
      const stored = await store.request(captureId);
      if (stored === null) return fail({ code: 'not-found', what: 'capture' });
      const { method, target, headers } = stored.detail;
      const asked = confirmationOf({ method, target, url: null, headers, body: stored.body });
      const url = asked === null ? null : URL.parse(asked.url);
      if (asked === null || url === null) {
        return fail({ code: 'invalid-input', field: 'Capture', problem: 'it asks for no confirmation' });
      }
      const place = { url, host: asked.host, target: `${url.pathname}${url.search}` };
      const got = await guardedGet(place, { network, signal: closing.signal });
      if (!got.ok) return fail({ code: 'not-confirmed', host: url.hostname, ...got.failure });
      const updated = await store.update([{ id: captureId, replyLabel: asked.confirmedLabel }]);
      if (!updated.ok) return updated;
      announce(updated.value);
      return ok();
    },
    close: () => closing.abort(),
  };
}
