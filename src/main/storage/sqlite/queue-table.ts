import type { DatabaseSync } from 'node:sqlite';
import type { AttemptDetail, NewAttempt } from '../../../core/attempt.ts';
import type { QueuedDelivery, QueueKey } from '../../../core/forward/queue.ts';
import { json, number, text } from './columns.ts';
import type { ReaderCalls, WriterCalls } from './protocol.ts';

type Facts = Omit<QueuedDelivery, keyof QueueKey>;

/** `addAttempt`: of the attempts table, so that a try and what becomes of its delivery are one commit. */
export function queueWrites(
  db: DatabaseSync,
  addAttempt: (attempt: NewAttempt) => AttemptDetail,
): Pick<WriterCalls, 'changeQueue'> {
  const put = db.prepare(`INSERT INTO queue (capture_id, target_id, facts) SELECT id, ?, ? FROM captures WHERE id = ?
    ON CONFLICT (capture_id, target_id) DO UPDATE SET facts = excluded.facts`);
  const remove = db.prepare('DELETE FROM queue WHERE capture_id = ? AND target_id = ?');
  return {
    changeQueue(change) {
      for (const { captureId, targetId } of change.remove) remove.run(captureId, targetId);
      const gone: QueueKey[] = [];
      for (const { captureId, targetId, ...facts } of change.put) {
        const stored: Facts = facts;
        const { changes } = put.run(targetId, JSON.stringify(stored), captureId);
        if (Number(changes) === 0) gone.push({ captureId, targetId });
      }
      return { attempt: change.attempt === null ? null : addAttempt(change.attempt), gone };
    },
  };
}

export function queueReads(db: DatabaseSync): Pick<ReaderCalls, 'queued'> {
  const all = db.prepare('SELECT capture_id, target_id, facts FROM queue ORDER BY capture_id, target_id');
  return {
    queued: () =>
      all.all().map((row) => ({
        ...json<Facts>(row, 'facts'),
        captureId: number(row, 'capture_id'),
        targetId: text(row, 'target_id'),
      })),
  };
}
