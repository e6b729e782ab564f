import type { CaptureSummary } from '../../core/capture.ts';

/** What the captures of one delivery have in common. */
export interface DeliveryKey {
  readonly endpointId: string;
  readonly scheme: string;
  readonly deliveryId: string;
}

/** null: the capture says of no delivery that it is one of it. Without a scheme, an id in a body may be anything's. */
export function deliveryKeyOf(row: Pick<CaptureSummary, 'endpointId' | 'verdicts' | 'deliveryId'>): DeliveryKey | null {
  const scheme = row.verdicts[0]?.scheme ?? null;
  const { endpointId, deliveryId } = row;
  return scheme === null || deliveryId === null ? null : { endpointId, scheme, deliveryId };
}

export function sameDelivery(a: DeliveryKey | null, b: DeliveryKey | null): boolean {
  if (a === null || b === null) return a === b;
  return a.endpointId === b.endpointId && a.scheme === b.scheme && a.deliveryId === b.deliveryId;
}
