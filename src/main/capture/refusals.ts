import type { Completeness } from '../../core/capture.ts';
import type { HeaderList } from '../../core/http/headers.ts';
import type { RefusalCause } from '../../core/listener.ts';
import type { CaptureLimits } from './limits.ts';
import { type ParserError, reasonOf } from './malformed.ts';

/** Why a connection ends with its current request: what the capture says of it, and what the sender gets. */
export interface Refusal {
  /** What it is counted as; null where the sender left by itself. */
  readonly cause: RefusalCause | null;
  /** The capture's `malformed.code`. */
  readonly code: string;
  /** One sentence for user and sender alike, from the bytes of the refused request. */
  readonly message: (raw: Uint8Array) => string;
  readonly completeness: Completeness;
  readonly status: number;
  readonly headers: HeaderList;
  /** More of the request may still be on its way: it is stored after a pause. */
  readonly settle: boolean;
  /** Whether the sender is also answered when earlier requests await their reply; then the refusal comes behind those. */
  readonly afterReplies: boolean;
}

const RETRY_AFTER: HeaderList = [['Retry-After', '5']];

function size(bytes: number): string {
  const MiB = 1024 * 1024;
  return bytes >= MiB ? `${Math.floor(bytes / MiB)} MiB` : `${Math.floor(bytes / 1024)} KiB`;
}

function refusal(
  status: number,
  [cause, code]: readonly [cause: RefusalCause | null, code: string],
  message: string,
  completeness: Completeness,
  more: Partial<Refusal> = {},
): Refusal {
  return {
    cause,
    code,
    message: () => message,
    completeness,
    status,
    headers: [],
    settle: false,
    afterReplies: true,
    ...more,
  };
}

/** What the parser refuses for its length; everything else is a 400. */
const statusOf: Readonly<Record<string, readonly [status: number, cause: RefusalCause]>> = {
  HPE_HEADER_OVERFLOW: [431, 'head-too-long'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'body-too-long'],
};

/** The parser's refusal. `follows`, `inBody`: as for `reasonOf`. */
export function parserRefusal(
  error: ParserError,
  place: { readonly follows: boolean; readonly inBody: boolean },
): Refusal {
  const code = error.code ?? 'parser';
  const [status, cause] = statusOf[code] ?? [400, 'malformed'];
  return refusal(status, [cause, code], '', place.inBody ? 'aborted' : 'complete', {
    message: (raw) => reasonOf(error, raw, place),
    settle: true,
    afterReplies: false,
  });
}

export function headTooLong(limits: CaptureLimits): Refusal {
  const message = `The request line and headers are longer than ${size(limits.headBytes)}.`;
  return refusal(431, ['head-too-long', 'HPE_HEADER_OVERFLOW'], message, 'complete', { settle: true });
}

export function headTimeout(limits: CaptureLimits): Refusal {
  const message = `The headers were not complete ${limits.headMs / 1000} s after the first byte.`;
  return refusal(408, ['head-timeout', 'timeout-head'], message, 'aborted');
}

export function bodyTimeout(limits: CaptureLimits): Refusal {
  const message = `The body was not complete ${limits.requestMs / 1000} s after the first byte.`;
  return refusal(408, ['body-timeout', 'timeout-body'], message, 'aborted');
}

export function bodyTooLong(limits: CaptureLimits): Refusal {
  return refusal(
    413,
    ['body-too-long', 'body-too-long'],
    `The body is longer than ${size(limits.bodyBytes)}.`,
    'truncated',
  );
}

export function busy(limits: CaptureLimits): Refusal {
  const message = `More than ${size(limits.inFlightBytes)} of requests were being received at once.`;
  return refusal(503, ['memory', 'busy'], message, 'truncated', { headers: RETRY_AFTER });
}

export function connectionOverShare(limits: CaptureLimits): Refusal {
  const message = `The requests of one connection held more than ${size(limits.shareBytes)} at once.`;
  return refusal(503, ['connection', 'busy-connection'], message, 'truncated', { headers: RETRY_AFTER });
}

export function senderOverShare(limits: CaptureLimits, sender: string): Refusal {
  const message = `The requests of one sender (${sender}, as the tunnel says) held more than ${size(limits.shareBytes)} at once.`;
  return refusal(503, ['sender', 'busy-sender'], message, 'truncated', { headers: RETRY_AFTER });
}

export function tooManyOfSender(limits: CaptureLimits, sender: string): Refusal {
  const message = `More than ${limits.senderRequests} requests of one sender (${sender}, as the tunnel says) were being received at once.`;
  return refusal(503, ['sender', 'busy-sender'], message, 'truncated', { headers: RETRY_AFTER, settle: true });
}

export function tooManyPipelined(limits: CaptureLimits): Refusal {
  const message = `More than ${limits.pipelined} requests were sent on one connection without waiting for replies.`;
  return refusal(503, ['pipelining', 'pipelining'], message, 'complete', { headers: RETRY_AFTER, settle: true });
}

/** RFC 9110, section 10.1.1. The one refusal after which the connection goes on, because the request is whole. */
export const unknownExpectation = {
  code: 'expectation',
  message: 'The header Expect asks for something other than 100-continue.',
};

/** RFC 9110, section 15.5.6: a 405 names the methods there are. */
export function connectRefused(): Refusal {
  const message = 'The sender takes this listener for a proxy (CONNECT).';
  return refusal(405, ['malformed', 'connect'], message, 'complete', {
    headers: [['Allow', 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS']],
    settle: true,
  });
}

/** RFC 9110, section 7.8: the listener stays with HTTP/1.1, but Node's parser does not read on in the same piece. */
export function behindUpgrade(): Refusal {
  const message =
    'These bytes were sent behind a request that asks for another protocol (Upgrade), without waiting for its reply.';
  return refusal(400, ['malformed', 'behind-upgrade'], message, 'complete', { settle: true });
}

export function misread(): Refusal {
  const message =
    'Hookproof has lost its place in the bytes of this connection: a fault of its own. They may be of several requests.';
  return refusal(503, ['malformed', 'misread'], message, 'aborted', { headers: RETRY_AFTER });
}

export function closingDown(): Refusal {
  const message = 'Hookproof stopped listening before the request was complete.';
  return refusal(503, ['closing', 'closing'], message, 'aborted', { headers: RETRY_AFTER });
}

/** `received` of `declared` body bytes came; null: the head itself is incomplete. */
export function senderLeft(body: { received: number; declared: number | null } | null, reset: boolean): Refusal {
  const when =
    body === null
      ? 'before the end of the headers'
      : `after ${body.received}${body.declared === null ? '' : ` of ${body.declared}`} body bytes`;
  const message = `The sender ${reset ? 'reset' : 'closed'} the connection ${when}.`;
  return refusal(400, [null, reset ? 'connection-reset' : 'connection-closed'], message, 'aborted', {
    afterReplies: false,
  });
}
