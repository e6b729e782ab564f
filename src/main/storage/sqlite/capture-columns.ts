import type { CaptureReply, CaptureSummary, MalformedReason } from '../../../core/capture.ts';
import type { Verdict } from '../../../core/signature/verdict.ts';
import { byteString, hex, json, number, oneOf, orNull, type Row, text } from './columns.ts';

const KINDS = ['request', 'malformed'] as const;
const VIAS = ['local', 'tunnel', 'import'] as const;
const COMPLETENESSES = ['complete', 'truncated', 'aborted'] as const;
export const REPLY_SOURCES: readonly CaptureReply['source'][] = [
  'handshake',
  'rule',
  'forward',
  'default',
  'limit',
  'malformed',
  'storage',
];

/** The columns of a row of the list; `captureRow` reads them. */
export const ROW_COLUMNS = `captures.id, captures.kind, captures.endpoint_id, captures.received_at, captures.via,
  captures.method, captures.target, captures.http_version, captures.content_type, captures.event_type,
  captures.delivery_id, captures.delivery_attempt, captures.body_bytes, captures.raw_bytes, captures.body_sha256, captures.completeness,
  captures.malformed, captures.reply_status, captures.reply_ms, captures.reply_label, captures.verdicts`;

/** Those of them that an older format lacks, as a migration makes them: for a file that was not migrated yet. */
export const ADDED_COLUMNS: Row = { delivery_attempt: null, reply_label: null };

/** The body, of payloads joined with captures. SQLite's substr of an empty blob is NULL. */
export const BODY = "coalesce(payloads.body, substr(payloads.raw, body_offset + 1, body_bytes), x'')";

export function captureRow(row: Row): CaptureSummary {
  return {
    id: number(row, 'id'),
    kind: oneOf(KINDS, row, 'kind'),
    endpointId: text(row, 'endpoint_id'),
    receivedAt: number(row, 'received_at'),
    via: oneOf(VIAS, row, 'via'),
    method: byteString(row, 'method'),
    target: byteString(row, 'target'),
    httpVersion: byteString(row, 'http_version'),
    contentType: orNull(byteString, row, 'content_type'),
    eventType: orNull(json<string>, row, 'event_type'),
    deliveryId: orNull(json<string>, row, 'delivery_id'),
    deliveryAttempt: orNull(number, row, 'delivery_attempt'),
    bodyBytes: number(row, 'body_bytes'),
    rawBytes: number(row, 'raw_bytes'),
    bodySha256: hex(row, 'body_sha256'),
    completeness: oneOf(COMPLETENESSES, row, 'completeness'),
    malformed: orNull(json<MalformedReason>, row, 'malformed'),
    replyStatus: orNull(number, row, 'reply_status'),
    replyMs: orNull(number, row, 'reply_ms'),
    replyLabel: orNull(json<string>, row, 'reply_label'),
    verdicts: json<readonly Verdict[]>(row, 'verdicts'),
  };
}

export function jsonOrNull(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}
