import type { DatabaseSync } from 'node:sqlite';
import type { CaptureDetail, CaptureReply } from '../../../core/capture.ts';
import type { HeaderList } from '../../../core/http/headers.ts';
import { sha256Hex } from '../capture-row.ts';
import type { StoredRequest } from '../store.ts';
import { slicer } from './byte-slices.ts';
import { BODY, captureRow, REPLY_SOURCES, ROW_COLUMNS } from './capture-columns.ts';
import { blob, hex, json, number, oneOf, orNull, type Row, text } from './columns.ts';
import { readCounter } from './counters.ts';
import type { Narrowing } from './narrowing.ts';
import type { ReaderCalls } from './protocol.ts';
import { createScan } from './scan.ts';

type CaptureReads = Pick<
  ReaderCalls,
  'list' | 'ids' | 'unjudged' | 'newestId' | 'detail' | 'bytes' | 'request' | 'queuedRequest'
>;

/** A cleared capture is gone for every reader, whether it can still be brought back or is already deleted. */
const VISIBLE = 'captures.id = ? AND captures.hidden IS NULL';

export function captureReads(db: DatabaseSync, narrowing: Narrowing): CaptureReads {
  const scan = createScan(db, narrowing);
  const visible = db.prepare("SELECT value FROM counters WHERE name = 'visible'");
  const newest = db.prepare('SELECT coalesce(max(id), 0) AS id FROM captures');
  // Without an index of its own, which every capture would pay for twice: a row enters it and leaves it again at once.
  const unjudged = db.prepare(`SELECT id FROM captures WHERE id > max(?, (SELECT max(id) FROM captures) - 100000)
    AND verdicts = '[]' AND hidden IS NULL ORDER BY id LIMIT ?`);
  const facts = `${ROW_COLUMNS}, payloads.headers, payloads.trailers, peer_address, peer_port, declared_body_bytes,
    head_ms, body_ms, raw_sha256, body_offset, payloads.raw, payloads.body, replies.status AS reply_line, replies.source AS reply_source,
    replies.headers AS reply_headers, length(replies.body) AS reply_bytes`;
  const answered = 'FROM captures JOIN payloads USING (id) LEFT JOIN replies USING (id)';
  const from = `${answered} WHERE ${VISIBLE}`;
  const detail = db.prepare(`SELECT ${facts} ${from}`);
  const request = db.prepare(`SELECT ${facts} ${from}`);
  const queued = db.prepare(`SELECT ${facts} ${answered}
    WHERE captures.id = ? AND EXISTS (SELECT 1 FROM queue WHERE capture_id = captures.id)`);
  const joined = `FROM captures JOIN payloads USING (id) WHERE ${VISIBLE}`;
  const slices = {
    body: slicer(db, `SELECT ${BODY} AS whole ${joined}`),
    raw: slicer(db, `SELECT payloads.raw AS whole ${joined}`),
    reply: slicer(db, `SELECT coalesce(replies.body, x'') AS whole ${from}`),
  };

  return {
    async list({ filter, after = null, before, limit, withinMs }) {
      const asked = { filter, direction: 'older', after, before, limit: limit + 1 } as const;
      const { found, reached } = await scan.rows(asked, withinMs);
      const page = {
        rows: found.slice(0, limit),
        more: found.length > limit || reached !== null,
        total: readCounter(visible.get()),
      };
      return reached === null ? page : { ...page, searchedTo: reached };
    },
    ids({ filter, after, upTo, limit }) {
      return scan.ids({ filter, direction: 'newer', after, before: upTo === null ? null : upTo + 1, limit });
    },
    unjudged({ after, limit }) {
      return unjudged.all(after ?? 0, limit).map((row) => number(row, 'id'));
    },
    newestId() {
      const row = newest.get();
      return row === undefined ? 0 : number(row, 'id');
    },
    detail({ id }) {
      const row = detail.get(id);
      return row === undefined ? null : captureDetail(row);
    },
    bytes({ id, part, offset, maxBytes }) {
      return slices[part](id, offset, maxBytes);
    },
    request({ id }) {
      return storedRequest(request.get(id));
    },
    queuedRequest({ id }) {
      return storedRequest(queued.get(id));
    },
  };
}

function storedRequest(row: Row | undefined): StoredRequest | null {
  return row === undefined ? null : { detail: captureDetail(row), body: bodyOf(row).slice() };
}

/** As the expression `BODY`. It may be a view of `raw`, which must not go to another thread: the whole would go along. */
function bodyOf(row: Row): Uint8Array {
  const offset = number(row, 'body_offset');
  return orNull(blob, row, 'body') ?? blob(row, 'raw').subarray(offset, offset + number(row, 'body_bytes'));
}

/** SQLite's pages have no checksums: a flipped bit in them is found by nothing else. */
function isIntact(row: Row, rawSha256: string): boolean {
  return sha256Hex(blob(row, 'raw')) === rawSha256 && sha256Hex(bodyOf(row)) === hex(row, 'body_sha256');
}

function captureDetail(row: Row): CaptureDetail {
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

function captureReply(row: Row): CaptureReply {
  return {
    status: number(row, 'reply_line'),
    headers: json<HeaderList>(row, 'reply_headers'),
    bodyBytes: number(row, 'reply_bytes'),
    source: oneOf(REPLY_SOURCES, row, 'reply_source'),
  };
}
