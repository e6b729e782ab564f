import type { DatabaseSync } from 'node:sqlite';
import type { AttemptDetail, AttemptSummary } from '../../../core/attempt.ts';
import { sameBytes } from '../../../core/bytes.ts';
import type { Draft } from '../../../core/draft/draft.ts';
import { slicer } from './byte-slices.ts';
import { blob, json, number, orNull } from './columns.ts';
import type { Counters } from './counters.ts';
import type { ReaderCalls, WriterCalls } from './protocol.ts';

type AttemptReads = Pick<ReaderCalls, 'attempts' | 'attempt' | 'attemptBytes' | 'attemptDraft'>;

/** Timings, request and reply of an attempt: what a row of the list does not show. */
type Exchange = Omit<AttemptDetail, keyof AttemptSummary>;

export function attemptWrites(db: DatabaseSync, counters: Counters): Pick<WriterCalls, 'addAttempt'> {
  const insert = db.prepare('INSERT INTO attempts (capture_id, at, stored_bytes, summary) VALUES (?, ?, ?, ?)');
  const insertPayload = db.prepare(`INSERT INTO attempt_payloads
    (id, exchange, draft, request_body, reply_body, draft_body) VALUES (?, ?, ?, ?, ?, ?)`);
  return {
    addAttempt({ requestBody, replyBody, draft, timings, request, reply, ...summary }) {
      const { body, ...rest } = draft;
      const draftBody = sameBytes(body, requestBody) ? null : body;
      const storedBytes = requestBody.length + replyBody.length + (draftBody?.length ?? 0);
      const { origin } = summary;
      const captureId = origin.kind === 'replay' || origin.kind === 'forward' ? origin.captureId : null;
      const id = Number(insert.run(captureId, summary.at, storedBytes, JSON.stringify(summary)).lastInsertRowid);
      const exchange: Exchange = { timings, request, reply };
      insertPayload.run(id, JSON.stringify(exchange), JSON.stringify(rest), requestBody, replyBody, draftBody);
      counters.add('attempts', 1);
      counters.add('bytes', storedBytes);
      return { ...summary, ...exchange, id };
    },
  };
}

export function attemptReads(db: DatabaseSync): AttemptReads {
  const all = db.prepare('SELECT id, summary FROM attempts ORDER BY id DESC LIMIT ?');
  const ofCapture = db.prepare('SELECT id, summary FROM attempts WHERE capture_id = ? ORDER BY id DESC LIMIT ?');
  const detail = db.prepare(
    'SELECT attempts.id, summary, exchange FROM attempts JOIN attempt_payloads USING (id) WHERE id = ?',
  );
  const draft = db.prepare(
    'SELECT draft, coalesce(draft_body, request_body) AS body FROM attempt_payloads WHERE id = ?',
  );
  const slices = {
    request: slicer(db, 'SELECT request_body AS whole FROM attempt_payloads WHERE id = ?'),
    reply: slicer(db, 'SELECT reply_body AS whole FROM attempt_payloads WHERE id = ?'),
  };
  return {
    attempts({ captureId, limit }) {
      const rows = captureId === null ? all.all(limit) : ofCapture.all(captureId, limit);
      return rows.map((row) => ({ ...json<Omit<AttemptSummary, 'id'>>(row, 'summary'), id: number(row, 'id') }));
    },
    attempt({ id }) {
      const row = detail.get(id);
      if (row === undefined) return null;
      return { ...json<Omit<AttemptSummary, 'id'>>(row, 'summary'), ...json<Exchange>(row, 'exchange'), id };
    },
    attemptBytes({ id, part, offset, maxBytes }) {
      return slices[part](id, offset, maxBytes);
    },
    attemptDraft({ id }) {
      const row = draft.get(id);
      if (row === undefined) return null;
      return { ...json<Omit<Draft, 'body'>>(row, 'draft'), body: orNull(blob, row, 'body') ?? new Uint8Array(0) };
    },
  };
}
