import { hash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { hexOf, latin1Bytes } from '../../../core/bytes.ts';
import type { CaptureId, CaptureSummary } from '../../../core/capture.ts';
import { CATCH_ALL_ENDPOINT_ID } from '../../../core/endpoint.ts';
import { filterVerdict, foldAscii } from '../../../core/filter/match.ts';
import { firstHeader } from '../../../core/http/headers.ts';
import type { CaptureUpdate } from '../store.ts';
import { captureRow, jsonOrNull, ROW_COLUMNS } from './capture-columns.ts';
import { number, orNull, type Row, text } from './columns.ts';
import type { Counters } from './counters.ts';
import { deliveryAttempts } from './delivery-attempts.ts';
import type { WriterCalls } from './protocol.ts';

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
  const judge = db.prepare(
    'UPDATE captures SET event_type = ?, delivery_id = ?, verdicts = ?, scheme = ?, status = ? WHERE id = ?',
  );
  const move = db.prepare('UPDATE captures SET endpoint_id = ? WHERE id = ?');
  const answer = db.prepare(
    'UPDATE captures SET reply_status = ?, reply_ms = ?, stored_bytes = stored_bytes + ? WHERE id = ?',
  );
  const label = db.prepare('UPDATE captures SET reply_label = ? WHERE id = ?');
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

  function reply(id: CaptureId, { reply, body, replyMs }: NonNullable<CaptureUpdate['reply']>): void {
    const before = replyBytes.get(id);
    const grown = body.length - (before === undefined ? 0 : number(before, 'bytes'));
    putReply.run(id, reply.status, reply.source, JSON.stringify(reply.headers), body);
    answer.run(reply.status, replyMs, grown, id);
    counters.add('bytes', grown);
  }

  /** Puts the changed row and those that count on from it into `changed`, as far as they are visible. */
  function apply(update: CaptureUpdate, changed: Map<CaptureId, CaptureSummary>): void {
    const found = select.get(update.id);
    if (found === undefined) return;
    const before = captureRow(found);
    let row = before;
    const { endpointId, eventType, deliveryId, verdicts } = update;
    if (endpointId !== undefined) {
      row = { ...row, endpointId: existing(endpointId) };
      move.run(row.endpointId, row.id);
    }
    if (eventType !== undefined || deliveryId !== undefined || verdicts !== undefined) {
      row = {
        ...row,
        eventType: eventType === undefined ? row.eventType : eventType,
        deliveryId: deliveryId === undefined ? row.deliveryId : deliveryId,
        verdicts: verdicts ?? row.verdicts,
      };
      const scheme = row.verdicts[0]?.scheme ?? null;
      const kept = [jsonOrNull(row.eventType), jsonOrNull(row.deliveryId), JSON.stringify(row.verdicts)] as const;
      judge.run(...kept, scheme, filterVerdict(row) ?? null, row.id);
    }
    if (row !== before) {
      const { attempt, changed: counted } = attempts.renumber(before, row);
      row = { ...row, deliveryAttempt: attempt };
      for (const id of counted) announce(select.get(id), changed);
    }
    if (update.reply !== undefined) {
      reply(row.id, update.reply);
      row = { ...row, replyStatus: update.reply.reply.status, replyMs: update.reply.replyMs };
    }
    if (update.replyLabel !== undefined) {
      label.run(jsonOrNull(update.replyLabel), row.id);
      row = { ...row, replyLabel: update.replyLabel };
    }
    if (orNull(text, found, 'hidden') === null) changed.set(row.id, row);
  }

  function announce(found: Row | undefined, changed: Map<CaptureId, CaptureSummary>): void {
    if (found === undefined || orNull(text, found, 'hidden') !== null) return;
    const row = captureRow(found);
    changed.set(row.id, row);
  }

  return {
    append({ capture, raw, body: place }) {
      const apart = place instanceof Uint8Array ? place : null;
      const offset = place instanceof Uint8Array ? 0 : place.offset;
      const body = place instanceof Uint8Array ? place : raw.subarray(place.offset, place.offset + place.length);
      const bodySha256 = sha256(body);
      const endpointId = existing(capture.endpointId);
      const contentType = firstHeader(capture.headers, 'content-type');
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
        contentType === undefined ? null : latin1Bytes(contentType),
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
        JSON.stringify(capture.headers),
        JSON.stringify(capture.trailers),
        capture.peer.address,
        capture.peer.port,
        capture.declaredBodyBytes,
        capture.timings.headMs,
        capture.timings.bodyMs,
        sha256(raw),
        offset,
        raw,
        apart,
      );
      counters.add('visible', 1);
      counters.add('bytes', storedBytes);
      return { id, endpointId, bodySha256: hexOf(bodySha256) };
    },
    update(updates) {
      const changed = new Map<CaptureId, CaptureSummary>();
      for (const update of updates) apply(update, changed);
      return [...changed.values()];
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

function sha256(bytes: Uint8Array): Uint8Array {
  return hash('sha256', bytes, 'buffer');
}
