import type { CaptureDetail, CaptureReply } from '../../../core/capture.ts';
import type { HeaderList } from '../../../core/http/headers.ts';
import { sha256Hex } from '../capture-row.ts';
import { captureRow, REPLY_SOURCES } from './capture-columns.ts';
import { blob, hex, json, number, oneOf, orNull, type Row, text } from './columns.ts';

/** What `captureDetail` and `bodyOf` read beside the columns of a list's row, of captures joined with payloads and replies. */
export const DETAIL_COLUMNS = `payloads.headers, payloads.trailers, peer_address, peer_port, declared_body_bytes,
  head_ms, body_ms, raw_sha256, body_offset, payloads.raw, payloads.body, replies.status AS reply_line, replies.source AS reply_source,
  replies.headers AS reply_headers, length(replies.body) AS reply_bytes`;

/** Throws for a row that is not what the schema says. */
export function captureDetail(row: Row): CaptureDetail {
  const rawSha256 = hex(row, 'raw_sha256');
  return {
    ...captureRow(row),
    peer: { address: text(row, 'peer_address'), port: number(row, 'peer_port') },
    headers: json<HeaderList>(row, 'headers'),
    trailers: json<HeaderList>(row, 'trailers'),
    declaredBodyBytes: orNull(number, row, 'declared_body_bytes'),
    timings: { headMs: number(row, 'head_ms'), bodyMs: number(row, 'body_ms') },
    rawSha256,
    rawIntact: isIntact(row, rawSha256),
    reply: row.reply_line === null ? null : captureReply(row),
  };
}

/** As the expression `BODY`. It may be a view of `raw`, which must not go to another thread: the whole would go along. */
export function bodyOf(row: Row): Uint8Array {
  const offset = number(row, 'body_offset');
  return orNull(blob, row, 'body') ?? blob(row, 'raw').subarray(offset, offset + number(row, 'body_bytes'));
}

/** SQLite's pages have no checksums: a flipped bit in them is found by nothing else. */
function isIntact(row: Row, rawSha256: string): boolean {
  return sha256Hex(blob(row, 'raw')) === rawSha256 && sha256Hex(bodyOf(row)) === hex(row, 'body_sha256');
}

function captureReply(row: Row): CaptureReply {
  return {
    status: number(row, 'reply_line'),
    headers: json<HeaderList>(row, 'reply_headers'),
    bodyBytes: number(row, 'reply_bytes'),
    source: oneOf(REPLY_SOURCES, row, 'reply_source'),
  };
}
