import type { DatabaseSync } from 'node:sqlite';
import type { StoredRequest } from '../store.ts';
import { slicer } from './byte-slices.ts';
import { BODY, ROW_COLUMNS } from './capture-columns.ts';
import { bodyOf, captureDetail, DETAIL_COLUMNS } from './capture-detail.ts';
import { number, type Row } from './columns.ts';
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
  const facts = `${ROW_COLUMNS}, ${DETAIL_COLUMNS}`;
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
