import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { EndpointReply } from '../../core/endpoint.ts';
import { firstHeader, type HeaderList } from '../../core/http/headers.ts';
import { LOCAL_DOWN_HEADER } from './local-down.ts';
import { type Route, webRequest } from './web-request.ts';

export type ProbeVerdict =
  | { readonly kind: 'passed'; readonly ms: number }
  /** The public URL leads nowhere: 404, 5xx, a timeout. */
  | { readonly kind: 'missed'; readonly status: number | null }
  /** Somebody answered who is not this app: a page of the provider's, or another holder of the name. */
  | { readonly kind: 'foreign'; readonly status: number }
  /** It came to this machine, and the capture listener was not there. */
  | { readonly kind: 'local-down' }
  /** Nothing of it is known: this machine has no way to the public URL. */
  | { readonly kind: 'offline' }
  | { readonly kind: 'aborted' };

/** Checks that the public URL leads to this very process. */
export interface Probe {
  check(url: string, timeoutMs: number, signal: AbortSignal): Promise<ProbeVerdict>;
  /**
   * The listener asks before it captures: a check of ours gets its reply here and is never stored; null for all others.
   * Each check is answered once, so nobody can hide a request from the history by repeating what they saw of one.
   */
  answer(method: string, target: string, headers: HeaderList): EndpointReply | null;
}

const NONCE_HEADER = 'Hookproof-Probe';
const PROOF_HEADER = 'Hookproof-Proof';

/** A check that comes this late went through a queue somewhere and would only be confusing as a capture. */
const NONCE_LIFETIME_MS = 10 * 60_000;

export function createProbe(route: Route, now: () => number): Probe {
  const key = randomBytes(32);
  const open = new Map<string, number>();
  const proofOf = (nonce: string) => createHmac('sha256', key).update(nonce).digest();

  function newNonce(): string {
    const at = now();
    for (const [nonce, since] of open) if (at - since > NONCE_LIFETIME_MS) open.delete(nonce);
    const nonce = randomBytes(16).toString('hex');
    open.set(nonce, at);
    return nonce;
  }

  return {
    async check(url, timeoutMs, signal) {
      const nonce = newNonce();
      const outcome = await webRequest({
        method: 'POST',
        // A path of its own each time: nothing on the way can answer from a cache.
        url: `${url}/${randomBytes(8).toString('hex')}`,
        headers: [
          ['User-Agent', 'Hookproof-probe/1'],
          ['Accept', '*/*'],
          [NONCE_HEADER, nonce],
          // loca.lt and ngrok show browsers a page of their own unless asked not to.
          ['Bypass-Tunnel-Reminder', '1'],
          ['ngrok-skip-browser-warning', '1'],
          ['Content-Length', '0'],
        ],
        timeoutMs,
        signal,
        route,
      });
      if (outcome.kind === 'aborted' || outcome.kind === 'offline')
        return outcome.kind === 'offline' ? { kind: 'offline' } : outcome;
      if (outcome.kind !== 'answered') return { kind: 'missed', status: null };
      const { status, headers } = outcome.response;
      const proof = Buffer.from(firstHeader(headers, PROOF_HEADER) ?? '', 'hex');
      const expected = proofOf(nonce);
      if (proof.length === expected.length && timingSafeEqual(proof, expected))
        return { kind: 'passed', ms: outcome.ms };
      if (firstHeader(headers, LOCAL_DOWN_HEADER) !== undefined) return { kind: 'local-down' };
      return status === 404 || status === 408 || status >= 500 ? missedOrPage(status) : { kind: 'foreign', status };
    },
    answer(_method, _target, headers) {
      const nonce = firstHeader(headers, NONCE_HEADER);
      if (nonce === undefined || !open.delete(nonce)) return null;
      return { status: 204, headers: [[PROOF_HEADER, proofOf(nonce).toString('hex')]], body: new Uint8Array(0) };
    },
  };
}

/** 511 (RFC 6585, section 6) is a page that wants something of the visitor, and loca.lt's has been seen with it. */
function missedOrPage(status: number): ProbeVerdict {
  return status === 511 ? { kind: 'foreign', status } : { kind: 'missed', status };
}
