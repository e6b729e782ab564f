import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { BODY } from '../../src/main/storage/sqlite/capture-columns.ts';
import { blob, number, text } from '../../src/main/storage/sqlite/columns.ts';
import { connectForReading, pragma } from '../../src/main/storage/sqlite/connection.ts';
import { idIn, type Sent } from './load.ts';

/** What a history holds of requests that were sent, by the invariants that every test of this folder ends with. Lists of ids. */
export interface Inspection {
  /** Answered with anything but 503 and 507, and not there. */
  readonly lost: readonly string[];
  /** Answered with 503 or 507 and there all the same. */
  readonly ghosts: readonly string[];
  /** More than once there. */
  readonly twice: readonly string[];
  /** There with other bytes, another body, or hashes of others. */
  readonly altered: readonly string[];
  /** There and not among what was sent: row ids. */
  readonly unknown: readonly number[];
  /** `integrity_check`, foreign keys that lead nowhere, and totals that do not agree with a count. */
  readonly faults: readonly string[];
}

export const sound: Inspection = { lost: [], ghosts: [], twice: [], altered: [], unknown: [], faults: [] };

/** Looks at the rows after `after`. `unanswered`: stored though their sender was not told, which it cannot know. */
export function inspect(
  file: string,
  sent: readonly Sent[],
  after = 0,
): { found: Inspection; unanswered: number; lastId: number } {
  const db = connectForReading(file);
  try {
    return inspectRows(db, sent, after);
  } finally {
    db.close();
  }
}

function inspectRows(db: DatabaseSync, sent: readonly Sent[], after: number) {
  const byId = new Map(sent.map((request) => [request.id, request]));
  const seen = new Set<string>();
  const twice: string[] = [];
  const altered: string[] = [];
  const unknown: number[] = [];
  let lastId = after;
  const rows = db.prepare(`SELECT captures.id, kind, completeness, raw, raw_sha256, body_sha256, ${BODY} AS content
    FROM captures JOIN payloads USING (id) WHERE captures.id > ? ORDER BY captures.id`);
  for (const row of rows.iterate(after)) {
    lastId = number(row, 'id');
    const raw = blob(row, 'raw');
    const id = idIn(raw);
    const request = id === null ? undefined : byId.get(id);
    if (id === null || request === undefined) {
      unknown.push(lastId);
      continue;
    }
    if (seen.has(id)) twice.push(id);
    seen.add(id);
    const body = blob(row, 'content');
    const isExact =
      request.raw.equals(raw) &&
      request.body.equals(body) &&
      sha256(raw).equals(blob(row, 'raw_sha256')) &&
      sha256(body).equals(blob(row, 'body_sha256')) &&
      text(row, 'kind') === (request.kind === 'malformed' ? 'malformed' : 'request') &&
      text(row, 'completeness') === 'complete';
    if (!isExact) altered.push(id);
  }
  const isRefused = ({ status }: Sent): boolean => status === 503 || status === 507;
  const lost = sent.filter((one) => one.status !== null && !isRefused(one) && !seen.has(one.id));
  const ghosts = sent.filter((one) => isRefused(one) && seen.has(one.id));
  const found: Inspection = { lost: ids(lost), ghosts: ids(ghosts), twice, altered, unknown, faults: faultsOf(db) };
  const unanswered = sent.filter(({ id, status }) => status === null && seen.has(id)).length;
  return { found, unanswered, lastId };
}

function faultsOf(db: DatabaseSync): string[] {
  const faults: string[] = [];
  const integrity = pragma(db, 'integrity_check');
  if (integrity !== 'ok') faults.push(`integrity_check: ${String(integrity)}`);
  const dangling = db.prepare('PRAGMA foreign_key_check').all();
  if (dangling.length > 0) faults.push(`${dangling.length} foreign keys lead nowhere`);
  const counted = db.prepare(`SELECT (SELECT count(*) FROM captures WHERE hidden IS NULL) AS visible,
    (SELECT count(*) FROM captures WHERE hidden IS NOT NULL) AS hidden, (SELECT count(*) FROM attempts) AS attempts,
    coalesce((SELECT sum(length(raw) + coalesce(length(payloads.body), 0) + coalesce(length(replies.body), 0))
      FROM payloads LEFT JOIN replies USING (id)), 0)
    + coalesce((SELECT sum(length(request_body) + length(reply_body) + coalesce(length(draft_body), 0))
      FROM attempt_payloads), 0) AS bytes`);
  const counts = counted.get() ?? {};
  for (const row of db.prepare('SELECT name, value FROM counters').all()) {
    const name = text(row, 'name');
    if (counts[name] !== row.value)
      faults.push(`counter ${name}: ${String(row.value)}, counted ${String(counts[name])}`);
  }
  return faults;
}

const ids = (requests: readonly Sent[]): string[] => requests.map(({ id }) => id);
const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();
