import { useEffect, useState } from 'react';
import type { CaptureDetail, CaptureSummary } from '../../../../core/capture.ts';
import { useApp, useBridge, useCaptures } from '../../store/context.tsx';
import { Button, formatClock, StatusChip } from '../../ui/index.ts';

/** Captures of one delivery that are linked; the filter `delivery:` lists all. */
const MOST = 12;

/** The other captures of the same delivery, oldest first. */
export function SameDelivery({ detail }: { readonly detail: CaptureDetail }) {
  const { stores } = useApp();
  const others = useSameDelivery(detail);
  if (others.length === 0) return null;
  return (
    <span className="same-delivery">
      {others.map((other) => (
        <Button key={other.id} size="small" variant="quiet" onPress={() => stores.captures.getState().select(other.id)}>
          {deliveryWords(other.deliveryAttempt)} #{other.id}, {formatClock(other.receivedAt)}{' '}
          <StatusChip status={other.replyStatus} />
        </Button>
      ))}
    </span>
  );
}

/** "first attempt", "retry 2". */
export function deliveryWords(attempt: number | null): string {
  return attempt === null || attempt < 2 ? 'first attempt' : `retry ${attempt - 1}`;
}

/** Asked again when a capture arrives: the next retry may be it. */
function useSameDelivery({ id, endpointId, deliveryId, deliveryAttempt, verdicts }: CaptureDetail) {
  const bridge = useBridge();
  const scheme = verdicts[0]?.scheme ?? null;
  const total = useCaptures((state) => state.total);
  const [answer, setAnswer] = useState<{ id: number; rows: readonly CaptureSummary[] } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  useEffect(() => {
    if (deliveryId === null || scheme === null || deliveryAttempt === null) return;
    let live = true;
    const filter = { endpointId, scheme, deliveryId };
    void bridge.call('captures.list', { filter, before: null, limit: MOST + 1 }).then(({ rows }) => {
      if (live)
        setAnswer({
          id,
          rows: rows
            .filter((row) => row.id !== id)
            .slice(0, MOST)
            .toReversed(),
        });
    });
    return () => {
      live = false;
    };
  }, [bridge, id, endpointId, deliveryId, scheme, deliveryAttempt, total]);
  return answer?.id === id ? answer.rows : [];
}
