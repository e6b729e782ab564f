import type { DatabaseSync } from 'node:sqlite';
import { type CaptureId, type CaptureSummary, MAX_DELIVERY_ATTEMPT } from '../../../core/capture.ts';
import { deliveryKeyOf, sameDelivery } from '../delivery-key.ts';
import { number, type Row } from './columns.ts';

/** Numbers the captures of one delivery in the order they came, hidden ones included. */
export interface DeliveryAttempts {
  /**
   * The capture's number after a change, which the caller stores. Those after it in the delivery it left or joined are counted on;
   * `changed` are their ids. No step looks at more captures than `MAX_DELIVERY_ATTEMPT`, however many a sender made of one delivery.
   */
  renumber(before: CaptureSummary, after: CaptureSummary): { attempt: number | null; changed: readonly CaptureId[] };
}

export function deliveryAttempts(db: DatabaseSync): DeliveryAttempts {
  const max = MAX_DELIVERY_ATTEMPT;
  const of = 'delivery_id = ? AND endpoint_id = ? AND scheme = ?';
  const lastBefore = db.prepare(
    `SELECT coalesce(max(delivery_attempt), 0) AS last FROM captures WHERE ${of} AND delivery_attempt < ${max} AND id < ?`,
  );
  const isFullBefore = db.prepare(
    `SELECT 1 FROM captures WHERE ${of} AND delivery_attempt = ${max} AND id < ? LIMIT 1`,
  );
  const shift = (by: string) =>
    db.prepare(`UPDATE captures SET delivery_attempt = delivery_attempt ${by}
      WHERE ${of} AND delivery_attempt >= ? AND delivery_attempt < ${max} AND id > ? RETURNING id`);
  const countUp = shift('+ 1');
  const countDown = shift('- 1');
  const ids = (rows: readonly Row[]): CaptureId[] => rows.map((row) => number(row, 'id'));

  return {
    renumber(before, after) {
      const [from, to] = [deliveryKeyOf(before), deliveryKeyOf(after)];
      const old = before.deliveryAttempt;
      if (sameDelivery(from, to) && (old !== null || to === null)) return { attempt: old, changed: [] };
      const changed: CaptureId[] = [];
      if (from !== null && old !== null) {
        changed.push(
          ...ids(countDown.all(JSON.stringify(from.deliveryId), from.endpointId, from.scheme, old + 1, after.id)),
        );
      }
      if (to === null) return { attempt: null, changed };
      const key = [JSON.stringify(to.deliveryId), to.endpointId, to.scheme] as const;
      const last = lastBefore.get(...key, after.id);
      const next = (last === undefined ? 0 : number(last, 'last')) + 1;
      const attempt = isFullBefore.get(...key, after.id) === undefined ? next : max;
      changed.push(...ids(countUp.all(...key, attempt, after.id)));
      return { attempt, changed };
    },
  };
}
