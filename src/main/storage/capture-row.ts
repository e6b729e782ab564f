import { hash } from 'node:crypto';
import type { CaptureDetail, CaptureId, CaptureSummary, NewCapture } from '../../core/capture.ts';
import { firstHeader } from '../../core/http/headers.ts';

/** What a store adds to a capture when it takes it in. */
export interface StoredFacts {
  readonly id: CaptureId;
  /** The capture's own, or the catch-all when that endpoint was deleted meanwhile. */
  readonly endpointId: string;
  readonly bodySha256: string;
}

/** The row of a capture that was just appended: not judged, not answered. */
export function newRow(capture: NewCapture, facts: StoredFacts): CaptureSummary {
  const { kind, receivedAt, via, method, target, httpVersion, completeness, malformed } = capture;
  return {
    id: facts.id,
    kind,
    endpointId: facts.endpointId,
    receivedAt,
    via,
    method,
    target,
    httpVersion,
    contentType: firstHeader(capture.headers, 'content-type') ?? null,
    eventType: null,
    deliveryId: null,
    deliveryAttempt: null,
    bodyBytes: capture.body.length,
    rawBytes: capture.raw.length,
    bodySha256: facts.bodySha256,
    completeness,
    malformed,
    replyStatus: null,
    replyMs: null,
    replyLabel: null,
    verdicts: [],
  };
}

/** A detail without what only details have. */
export function rowOf(detail: CaptureDetail): CaptureSummary {
  const { peer, headers, trailers, declaredBodyBytes, timings, rawSha256, rawIntact, reply, ...row } = detail;
  return row;
}

/** Lower-case hex. */
export function sha256Hex(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex');
}

/** The slice that was asked for, cut at the end; empty past it. */
export function sliceBounds(totalBytes: number, offset: number, maxBytes: number): { start: number; end: number } {
  const start = Math.min(Math.max(0, offset), totalBytes);
  return { start, end: Math.min(totalBytes, start + Math.max(0, maxBytes)) };
}
