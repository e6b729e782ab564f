import type { CaptureDetail } from '../../../core/capture.ts';
import { verdictWords } from '../../../core/signature/words.ts';

/**
 * A capture as `listen` and `list` write it. Header values are byte strings (one character a byte), so that a script can
 * recover the exact bytes with latin1.
 */
export function captureJson(capture: CaptureDetail): Record<string, unknown> {
  if (capture.kind === 'malformed') {
    return {
      event: 'malformed',
      id: capture.id,
      receivedAt: capture.receivedAt,
      reason: capture.malformed?.code ?? null,
      message: capture.malformed?.message ?? null,
      rawBytes: capture.rawBytes,
      rawSha256: capture.rawSha256,
      rawIntact: capture.rawIntact,
    };
  }
  return {
    event: 'capture',
    id: capture.id,
    receivedAt: capture.receivedAt,
    endpoint: capture.endpointId,
    via: capture.via,
    method: capture.method,
    target: capture.target,
    httpVersion: capture.httpVersion,
    headers: capture.headers,
    trailers: capture.trailers,
    bodyBytes: capture.bodyBytes,
    bodySha256: capture.bodySha256,
    rawSha256: capture.rawSha256,
    /** false: the stored bytes are not those that arrived any more. */
    rawIntact: capture.rawIntact,
    truncated: capture.completeness === 'truncated',
    aborted: capture.completeness === 'aborted',
    /** Why the listener refused it or gave it up. */
    problem: capture.malformed,
    replyStatus: capture.replyStatus,
    /** What answered; null: the default reply. */
    replyLabel: capture.replyLabel,
    eventType: capture.eventType,
    deliveryId: capture.deliveryId,
    /** 1 for the first; null where no delivery id is known. */
    deliveryAttempt: capture.deliveryAttempt,
    verdicts: capture.verdicts.map((verdict) => {
      const { status, scheme, reason, detail, warning = null } = verdict;
      return { status, scheme, reason, detail, warning, message: verdictWords(verdict).sentence };
    }),
  };
}
