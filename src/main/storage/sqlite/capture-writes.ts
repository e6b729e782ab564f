import { hash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { hexOf, latin1Bytes } from '../../../core/bytes.ts';
import type { CaptureId, CaptureSummary } from '../../../core/capture.ts';
import { CATCH_ALL_ENDPOINT_ID } from '../../../core/endpoint.ts';
import { filterVerdict, foldAscii } from '../../../core/filter/match.ts';
import { captureRow, jsonOrNull, ROW_COLUMNS } from './capture-columns.ts';
import { number, orNull, type Row, text } from './columns.ts';
import type { Counters } from './counters.ts';
import { deliveryAttempts } from './delivery-attempts.ts';
import type { AppendFacts, CrossingUpdate, WriterCalls } from './protocol.ts';

/** Captures brought back a step. */
const STEP = 1000;

type CaptureWrites = Pick<WriterCalls, 'append' | 'update' | 'hide' | 'restore'>;

/** Everything that changes captures but deletes none. Each call is part of the transaction around it. */
export function captureWrites(db: DatabaseSync, counters: Counters): CaptureWrites {
  const endpointExists = db.prepare('SELECT 1 FROM endpoints WHERE id = ?');
  const insert = db.prepare(`INSERT INTO captures
    (kind, endpoint_id, received_at, via, method, method_key, target, http_version, content_type, body_bytes, raw_bytes,
     stored_bytes, body_sha256, completeness, malformed, status)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const insertPayload = db.prepare(`INSERT INTO payloads
    (id, headers, trailers, peer_address, peer_port, declared_body_bytes, head_ms, body_ms, raw_sha256, body_offset, raw, body)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const select = db.prepare(`SELECT ${ROW_COLUMNS}, hidden FROM captures WHERE id = ?`);
  const change = db.prepare(`UPDATE captures SET event_type = ?, delivery_id = ?, verdicts = ?, scheme = ?, status = ?,
    reply_status = ?, reply_ms = ?, reply_label = ?, delivery_attempt = ?, stored_bytes = stored_bytes + ? WHERE id = ?`);
  // Apart: naming the column would write its index anew for every verdict.
  const move = db.prepare('UPDATE captures SET endpoint_id = ? WHERE id = ?');
  const replyBytes = db.prepare('SELECT length(body) AS bytes FROM replies WHERE id = ?');
  const putReply = db.prepare(
    'INSERT OR REPLACE INTO replies (id, status, source, headers, body) VALUES (?, ?, ?, ?, ?)',
  );
  const hide = db.prepare(
    'UPDATE captures SET hidden = ? WHERE hidden IS NULL AND id IN (SELECT value FROM json_each(?))',
  );
  const unhide = db.prepare(`UPDATE captures SET hidden = NULL
    WHERE id IN (SELECT id FROM captures WHERE hidden = ? ORDER BY id LIMIT ${STEP})`);

  const attempts = deliveryAttempts(db);

  function existing(endpointId: string): string {
    return endpointExists.get(endpointId) === undefined ? CATCH_ALL_ENDPOINT_ID : endpointId;
  }

  /** Gives the bytes by which the capture takes more than before. */
  function reply(before: CaptureSummary, { reply }: NonNullable<CrossingUpdate['reply']>, body: Uint8Array): number {
    const known = before.replyStatus === null ? undefined : replyBytes.get(before.id);
    const grown = body.length - (known === undefined ? 0 : number(known, 'bytes'));
    putReply.run(before.id, reply.status, reply.source, JSON.stringify(reply.headers), body);
    counters.add('bytes', grown);
    return grown;
  }

  /** Puts the changed row and those that count on from it into `changed`, as far as they are visible. */
  function apply(update: CrossingUpdate, bytes: readonly Uint8Array[], changed: Map<CaptureId, CaptureSummary>): void {
    const found = select.get(update.id);
    if (found === undefined) return;
    const before = captureRow(found);
    const { endpointId, eventType, deliveryId, verdicts, replyLabel } = update;
    let row: CaptureSummary = {
      ...before,
      endpointId: endpointId === undefined ? before.endpointId : existing(endpointId),
      eventType: eventType === undefined ? before.eventType : eventType,
      deliveryId: deliveryId === undefined ? before.deliveryId : deliveryId,
      verdicts: verdicts ?? before.verdicts,
      replyLabel: replyLabel === undefined ? before.replyLabel : replyLabel,
      replyStatus: update.reply?.reply.status ?? before.replyStatus,
      replyMs: update.reply?.replyMs ?? before.replyMs,
    };
    const grown = update.reply === undefined ? 0 : reply(before, update.reply, bytes[update.reply.body] ?? noBytes);
    if (row.endpointId !== before.endpointId) move.run(row.endpointId, row.id);
    const { attempt, changed: counted } = attempts.renumber(before, row);
    row = { ...row, deliveryAttempt: attempt };
    change.run(
      jsonOrNull(row.eventType),
      jsonOrNull(row.deliveryId),
      JSON.stringify(row.verdicts),
      row.verdicts[0]?.scheme ?? null,
      filterVerdict(row) ?? null,
      row.replyStatus,
      row.replyMs,
      jsonOrNull(row.replyLabel),
      row.deliveryAttempt,
      grown,
      row.id,
    );
    for (const id of counted) announce(select.get(id), changed);
    if (orNull(text, found, 'hidden') === null) changed.set(row.id, row);
  }

  function announce(found: Row | undefined, changed: Map<CaptureId, CaptureSummary>): void {
    if (found === undefined || orNull(text, found, 'hidden') !== null) return;
    const row = captureRow(found);
    changed.set(row.id, row);
  }

  return {
    append({ facts, headers, trailers, body: place }, [raw = noBytes, second = noBytes]) {
      // Made by the other end of the channel, from values of that type.
      const capture = JSON.parse(facts) as AppendFacts;
      const apart = place === null ? second : null;
      const body = place === null ? second : raw.subarray(place.offset, place.offset + place.length);
      const bodySha256 = sha256(body);
      const endpointId = existing(capture.endpointId);
      const { contentType } = capture;
      const storedBytes = raw.length + (apart?.length ?? 0);
      const { lastInsertRowid } = insert.run(
        capture.kind,
        endpointId,
        capture.receivedAt,
        capture.via,
        latin1Bytes(capture.method),
        latin1Bytes(foldAscii(capture.method)),
        latin1Bytes(capture.target),
        latin1Bytes(capture.httpVersion),
        contentType === null ? null : latin1Bytes(contentType),
        body.length,
        raw.length,
        storedBytes,
        bodySha256,
        capture.completeness,
        jsonOrNull(capture.malformed),
        capture.kind === 'malformed' ? 'malformed' : null,
      );
      const id = Number(lastInsertRowid);
      insertPayload.run(
        id,
        headers,
        trailers,
        capture.peer.address,
        capture.peer.port,
        capture.declaredBodyBytes,
        capture.timings.headMs,
        capture.timings.bodyMs,
        sha256(raw),
        place?.offset ?? 0,
        raw,
        apart,
      );
      counters.add('visible', 1);
      counters.add('bytes', storedBytes);
      return { id, endpointId, bodySha256: hexOf(bodySha256) };
    },
    update(input, bytes) {
      const changed = new Map<CaptureId, CaptureSummary>();
      // As in `append`.
      for (const update of JSON.parse(input.updates) as readonly CrossingUpdate[]) apply(update, bytes, changed);
      return JSON.stringify([...changed.values()]);
    },
    hide({ token, ids }) {
      const count = Number(hide.run(token, JSON.stringify(ids)).changes);
      counters.add('visible', -count);
      counters.add('hidden', count);
      return count;
    },
    restore({ token }) {
      const count = Number(unhide.run(token).changes);
      counters.add('visible', count);
      counters.add('hidden', -count);
      return { count, more: count === STEP };
    },
  };
}

const noBytes = new Uint8Array(0);

function sha256(bytes: Uint8Array): Uint8Array {
  return hash('sha256', bytes, 'buffer');
}
