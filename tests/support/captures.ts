import { concatBytes, latin1Bytes, utf8Bytes } from '../../src/core/bytes.ts';
import type { NewCapture } from '../../src/core/capture.ts';
import { CATCH_ALL_ENDPOINT_ID } from '../../src/core/endpoint.ts';

export interface CaptureParts extends Partial<Omit<NewCapture, 'raw' | 'body'>> {
  readonly body?: string | Uint8Array;
}

/** A plausible capture: a POST with a length, `body` lying in `raw` as the listener leaves it. */
export function newCapture({ body: content = '{"hello":"world"}', ...parts }: CaptureParts = {}): NewCapture {
  const bytes = typeof content === 'string' ? utf8Bytes(content) : content;
  const { method = 'POST', target = '/hooks' } = parts;
  const headers = parts.headers ?? [
    ['Host', '127.0.0.1:8787'],
    ['Content-Type', 'application/json'],
    ['Content-Length', String(bytes.length)],
  ];
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  const head = latin1Bytes(`${method} ${target} HTTP/1.1\r\n${lines}\r\n`);
  const raw = concatBytes([head, bytes]);
  return {
    kind: 'request',
    endpointId: CATCH_ALL_ENDPOINT_ID,
    receivedAt: 1_750_000_000_000,
    via: 'local',
    peer: { address: '127.0.0.1', port: 50_000 },
    method,
    target,
    httpVersion: '1.1',
    headers,
    trailers: [],
    completeness: 'complete',
    declaredBodyBytes: bytes.length,
    malformed: null,
    timings: { headMs: 0.25, bodyMs: 0.5 },
    ...parts,
    raw,
    body: raw.subarray(head.length),
  };
}
